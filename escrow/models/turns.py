"""What became of payments after their answer was final."""

from django.db import models
from django.db.models import Q
from moneyed import Money

from escrow.models.payments import Payment
from escrow.money import to_money
from marketplace import clock
from marketplace.choices import WordedChoices


class TurnKind(WordedChoices):
    RETURNED = "returned", "came back", "Came back"
    LATE = "late", "went through after all", "Went through after all"
    DISPUTED = "disputed", "was disputed", "Disputed"
    WON = "won", "was disputed, and is decided for us", "Dispute won"
    LOST = "lost", "was disputed, and is decided for the payer", "Dispute lost"


class PaymentTurn(models.Model):
    """One answer of a gateway that contradicts the settled one, or came after it. Never changed, never deleted.

    `amount` and `cost` are minor units of the payment's currency. `reference` is the gateway's name of a dispute.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="turns")
    kind = models.CharField(max_length=10, choices=TurnKind)
    reference = models.CharField(max_length=60, blank=True)
    amount = models.BigIntegerField()
    cost = models.BigIntegerField(default=0)
    text = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=TurnKind.values), name="escrow_turn_kind_known"),
            models.CheckConstraint(condition=Q(amount__gt=0, cost__gte=0), name="escrow_turn_amounts_positive"),
            models.CheckConstraint(
                condition=Q(kind__in=["disputed", "won", "lost"]) ^ Q(reference=""),
                name="escrow_turn_disputes_are_named",
            ),
            models.UniqueConstraint(fields=["payment", "kind", "reference"], name="escrow_turn_told_once"),
        ]
        indexes = [models.Index(fields=["created_at"], name="escrow_turn_created")]

    def __str__(self) -> str:
        return f"{self.payment} {self.words}"

    @property
    def money(self) -> Money:
        return to_money(self.amount, self.payment.currency)

    @property
    def words(self) -> str:
        """What happened, for the end of a sentence."""
        return TurnKind(self.kind).words
