"""The rows of reviews."""

from marketplace.reviews.models.report import ReportState, ReviewReport
from marketplace.reviews.models.review import Outcome, Review

__all__ = ["Outcome", "ReportState", "Review", "ReviewReport"]
