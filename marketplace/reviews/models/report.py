"""That somebody shows a review to support."""

from django.db import models

from marketplace.reports.models import AbstractReport, of_reports
from marketplace.reviews.models.review import Review
from marketplace.reviews.permissions import is_support


class ReviewReport(AbstractReport):
    """One person's report of one review. Support upholds it, which removes the review, or dismisses it."""

    is_decided_by = is_support

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="reports")

    class Meta(AbstractReport.Meta):
        constraints = [
            models.UniqueConstraint(fields=["by", "review"], name="review_report_once"),
            *of_reports("review_report"),
        ]

    def __str__(self):
        return f"report {self.pk} of a review"

    def get_absolute_url(self):
        return self.review.about.get_absolute_url()

    @property
    def reported(self) -> Review:
        return self.review

    @property
    def reference(self) -> str:
        return f"review_report:{self.pk}"
