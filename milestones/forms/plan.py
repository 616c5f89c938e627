"""A new milestone of the plan, as somebody writes it."""

from django import forms

from marketplace.fields import DayField, LineField, TextField
from marketplace.formats import place_of
from marketplace.policies.models import Revisions, TimeGiven
from marketplace.policies.plan import MilestoneTerms
from marketplace.verbs import VerbForm
from marketplace.widgets import AmountInput
from milestones.actions.cases import NO_REASON
from milestones.forms.fields import LinesField, MinorField
from milestones.models import Order

PAGE = "milestones/plan_milestone.html"  # what such a form stands on


def due_date() -> forms.DateField:
    return DayField(label="Due on", widget=forms.DateInput(attrs={"type": "date", "data-width": "medium"}))


class AddForm(VerbForm):
    """The terms of one milestone, as the rulebook of the order asks for them. Cleans to a `MilestoneTerms`."""

    why = ""  # what it is asked with; nothing where the other side is not asked
    name = LineField(max_length=120, label="Name of the step")
    amount = MinorField(currency="USD", label="Amount", widget=AmountInput("USD"))
    description = TextField(max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    deliverables = LinesField(required=False, label="What it will deliver", help_text="One to a line.")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        order: Order = self.about.parties
        policy = order.policy
        if policy.substeps:
            self.fields["substeps"] = LinesField(required=False, label="Substeps", help_text="One to a line.")
        if policy.time_given == TimeGiven.DAYS:
            self.fields["days"] = forms.IntegerField(
                min_value=1, max_value=3650, label="Days from funding", widget=_short(forms.NumberInput)
            )
        else:
            self.fields["due_on"] = due_date()
            self.fields["due_on"].help_text = f"The day ends at midnight in {place_of(order.zone)}."
            self.fields["due_on"].required = policy.time_given == TimeGiven.DUE_DATE
        self.fields["amount"].currency = self.fields["amount"].widget.currency = order.currency
        if policy.revisions == Revisions.PER_MILESTONE:
            self.fields["revisions"] = forms.IntegerField(
                min_value=0, max_value=100, label="Revisions allowed", widget=_short(forms.NumberInput)
            )
        self.fields["call"] = forms.BooleanField(required=False, label="With a video call")
        if self.why:
            self.fields["reason"] = reason_field(self.why)
        self.initial = {"revisions": 2}

    @property
    def folded(self) -> list[forms.BoundField]:
        """What stands behind the amount and the task."""
        return [field for field in self.visible_fields() if field.name not in ("amount", "name")]

    @property
    def more_is_filled(self) -> bool:
        """Whether something is typed there, is wrong, or has to be given."""
        return any(field.errors or field.field.required or (self.is_bound and field.value()) for field in self.folded)

    @property
    def milestone(self) -> MilestoneTerms:
        """The cleaned terms."""
        asked = {
            name: value for name, value in self.cleaned_data.items() if name in MilestoneTerms.__dataclass_fields__
        }
        return MilestoneTerms(**asked)

    @property
    def terms(self) -> dict:
        """The cleaned data as the verbs take it."""
        reason = {"reason": self.cleaned_data["reason"]} if "reason" in self.fields else {}
        return {"terms": self.milestone, **reason}


class ChangeOrderForm(AddForm):
    """New scope, which the client always has to agree to."""

    why = "Why this is new scope"


def _short(widget):
    return widget(attrs={"data-width": "short"})


def reason_field(label: str) -> TextField:
    return TextField(
        max_length=5000,
        label=label,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": NO_REASON},
    )
