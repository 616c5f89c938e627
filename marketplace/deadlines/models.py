"""What happens to what, when, unless somebody acts: every timer of Cairn is a row here."""

from django.db import models
from django.db.models import Q

from marketplace import clock


class Kind(models.TextChoices):
    REVIEW = "review", "the review window ends"
    PAY_NEXT = "pay_next", "the time to pay the next step ends"
    GRACE = "grace", "the time of grace after a failed charge ends"
    DUE = "due", "the work of a step is due"
    CLEAR = "clear", "money clears"
    REMIND = "remind", "a reminder"
    CASE = "case", "silence answers a request"
    DISPUTE = "dispute", "the time to answer a dispute ends"
    OFFER = "offer", "the offer expires"


class DeadlineQuerySet(models.QuerySet):
    def live(self):
        return self.filter(settled_at=None)

    def due(self, at):
        return self.live().filter(due_at__lte=at).order_by("due_at", "pk")

    def shown(self):
        """Timers that people wait for; reminders only announce them."""
        return self.live().exclude(kind=Kind.REMIND).order_by("due_at")


class Deadline(models.Model):
    """One timer. Settled when it fired (`outcome` "fired") or when somebody acted first ("acted").

    `reference` names what it is about where that is not an order ("offer:7"). Instants are UTC.
    """

    kind = models.CharField(max_length=20, choices=Kind)
    due_at = models.DateTimeField()
    order = models.ForeignKey(
        "milestones.Order", null=True, blank=True, on_delete=models.PROTECT, related_name="deadlines"
    )
    milestone = models.ForeignKey(
        "milestones.Milestone", null=True, blank=True, on_delete=models.PROTECT, related_name="deadlines"
    )
    case = models.ForeignKey(
        "milestones.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="deadlines"
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
            models.Index(fields=["reference"], name="deadline_live_of_reference", condition=Q(settled_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(order__isnull=False) | ~Q(reference=""), name="deadline_about_something"
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, outcome="") | (Q(settled_at__isnull=False) & ~Q(outcome="")),
                name="deadline_settled_has_outcome",
            ),
            models.UniqueConstraint(
                fields=["kind", "milestone"],
                condition=Q(settled_at=None, kind__in=["review", "due"]),
                name="deadline_one_of_milestone",
            ),
            models.UniqueConstraint(
                fields=["kind", "order"],
                condition=Q(settled_at=None, kind__in=["pay_next", "grace"]),
                name="deadline_one_of_order",
            ),
            models.UniqueConstraint(
                fields=["kind", "case"],
                condition=Q(settled_at=None, case__isnull=False),
                name="deadline_one_of_case",
            ),
            models.UniqueConstraint(
                fields=["kind", "reference"],
                condition=Q(settled_at=None) & ~Q(reference="") & Q(kind="offer"),
                name="deadline_one_of_reference",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} at {self.due_at:%Y-%m-%d %H:%M} UTC"

    @property
    def is_live(self) -> bool:
        return self.settled_at is None
