"""Money that was paid with an offer, before the freelancer accepts."""

from django.db import models
from django.db.models import Q

from escrow import accounts
from marketplace import clock


class DepositOutcome(models.TextChoices):
    USED = "used", "moved into the order"
    RETURNED = "returned", "returned to the client"


class Deposit(models.Model):
    """The price and fee of the first milestone, or of the `whole` plan, paid by the client with the offer.

    Minor units of the offer's currency.

    `price` waits at escrow("offer:7") until the offer is accepted or ends; `fee` was earned and comes back with it.
    `from_balance` of both came from the client's balance, the rest from `payment`.
    """

    offer = models.ForeignKey("offers.Offer", on_delete=models.PROTECT, related_name="deposits")
    whole = models.BooleanField(default=False, db_default=False)
    price = models.PositiveBigIntegerField()
    fee = models.PositiveBigIntegerField()
    from_balance = models.PositiveBigIntegerField(default=0)
    payment = models.OneToOneField(
        "escrow.Payment", null=True, blank=True, on_delete=models.PROTECT, related_name="deposit"
    )
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=DepositOutcome, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["offer"], condition=Q(ended_at=None), name="offer_deposit_one_held"),
            models.CheckConstraint(condition=Q(price__gt=0), name="offer_deposit_price_positive"),
            models.CheckConstraint(
                condition=Q(from_balance__lte=models.F("price") + models.F("fee")), name="offer_deposit_parts_fit"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="") | (Q(ended_at__isnull=False) & ~Q(outcome="")),
                name="offer_deposit_ended_has_outcome",
            ),
        ]

    def __str__(self):
        return f"deposit of offer {self.offer_id}"

    @property
    def reference(self) -> str:
        return f"deposit:{self.pk}"

    @property
    def total(self) -> int:
        return self.price + self.fee

    @property
    def charged(self) -> int:
        """What the payment source paid."""
        return self.total - self.from_balance

    @property
    def escrow(self) -> accounts.Address:
        return accounts.escrow(self.offer.thread, self.offer.currency)
