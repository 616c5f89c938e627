"""That somebody shows a review to support."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import FSMField, FSMModelMixin, transition

from marketplace import clock
from marketplace.choices import WordedChoices
from marketplace.reviews.models.review import Review
from marketplace.reviews.permissions import is_support

LONGEST_REASON = 1000  # letters


class ReportState(WordedChoices):
    OPEN = "open", "open", "Open"
    UPHELD = "upheld", "upheld", "Upheld"
    DISMISSED = "dismissed", "dismissed", "Dismissed"


class ReviewReport(FSMModelMixin, models.Model):
    """One person's report of one review. Support upholds it, which removes the review, or dismisses it."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="reports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.TextField(max_length=LONGEST_REASON)
    state = FSMField(default=ReportState.OPEN, choices=ReportState, protected=True, max_length=10)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["by", "review"], name="review_report_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="review_report_has_reason"),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="review_report_state_known"),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="review_report_decided_by_somebody",
            ),
        ]

    def __str__(self):
        return f"report {self.pk} of a review"

    def get_absolute_url(self):
        return self.review.about.get_absolute_url()

    @property
    def state_words(self) -> str:
        """Its state, for the middle of a sentence."""
        return ReportState(self.state).words

    @property
    def reference(self) -> str:
        return f"review_report:{self.pk}"

    @transition(field=state, source=ReportState.OPEN, target=ReportState.UPHELD, permission=is_support)
    def uphold(self, by, at):
        self._decide(by, at)

    @transition(field=state, source=ReportState.OPEN, target=ReportState.DISMISSED, permission=is_support)
    def dismiss(self, by, at):
        self._decide(by, at)

    def _decide(self, by, at):
        self.decided_by_id, self.decided_at = by.pk, at
