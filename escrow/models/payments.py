"""What people pay with, and each time that we ask a gateway to move money."""

import uuid
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django_fsm import FSMModelMixin, transition
from moneyed import Money

from escrow import accounts
from escrow.money import to_money
from marketplace import clock
from marketplace.accounts.models import User
from marketplace.choices import WordedChoices
from marketplace.transitions import StateField


class PaymentSourceQuerySet(models.QuerySet["PaymentSource"]):
    def of(self, user: User | int) -> Self:
        """What this person can pay with, the default first."""
        return self.filter(user=user, removed_at=None).order_by("-is_default", "pk")

    def default_of(self, user: User | int) -> "PaymentSource | None":
        return self.of(user).filter(is_default=True).first()


class PaymentSource(models.Model):
    """A verified card or bank account at a gateway. We know its token and four digits, never its number."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="payment_sources")
    gateway = models.CharField(max_length=20)
    token = models.CharField(max_length=120)
    brand = models.CharField(max_length=20)
    last4 = models.CharField(max_length=4)
    label = models.CharField(max_length=60, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)  # the gateway's word that two sources are the same
    verified_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    is_default = models.BooleanField(default=False)

    objects = PaymentSourceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gateway", "token"], name="escrow_source_token_unique"),
            models.UniqueConstraint(fields=["user"], condition=Q(is_default=True), name="escrow_source_one_default"),
            models.UniqueConstraint(
                fields=["user", "gateway", "fingerprint"],
                condition=Q(removed_at=None) & ~Q(fingerprint=""),
                name="escrow_source_kept_once",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(is_default=False), name="escrow_source_removed_not_default"
            ),
            models.CheckConstraint(condition=Q(last4__regex="^[0-9]{4}$"), name="escrow_source_last4_only"),
        ]

    def __str__(self) -> str:
        return self.label or f"{self.brand} ending in {self.last4}"


class Kind(models.TextChoices):
    CHARGE = "charge", "Charge"
    REFUND = "refund", "Refund"


class State(WordedChoices):
    CREATED = "created", "being sent to the bank", "Being sent to the bank"
    CONFIRMING = "confirming", "waiting for your confirmation", "Waiting for your confirmation"
    UNKNOWN = "unknown", "waiting for the bank's answer", "Waiting for the bank's answer"
    SUCCEEDED = "succeeded", "done", "Done"
    FAILED = "failed", "refused", "Refused"
    CANCELLED = "cancelled", "cancelled", "Cancelled"


LIVE = [State.CREATED, State.CONFIRMING, State.UNKNOWN]
SETTLED = [State.SUCCEEDED, State.FAILED, State.CANCELLED]


class PaymentQuerySet(models.QuerySet["Payment"]):
    def visible_to(self, user: User) -> Self:
        """Only the person who pays or is refunded sees a payment; support has the admin."""
        return self.filter(user=user)

    def live(self) -> Self:
        """What the gateway has not decided yet."""
        return self.filter(state__in=LIVE)


def new_key() -> str:
    return uuid.uuid4().hex


class Payment(FSMModelMixin, models.Model):
    """The intent to move money at a gateway, committed before the gateway is asked; `key` makes asking twice harmless.

    `amount` is minor units of `currency`, always positive; a refund goes back to `source`. `purpose` chooses who
    records the outcome, `reference` is what it is for, `thread` whose history it belongs to.
    """

    kind = models.CharField(max_length=10, choices=Kind)
    state = StateField(default=State.CREATED, choices=State, protected=True, max_length=20)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="payments")
    source = models.ForeignKey(PaymentSource, on_delete=models.PROTECT, related_name="payments")
    refunds = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="refunded_by")
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    key = models.CharField(max_length=80, unique=True, default=new_key, editable=False)
    purpose = models.CharField(max_length=40)
    reference = models.CharField(max_length=60)
    thread = models.CharField(max_length=60, blank=True)
    data = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    failure_code = models.CharField(max_length=40, blank=True)
    failure_text = models.CharField(max_length=200, blank=True)
    gateway_reference = models.CharField(max_length=120, blank=True, db_index=True)
    confirm_url = models.CharField(max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="escrow_payment_amount_positive"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="escrow_payment_kind_known"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="escrow_payment_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["succeeded", "failed", "cancelled"]) ^ Q(settled_at__isnull=True),
                name="escrow_payment_settled_has_time",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) ^ Q(next_try_at__isnull=True),
                name="escrow_payment_live_is_tried_again",
            ),
            models.CheckConstraint(
                condition=~Q(state="succeeded") | ~Q(gateway_reference=""), name="escrow_payment_success_has_reference"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirming") | ~Q(confirm_url=""), name="escrow_payment_confirming_has_url"
            ),
            models.CheckConstraint(
                condition=Q(state="failed") ^ Q(failure_code=""), name="escrow_payment_failure_has_code"
            ),
            models.CheckConstraint(
                condition=Q(kind="refund") | Q(refunds__isnull=True), name="escrow_payment_only_refunds_refund"
            ),
            models.UniqueConstraint(
                fields=["purpose", "reference"],
                condition=Q(kind="charge", state__in=["created", "confirming", "unknown"]),
                name="escrow_payment_one_live_charge",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(next_try_at__isnull=False), name="escrow_payment_next_try"
            ),
            models.Index(fields=["thread"], name="escrow_payment_thread"),
            models.Index(fields=["reference"], name="escrow_payment_reference"),
            models.Index(fields=["created_at"], name="escrow_payment_created"),
        ]

    def __str__(self) -> str:
        return f"payment {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("escrow:payment", args=[self.pk])

    @property
    def state_words(self) -> str:
        """Its state, for the middle of a sentence."""
        return State(self.state).words

    @property
    def standing(self) -> str:
        """Its state for a list, or what came after it. Fetch `turns` before, for many."""
        return self._turned.get_kind_display() if self._turned else self.get_state_display()

    @property
    def standing_state(self) -> str:
        """The same, as a badge is coloured by it."""
        return self._turned.kind if self._turned else self.state

    @property
    def _turned(self) -> Any:
        """What came last after its answer was final, if anything did: a PaymentTurn."""
        return max(self.turns.all(), key=lambda turn: turn.pk, default=None)

    @property
    def description(self) -> str:
        """What it is for, as its payer and their bank read it; a refund is for what its charge was for."""
        return self.data.get("description") or (self.refunds.description if self.refunds else "")

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def money(self) -> Money:
        return to_money(self.amount, self.currency)

    @property
    def gateway(self) -> str:
        """The name of the gateway that its source is kept at."""
        return self.source.gateway

    @property
    def gateway_address(self) -> accounts.Address:
        """Where its money comes from (a charge) or goes to (a refund)."""
        return accounts.gateway(self.gateway, self.currency)

    @property
    def payout_address(self) -> accounts.Address:
        """Where the money of a refund waits until the gateway says that it left."""
        return accounts.payout(f"payment:{self.pk}", self.currency)

    # The transitions change this object in memory and nothing else; escrow.payments.settle makes them under a lock.

    @transition(field=state, source=[State.CREATED, State.UNKNOWN, State.CONFIRMING], target=State.CONFIRMING)
    def wait_for_payer(self, reference: str, confirm_url: str) -> None:
        self.gateway_reference = reference
        self.confirm_url = confirm_url

    @transition(field=state, source=[State.CREATED, State.UNKNOWN, State.CONFIRMING], target=State.UNKNOWN)
    def wait_for_gateway(self, reference: str) -> None:
        self.gateway_reference = reference or self.gateway_reference

    @transition(field=state, source=LIVE, target=State.SUCCEEDED)
    def succeed(self, at: datetime, reference: str) -> None:
        self.gateway_reference = reference
        self._settle(at)

    @transition(field=state, source=LIVE, target=State.FAILED)
    def fail(self, at: datetime, code: str, text: str) -> None:
        self.failure_code = code
        self.failure_text = text
        self._settle(at)

    @transition(field=state, source=LIVE, target=State.CANCELLED)
    def cancel(self, at: datetime) -> None:
        self._settle(at)

    def _settle(self, at: datetime) -> None:
        self.settled_at = at
        self.next_try_at = None
        self.confirm_url = ""
