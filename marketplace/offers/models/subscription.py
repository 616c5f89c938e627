"""Work that is bought for some months: each is an order of its own, with one payment, that begins by itself."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django_fsm import FSMModelMixin, transition

from escrow.money import to_money
from marketplace import clock
from marketplace.choices import WordedChoices
from marketplace.formats import capital, counted
from marketplace.offers.models.offer import Offer
from marketplace.offers.permissions import is_clock, may_end
from marketplace.policies import fees
from marketplace.transitions import StateField, refusal
from milestones.permissions import any_of, is_client, is_freelancer


class SubscriptionState(WordedChoices):
    ACTIVE = "active", "active", "Active"
    COMPLETED = "completed", "complete", "Complete"
    CANCELLED = "cancelled", "cancelled", "Cancelled"
    LAPSED = "lapsed", "over, as a month could not begin", "Ended"


OVER = [SubscriptionState.COMPLETED, SubscriptionState.CANCELLED, SubscriptionState.LAPSED]


@refusal("All its months have begun: there is nothing left to cancel.")
def has_months_left(subscription):
    return subscription.made < subscription.months


@refusal("The freelancer cancels {self.notice_words} before the next month at the latest, so that one still begins.")
def notice_is_kept(subscription, by=None):
    """The client needs no notice: the next month is theirs to pay."""
    if getattr(by, "pk", None) != subscription.freelancer_id:
        return True
    return clock.now() + clock.days(subscription.notice_days) <= subscription.next_at


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def lock(self, pk: int) -> "Subscription":
        """Lock one, alone. What it waits for, a month that is not paid yet, is locked before it (Offer)."""
        return self.select_for_update(no_key=True).get(pk=pk)

    def of(self, user):
        return self.filter(Q(client=user) | Q(freelancer=user))

    def visible_to(self, user):
        """What a person may see: their own; support sees all."""
        if user.is_staff and user.has_perm("offers.view_subscription"):
            return self
        return self.of(user)

    def active(self):
        return self.filter(state=SubscriptionState.ACTIVE)


class Subscription(FSMModelMixin, models.Model):
    """What the acceptance of `offer` began: its newest version is what each month repeats.

    `price` is that of the first month in minor units, `discount` in basis points what later ones cost less. `made`
    counts the months that have begun; `next_at` is when the next one does. `trying_since`: since when that has been
    tried in vain. `ended_why` is what stood against going on, or what whoever cancelled it wrote.
    """

    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="subscription")
    client = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="subscriptions", db_index=False
    )
    freelancer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="subscribers", db_index=False
    )
    state = StateField(default=SubscriptionState.ACTIVE, choices=SubscriptionState, protected=True, max_length=20)
    title = models.CharField(max_length=120)
    currency = models.CharField(max_length=3)
    price = models.PositiveBigIntegerField()
    discount = models.PositiveSmallIntegerField(default=0)
    months = models.PositiveSmallIntegerField()
    made = models.PositiveSmallIntegerField(default=1)
    began_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, blank=True)
    trying_since = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_why = models.TextField(max_length=2000, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        permissions = [("support_subscription", "Can end subscriptions")]
        indexes = [
            models.Index(fields=["client", "-id"], name="subscription_client"),
            models.Index(fields=["freelancer", "-id"], name="subscription_freelancer"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SubscriptionState.values), name="subscription_state_known"),
            models.CheckConstraint(
                condition=Q(months__gte=2, made__gte=1, made__lte=F("months")), name="subscription_counts_months"
            ),
            models.CheckConstraint(condition=Q(discount__lte=2000), name="subscription_discount_is_a_part"),
            models.CheckConstraint(
                condition=Q(state="active", next_at__isnull=False, ended_at__isnull=True, made__lt=F("months"))
                | ~Q(state="active") & Q(next_at__isnull=True, ended_at__isnull=False, trying_since__isnull=True),
                name="subscription_active_has_next",
            ),
            models.CheckConstraint(
                condition=~Q(state="completed") | Q(made=F("months")), name="subscription_completed_made_all"
            ),
        ]

    def __str__(self):
        return f"the subscription “{self.title}”"

    def get_absolute_url(self):
        return reverse("offers:subscription", args=[self.pk])

    @property
    def thread(self) -> str:
        return f"subscription:{self.pk}"

    @property
    def parties(self) -> "Subscription":
        return self

    @property
    def state_words(self) -> str:
        return SubscriptionState(self.state).words

    @property
    def is_active(self) -> bool:
        return self.state == SubscriptionState.ACTIVE

    @property
    def policy(self):
        return self.offer.policy

    @property
    def notice_days(self) -> int:
        """How many days before the next month the freelancer may cancel at the latest."""
        return self.policy.subscription_notice_days or 0

    @property
    def notice_words(self) -> str:
        return counted(self.notice_days, "day", "days")

    def price_of(self, number: int) -> int:
        """What this month costs, in minor units, without the fee."""
        return fees.price_of_month(self.price, self.discount, number)

    def other(self, user):
        return self.freelancer if user.pk == self.client_id else self.client

    @property
    def money(self):
        return to_money(self.price, self.currency)

    def starts_at(self, number: int) -> datetime:
        """When this month begins: so many months after the first, at the month’s end where it has no such day."""
        return clock.months_later(self.began_at, number - 1)

    # The transitions change this object in memory and nothing else. What goes with them is in offers.actions.

    @transition(
        field=state,
        source=SubscriptionState.ACTIVE,
        target=SubscriptionState.CANCELLED,
        permission=any_of(is_client, is_freelancer),
        conditions=[has_months_left, notice_is_kept],
    )
    def cancel(self, by, why, at):
        """No further month begins. What is under way stays as it is."""
        self._end(at, why, by)

    @transition(field=state, source=SubscriptionState.ACTIVE, target=SubscriptionState.CANCELLED, permission=may_end)
    def end(self, by, why, at):
        """Support ends it."""
        self._end(at, why, by)

    @transition(field=state, source=SubscriptionState.ACTIVE, target=SubscriptionState.LAPSED, permission=is_clock)
    def lapse(self, why, at):
        """A month could not begin within the days in which that is tried."""
        self._end(at, why)

    @transition(field=state, source=SubscriptionState.ACTIVE, target=SubscriptionState.COMPLETED)
    def complete(self, at):
        """The last month has begun: who may is asked of its offer."""
        self._end(at, "")

    def _end(self, at, why, by=None):
        self.next_at, self.trying_since = None, None
        self.ended_at, self.ended_why, self.ended_by_id = at, why, getattr(by, "pk", None)


class SubscriptionMonth(models.Model):
    """One month: the offer that its order comes of. The first is the one that the subscription was agreed on with."""

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="parts")
    number = models.PositiveSmallIntegerField()
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="month")

    class Meta:
        ordering = ["subscription", "number"]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "number"], name="subscription_month_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="subscription_month_from_one"),
        ]

    def __str__(self):
        return f"{capital(str(self.subscription))}, month {self.number}"
