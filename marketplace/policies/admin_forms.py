"""The form that publishes a rulebook: every parameter, with its help, and each contradiction next to its field."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.postgres.forms import SimpleArrayField
from django.forms.models import construct_instance, model_to_dict

from marketplace.policies.explanation.example import AMOUNTS
from marketplace.policies.models import CancelWay, OrderType, Origin, Policy
from marketplace.policies.validation import WHOLE, contradictions

MOST_HOURS = 365 * 24
SMALLEST_RATE = Decimal("0.000001")
RECORD = {"id", "version", "published_at", "published_by", "withdrawn_at", "reference_rates"}
PARAMETERS = [field.name for field in Policy._meta.fields if field.name not in RECORD]


class PercentField(forms.DecimalField):
    """A share in percent, kept as basis points: "5.5" is 550."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=WHOLE // 100, decimal_places=2, **options)

    def prepare_value(self, value: Any) -> Any:
        return f"{(Decimal(value) / 100).normalize():f}" if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        return int(cleaned * 100)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(Decimal(initial or 0) / 100, data)


class NumbersField(SimpleArrayField):
    """Some numbers with commas between them; a longer text is not taken apart."""

    longest = 200  # letters

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) > self.longest:
            raise forms.ValidationError(f"At most {self.longest} letters.")
        return super().to_python(value)


class PolicyForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new version of `base`, or a new rulebook without one. marketplace.policies.publishing.publish saves it."""

    origins = forms.MultipleChoiceField(
        label="Orders come from", choices=Origin.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    order_types = forms.MultipleChoiceField(
        label="Orders are paid",
        choices=[
            (OrderType.MILESTONES, "in steps"),
            (OrderType.SINGLE, "with one payment for the whole work: an order of a single step"),
            (OrderType.SUBSCRIPTION, "by subscription: each month an order with one payment"),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    cancel_ways = forms.MultipleChoiceField(
        label="Cancelled by", choices=CancelWay.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    reminder_hours = NumbersField(
        forms.IntegerField(min_value=1, max_value=MOST_HOURS),
        label="Reminders, hours before",
        required=False,
        help_text="With commas between: 48, 24. Before a review or the time to pay the next step ends.",
    )
    client_fee = PercentField(label="Client’s fee, in %", help_text="Of each payment, on top of the price.")
    freelancer_fee = PercentField(label="Freelancer’s fee, in %", help_text="Of what is paid out, taken from it.")

    class Meta:
        model = Policy
        fields = PARAMETERS
        widgets = {"summary": forms.Textarea(attrs={"rows": 2})}
        field_classes = {"subscription_months": NumbersField, "subscription_discounts": NumbersField}
        labels = AMOUNTS | {
            "modelled_on": "Modelled on",
            "is_default": "New offers start with it",
            "subscription_months": "Months of a subscription",
            "subscription_discounts": "Later months cost less, basis points",
            "subscription_days_max": "Longest work of a month, in days",
            "subscription_notice_days": "Days of notice for the freelancer",
            "gig_milestones_min": "Steps in a gig, at least",
            "gig_milestones_max": "Steps in a gig, at most",
            "offer_milestones_min": "Steps in an offer, at least",
            "offer_milestones_max": "Steps in an offer, at most",
            "bid_milestones_max": "Steps that a freelancer proposes, at most",
            "offer_total_over": "… and it must be more than that",
            "milestone_max_days": "Longest step of an offer, in days",
            "time_given": "Time is given as",
            "project_start_date": "The offer names a start date",
            "deliverables_required": "Each step must name its deliverables",
            "substeps": "Steps can have substeps",
            "eligible_category": "The category must be eligible",
            "signing": "Agreed by",
            "requirements": "Questions of the freelancer",
            "requirements_days": "Days to answer them",
            "requirements_end": "If answers are missing",
            "requirements_returns": "Answers may be sent back, times",
            "first_payment": "The first step is paid",
            "next_payment": "The next step is paid",
            "pay_next_days": "Days to pay the next step",
            "whole_plan_payable": "The whole plan may be paid at once",
            "strict_order": "Steps go strictly in order",
            "charge_failure": "If a charge fails",
            "charge_grace_hours": "Hours of grace",
            "review_days": "Days to review a delivery",
            "single_review_days": "… with one payment",
            "review_outcome": "When they run out",
            "review_extension_days": "Days the client may add once",
            "redelivery": "A delivery under review may be replaced",
            "reminder_half_time": "Remind at half time",
            "release_without_delivery": "Paid out without a delivery, if the client wants",
            "partial_release": "Paid out in part",
            "full_project_delivery": "The last delivery is the full project",
            "plan_changes": "Later steps are changed by",
            "change_orders": "New scope as a priced step",
            "extension": "More time is given by",
            "extension_silence": "If nobody answers a request",
            "extension_silence_hours": "Hours until silence answers",
            "pause_days_max": "Days that an order may rest at once",
            "client_stop": "The client may stop",
            "reopen_days": "Days to reopen",
            "cancel_silence_hours": "Hours until silence accepts",
            "cancel_fault": "The request names the fault",
            "cancel_ends_order": "The order ends with a cancelled step",
            "dispute_client_hours": "Hours for the client to answer",
            "dispute_freelancer_hours": "Hours for the freelancer to answer",
            "dispute_business_days": "Count them on weekdays only",
            "dispute_silence": "If nobody answers a dispute",
            "suspended_end_days": "Days until an order with a suspended side may be ended alone",
            "clearing_days": "Days of clearing",
            "refund_to": "A refund goes to",
        }
        help_texts = {
            "key": "Small letters, digits and hyphens. It stays the same in all versions.",
            "summary": "One sentence on the cards and in lists.",
            "is_default": "Only one rulebook can have this mark.",
            "cancel_ends_order": "Unless another step is under way.",
            "clearing_days": "0: what is paid out can be spent at once.",
        }

    def __init__(self, *args: Any, base: Policy | None = None, **options: Any) -> None:
        self.base = base
        options["initial"] = {**_terms(base), **options.get("initial", {})} if base else options.get("initial")
        super().__init__(*args, **options)
        self.fields["key"].disabled = base is not None
        for code in settings.CURRENCIES:
            self.fields[f"rate_{code}"] = self._rate_field(code)

    def _rate_field(self, code: str) -> forms.DecimalField:
        rates = self.base.reference_rates if self.base else {}
        return forms.DecimalField(
            label=code,
            required=False,
            disabled=code == "USD",
            initial=Decimal(rates[code]) if code in rates else "1" if code == "USD" else None,
            min_value=SMALLEST_RATE,
            max_digits=14,
            decimal_places=6,
        )

    def clean(self) -> Any:
        self.instance.reference_rates = {
            code: f"{rate:f}" for code in settings.CURRENCIES if (rate := self.cleaned_data.get(f"rate_{code}"))
        }
        asked = construct_instance(self, Policy(reference_rates=self.instance.reference_rates))
        for name, message in contradictions(asked):
            if name in self.fields and name not in self.errors:
                self.add_error(name, message)
        if self.base and not self.base.withdrawn_at and not self.errors and not self.has_changed():
            raise forms.ValidationError("Nothing differs from the version that this one would replace.")
        return self.cleaned_data


def _terms(policy: Policy) -> dict[str, Any]:
    """What a new version starts with: all that the last one says."""
    return model_to_dict(policy, PARAMETERS)


FIELDSETS = [
    (None, {"fields": ["key", "name", "summary", "modelled_on", "is_default"]}),
    (
        "The plan",
        {
            "fields": [
                "plan_written_by",
                "origins",
                ("order_types", "single_total_min"),
                ("subscription_months", "subscription_discounts"),
                ("subscription_total_min", "subscription_days_max", "subscription_notice_days"),
                ("gig_milestones_min", "gig_milestones_max"),
                ("offer_milestones_min", "offer_milestones_max", "bid_milestones_max"),
                ("offer_total_min", "offer_total_over"),
                ("gig_total_min", "gig_milestone_min", "milestone_min"),
                ("time_given", "milestone_max_days"),
                "due_moves_with_payment",
                ("project_start_date", "deliverables_required"),
                ("substeps", "eligible_category"),
                ("contract", "signing"),
            ],
            "description": "What a plan must look like, and who writes it. Amounts are US dollars.",
        },
    ),
    (
        "Reference rates",
        {
            "fields": [
                tuple(f"rate_{code}" for code in half) for half in (settings.CURRENCIES[:4], settings.CURRENCIES[4:])
            ],
            "description": "Units of each currency for one US dollar. They convert the amounts of this rulebook into "
            "the currency of an offer; they are not exchange rates for money. Empty: no order in that currency.",
        },
    ),
    (
        "Questions before the work",
        {
            "fields": ["requirements", ("requirements_days", "requirements_end"), "requirements_returns"],
            "description": "What an order may ask of the client first. The time of its first step stands until then.",
        },
    ),
    (
        "Paying into escrow",
        {
            "fields": [
                ("first_payment", "next_payment"),
                "pay_next_days",
                ("whole_plan_payable", "strict_order"),
                "paid_from",
                ("charge_failure", "charge_grace_hours"),
            ],
        },
    ),
    (
        "Review and revisions",
        {
            "fields": [
                ("review_days", "single_review_days", "review_outcome"),
                ("review_extension_days", "redelivery"),
                ("reminder_half_time", "reminder_hours"),
                ("revisions", "revision_days"),
                "change_orders",
                ("release_without_delivery", "partial_release"),
                "full_project_delivery",
            ],
            "description": "What happens after a delivery, above all when nobody answers it. Days are 24 hours.",
        },
    ),
    (
        "Changing the plan",
        {"fields": ["plan_changes", "extension", ("extension_silence", "extension_silence_hours"), "pause_days_max"]},
    ),
    (
        "Ending",
        {
            "fields": [
                ("client_stop", "reopen_days"),
                "cancel_ways",
                ("cancel_silence_hours", "cancel_fault", "cancel_ends_order"),
                ("dispute_client_hours", "dispute_freelancer_hours"),
                ("dispute_business_days", "dispute_silence"),
                "suspended_end_days",
            ],
        },
    ),
    (
        "Fees and payout",
        {
            "fields": [
                ("freelancer_paid", "clearing_days"),
                ("client_fee", "client_fee_min", "client_fee_fixed"),
                ("client_fee_small", "client_fee_small_under"),
                "freelancer_fee",
                "refund_to",
            ],
            "description": "Amounts are US dollars. A fee on money that goes back to the client goes back with it.",
        },
    ),
]
