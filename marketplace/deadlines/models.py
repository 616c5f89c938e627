"""What happens to what, when, unless somebody acts: every timer of Cairn is a row here."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from marketplace import clock
from marketplace.deadlines import kinds


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def live(self) -> Self:
        return self.filter(settled_at=None)

    def due(self, at: datetime) -> Self:
        return self.live().filter(due_at__lte=at).order_by("due_at", "pk")

    def shown(self) -> Self:
        """Timers that people wait for; reminders only announce them."""
        return self.live().exclude(kind__in=kinds.reminders()).order_by("due_at")


class Deadline(models.Model):
    """One timer. Settled when it fired (`outcome` "fired") or when somebody acted first ("acted").

    It belongs to an order, or `reference` names what it is about ("offer:7"). What else is true of the timers of one
    kind is held by the app that registers the kind, in a migration of its own. Instants are UTC.
    """

    kind = models.CharField(max_length=20, choices=kinds.choices)
    due_at = models.DateTimeField()
    order = models.ForeignKey(
        "milestones.Order", null=True, blank=True, on_delete=models.PROTECT, related_name="deadlines"
    )
    milestone = models.ForeignKey(  # found through the order, so without an index that every timer would be put in
        "milestones.Milestone",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deadlines",
        db_index=False,
    )
    case = models.ForeignKey(
        "milestones.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="deadlines", db_index=False
    )
    reference = models.CharField(max_length=60, blank=True)
    data = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(fields=["due_at", "id"], name="deadline_due", condition=Q(settled_at=None)),
            models.Index(fields=["order"], name="deadline_live_of_order", condition=Q(settled_at=None)),
            models.Index(fields=["case"], name="deadline_of_case", condition=Q(case__isnull=False)),
            models.Index(fields=["reference"], name="deadline_of_reference", condition=~Q(reference="")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(order__isnull=False, reference="")
                | (Q(order__isnull=True, milestone__isnull=True, case__isnull=True) & ~Q(reference="")),
                name="deadline_about_something",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, outcome="") | (Q(settled_at__isnull=False) & ~Q(outcome="")),
                name="deadline_settled_has_outcome",
            ),
            models.UniqueConstraint(
                fields=["kind", "case"],
                condition=Q(settled_at=None, case__isnull=False),
                name="deadline_one_of_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} at {self.due_at:%Y-%m-%d %H:%M} UTC"

    @property
    def is_live(self) -> bool:
        return self.settled_at is None
