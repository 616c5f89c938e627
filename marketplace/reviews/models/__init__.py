"""The rows of reviews."""

from marketplace.reviews.models.report import ReviewReport
from marketplace.reviews.models.review import Outcome, Review

__all__ = ["Outcome", "Review", "ReviewReport"]
