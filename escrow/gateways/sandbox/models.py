"""The memory of the pretend bank. It stands for the outside world: nothing in Cairn's own books refers to it."""

from django.db import models
from django.db.models import Q

from marketplace import clock


class SandboxCharge(models.Model):
    """One request that the sandbox gateway has seen, by its idempotency key. Amount in minor units."""

    class Kind(models.TextChoices):
        CHARGE = "charge", "Charge"
        REFUND = "refund", "Refund"

    class Status(models.TextChoices):
        PROCESSING = "processing", "Processing"
        NEEDS_CONFIRMATION = "needs_confirmation", "Needs confirmation"
        SUCCEEDED = "succeeded", "Succeeded"
        DECLINED = "declined", "Declined"
        CANCELLED = "cancelled", "Cancelled"
        DISPUTED = "disputed", "Disputed"
        LOST = "lost", "Dispute lost"

    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    status = models.CharField(max_length=20, choices=Status)
    reference = models.CharField(max_length=40, unique=True)
    refunds = models.CharField(max_length=40, blank=True, db_index=True, help_text="The reference of what it refunds.")
    token = models.CharField(max_length=120, blank=True)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3, blank=True)
    description = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=200, blank=True)
    dispute = models.CharField(max_length=40, blank=True, db_default="", help_text="The reference of its dispute.")
    cost = models.BigIntegerField(default=0, db_default=0, help_text="What the bank took for that.")
    ready_at = models.DateTimeField(help_text="From when on a slow one has its answer.")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            # One that was cancelled before it was asked for has no amount.
            models.CheckConstraint(condition=Q(amount__gt=0) | Q(status="cancelled"), name="sandbox_amount_positive"),
        ]

    def __str__(self) -> str:
        return self.reference
