"""The rulebook of an order, as data. The engine reads parameters and never asks which policy it is."""

from decimal import ROUND_CEILING, Decimal
from functools import lru_cache
from typing import Any, Self, overload

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from escrow.money import exponent
from marketplace.policies.models.choices import (
    BIDS,
    OF_ONE_ORDER,
    CancelWay,
    ChargeFailure,
    ClientStop,
    Contract,
    DisputeSilence,
    Extension,
    FirstPayment,
    FreelancerPaid,
    NextPayment,
    OrderType,
    Origin,
    PaidFrom,
    PartialRelease,
    PlanChanges,
    RefundTo,
    Requirements,
    RequirementsEnd,
    ReviewOutcome,
    Revisions,
    Signing,
    Silence,
    TimeGiven,
    Writers,
)
from marketplace.policies.permissions import may_publish, may_withdraw
from marketplace.transitions import gate
from marketplace.validators import validate_line

MOST_MONTHS = 24  # of a subscription
MOST_DISCOUNT = 2000  # basis points
DUE_REMINDERS = (48, 24)  # hours before the work of a milestone is due, to the freelancer


def in_steps() -> list[str]:
    """The order types of a policy that says nothing of them."""
    return [OrderType.MILESTONES.value]


def default_rates() -> dict[str, str]:
    """Units of each currency for one US dollar, as published with the presets."""
    return {"USD": "1"}


def choice(choices: type[models.Choices], **options: Any) -> "models.CharField[Any, Any]":
    return models.CharField(max_length=20, choices=choices, **options)


def usd(help_text: str = "") -> "models.DecimalField[Any, Any]":
    """An optional amount in US dollars; other currencies follow by the policy's reference rates."""
    return models.DecimalField(
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
        help_text=help_text or "In US dollars. Empty: no such limit.",
    )


def count(help_text: str = "Empty: no limit.") -> "models.PositiveSmallIntegerField[Any, Any]":
    return models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)], help_text=help_text
    )


class PolicyQuerySet(models.QuerySet["Policy"]):
    def offered(self) -> Self:
        """The newest version of each policy that people may still choose."""
        newest = self.order_by("key", "-version").distinct("key").values("pk")
        return self.filter(pk__in=newest, withdrawn_at=None).order_by("-is_default", "pk")

    def default(self) -> "Policy | None":
        """What a new offer starts with."""
        return self.offered().first()


@lru_cache(maxsize=512)
def known(pk: int) -> "Policy":
    """The policy with this key, fetched once in a process: a published version never changes."""
    return Policy.objects.get(pk=pk)


class Policy(models.Model):
    """One published version of a rulebook. The database refuses to change it (but for withdrawing it).

    Amounts are US dollars, times are 24-hour days or hours as the names say, fees are basis points (1/100 %).
    Source of every parameter and preset: the table of rulebooks in docs/policies.md.
    """

    key = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=80, validators=[validate_line])
    summary = models.CharField(max_length=300, validators=[validate_line])
    modelled_on = models.CharField(max_length=80, blank=True, validators=[validate_line])
    is_default = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    # The plan
    plan_written_by = choice(Writers)
    origins = ArrayField(choice(Origin))
    order_types = ArrayField(
        choice(OrderType),
        default=in_steps,
        db_default=[OrderType.MILESTONES.value],
        help_text="One payment pays for the whole work at once: it is an order of a single step.",
    )
    single_total_min = usd("In US dollars, of an order with one payment. Empty: no such limit.")
    subscription_months = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(2), MaxValueValidator(MOST_MONTHS)]),
        default=list,
        db_default=models.Value([], ArrayField(models.PositiveSmallIntegerField())),
        blank=True,
        help_text="For how many months a subscription may be agreed on.",
    )
    subscription_discounts = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(MOST_DISCOUNT)]),
        default=list,
        db_default=models.Value([], ArrayField(models.PositiveSmallIntegerField())),
        blank=True,
        help_text="Basis points that later months may cost less: 500 is 5 %.",
    )
    subscription_total_min = usd("In US dollars, of each month’s price before any discount. Empty: no such limit.")
    subscription_days_max = count("Days that the work of a month may take. Empty: no limit.")
    subscription_notice_days = count(
        "Days before the next month until which the freelancer may cancel. Empty: until it begins."
    )
    gig_milestones_min = count()
    gig_milestones_max = count()
    offer_milestones_min = count()
    offer_milestones_max = count()
    bid_milestones_max = count("Of what a freelancer proposes. Empty: no limit but that of every offer.")
    offer_total_min = usd()
    offer_total_over = models.BooleanField(default=False, help_text="The total must be more than the minimum.")
    gig_total_min = usd()
    gig_milestone_min = usd()
    milestone_min = usd()
    milestone_max_days = count()
    reference_rates = models.JSONField(
        default=default_rates,
        help_text="Units of each currency for one US dollar, as text: it converts the amounts above.",
    )
    time_given = choice(TimeGiven)
    due_moves_with_payment = models.BooleanField(
        default=False, help_text="A due date moves by as many days as the payment comes later than the plan had it."
    )
    project_start_date = models.BooleanField(default=False)
    deliverables_required = models.BooleanField(default=False)
    substeps = models.BooleanField(default=False)
    eligible_category = models.BooleanField(default=False)
    contract = choice(Contract, default=Contract.NONE)
    signing = choice(Signing)

    # Questions that an order may come with
    requirements = choice(Requirements, default=Requirements.NONE, db_default=Requirements.NONE.value)
    requirements_days = count("Days until the client’s answers are overdue. Empty: they never are.")
    requirements_end = choice(
        RequirementsEnd,
        default=RequirementsEnd.WAITS,
        db_default=RequirementsEnd.WAITS.value,
        help_text="When the answers are overdue; without a number of days, as long as they are missing.",
    )
    requirements_returns = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="How often the freelancer may send answers back. 0: never."
    )

    # Paying in
    first_payment = choice(FirstPayment)
    next_payment = choice(NextPayment)
    pay_next_days = count("Days to pay the next milestone before the order completes. Empty: no window.")
    whole_plan_payable = models.BooleanField(default=False)
    strict_order = models.BooleanField(default=True)
    paid_from = choice(PaidFrom)
    charge_failure = choice(ChargeFailure)
    charge_grace_hours = count("Hours to pay after a failed charge, where there is a time of grace.")

    # Review
    review_days = count("Days to review a delivery. Empty: no window; nothing happens by itself.")
    single_review_days = count("Days to review the delivery of an order with one payment. Empty: as for steps.")
    review_outcome = choice(ReviewOutcome, default=ReviewOutcome.RELEASE)
    review_extension_days = count("Days that the client may once add to a review. Empty: none.")
    redelivery = models.BooleanField(default=False, help_text="A new delivery may replace the one under review.")
    reminder_half_time = models.BooleanField(default=False)
    reminder_hours = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    revisions = choice(Revisions)
    revision_days = count("Days that a revision leaves at least, however little time was left. Empty: what was left.")
    release_without_delivery = models.BooleanField(default=False)
    partial_release = choice(PartialRelease, default=PartialRelease.NONE)
    full_project_delivery = models.BooleanField(default=False)

    # Changing the plan
    plan_changes = choice(PlanChanges)
    change_orders = models.BooleanField(default=False, help_text="A revision may be answered by a priced change order.")
    extension = choice(Extension)
    extension_silence = choice(Silence, default=Silence.WAITS)
    extension_silence_hours = count("Hours until silence answers. Empty: the request waits.")
    pause_days_max = count("Days for which both may let an order rest at once, at most. Empty: it never rests.")

    # Ending
    client_stop = choice(ClientStop)
    reopen_days = count("Days in which both may reopen a stopped order. Empty: stop is final.")
    cancel_ways = ArrayField(choice(CancelWay))
    cancel_silence_hours = count("Hours until silence accepts a cancellation. Empty: the request waits.")
    cancel_fault = models.BooleanField(default=False, help_text="A cancellation names the side at fault, if any.")
    cancel_ends_order = models.BooleanField(default=True)
    dispute_client_hours = count("Hours the client has to answer. Empty: support decides at once.")
    dispute_freelancer_hours = count("Hours the freelancer has to answer. Empty: support decides at once.")
    dispute_business_days = models.BooleanField(default=False, help_text="The hours above count on weekdays only.")
    dispute_silence = choice(DisputeSilence, default=DisputeSilence.SUPPORT)
    suspended_end_days = count(
        "Days after which the other side of a suspended person may end the order alone. Empty: never."
    )

    # Paying out
    freelancer_paid = choice(FreelancerPaid)
    clearing_days = models.PositiveSmallIntegerField(default=0)
    client_fee = models.PositiveSmallIntegerField(default=0, help_text="Basis points: 550 is 5.5 %.")
    client_fee_min = usd("The least fee of a payment.")
    client_fee_fixed = usd("A fee once for each contract.")
    client_fee_small = usd("Added to payments under the amount below.")
    client_fee_small_under = usd("Payments under this amount cost the small fee.")
    freelancer_fee = models.PositiveSmallIntegerField(default=0, help_text="Basis points: 1000 is 10 %.")
    refund_to = choice(RefundTo)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        ordering = ["key", "-version"]
        verbose_name_plural = "policies"
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="policy_version_unique"),
            models.CheckConstraint(
                condition=models.Q(client_fee__lte=10000, freelancer_fee__lte=10000), name="policy_fees_are_parts"
            ),
            models.CheckConstraint(
                condition=~models.Q(charge_failure=ChargeFailure.GRACE) | models.Q(charge_grace_hours__isnull=False),
                name="policy_grace_has_hours",
            ),
            models.CheckConstraint(
                condition=models.Q(extension_silence=Silence.WAITS) | models.Q(extension_silence_hours__isnull=False),
                name="policy_silence_has_hours",
            ),
            models.CheckConstraint(
                condition=models.Q(client_fee_small__isnull=True, client_fee_small_under__isnull=True)
                | models.Q(client_fee_small__isnull=False, client_fee_small_under__isnull=False),
                name="policy_small_fee_has_bound",
            ),
            models.CheckConstraint(
                condition=models.Q(order_types__len__gte=1, order_types__contained_by=OrderType.values),
                name="policy_has_order_types",
            ),
        ]

    publish = gate(permission=lambda policy, by: may_publish(by))
    withdraw = gate(permission=lambda policy, by: may_withdraw(by))

    def __str__(self) -> str:
        return f"{self.name} (version {self.version})"

    def get_absolute_url(self) -> str:
        return reverse("policies:policy", args=[self.key, self.version])

    @property
    def pays_per_milestone(self) -> bool:
        return self.freelancer_paid == FreelancerPaid.PER_MILESTONE

    @property
    def takes_offers(self) -> bool:
        """Whether an order may come from an offer, and not from a gig alone."""
        return self.origins != [Origin.GIG]

    @property
    def takes_bids(self) -> bool:
        """Whether an order may come from what a freelancer proposes for a client’s work."""
        return any(origin in BIDS for origin in self.origins)

    def takes(self, order_type: str) -> bool:
        """Whether an order may be paid in this way (OrderType)."""
        return order_type in self.order_types

    def review_days_of(self, order_type: str) -> int | None:
        """The days to review a delivery of an order of this type; None where there is no window."""
        own = None if order_type == OrderType.MILESTONES else self.single_review_days
        return own or self.review_days

    @property
    def order_types_of_one(self) -> list[str]:
        """How one order alone may be paid: without subscriptions."""
        return [one for one in OF_ONE_ORDER if one in self.order_types]

    @property
    def takes_subscriptions(self) -> bool:
        return self.takes(OrderType.SUBSCRIPTION)

    def order_type_of(self, wanted: str) -> str:
        """The order type that is wanted, where it takes that; else the one that it takes."""
        usual = OrderType.MILESTONES if self.takes(OrderType.MILESTONES) else OrderType.SINGLE
        return wanted if self.takes(wanted) else usual

    @property
    def longest_review_days(self) -> int:
        """Of the order types that it takes; 0 where none has a window."""
        return max((self.review_days_of(one) or 0 for one in self.order_types), default=0)

    @property
    def has_windows(self) -> bool:
        """Whether there is a timer that the client is reminded of: a review, or the window for the next payment."""
        return bool(self.longest_review_days or self.waits_for_payment)

    @property
    def asks_before_start(self) -> bool:
        """Whether an order may come with questions, which stop the clock of the work until they are answered."""
        return self.requirements == Requirements.BEFORE_START

    @property
    def takes_whole_deposit(self) -> bool:
        """Whether a client may deposit the whole project with an offer, and not the first milestone alone."""
        return self.whole_plan_payable and self.first_payment == FirstPayment.WITH_OFFER

    @property
    def pays_on_creation(self) -> bool:
        """Whether creating a step leads straight to its payment."""
        return self.first_payment == FirstPayment.ON_CREATION

    @property
    def waits_for_payment(self) -> bool:
        """Whether the client has some days to pay the next milestone."""
        return bool(self.pay_next_days) and self.next_payment == NextPayment.CLIENT

    @property
    def takes_requests_to_cancel(self) -> bool:
        """Whether a cancellation may be asked for, and not only made (milestones.actions.cases.ask_to_cancel)."""
        return bool({CancelWay.AGREEMENT, CancelWay.REFUND_REQUEST, CancelWay.GIVE_BACK} & set(self.cancel_ways))

    @property
    def currencies(self) -> list[str]:
        """The currencies that this policy has a reference rate for."""
        return list(self.reference_rates)

    @overload
    def amount(self, dollars: Decimal, currency: str) -> int: ...

    @overload
    def amount(self, dollars: None, currency: str) -> None: ...

    def amount(self, dollars: Decimal | None, currency: str) -> int | None:
        """An amount of this policy in minor units of `currency`, rounded up; None stays None."""
        if dollars is None:
            return None
        units = dollars * Decimal(self.reference_rates[currency])
        return int(units.scaleb(exponent(currency)).to_integral_value(ROUND_CEILING))
