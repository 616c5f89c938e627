"""What the two sides of an order do with reviews, what strangers and support do, and what happens by itself."""

from marketplace.reviews.actions.by_clock import publish_due, remind
from marketplace.reviews.actions.deciding import dismiss, uphold
from marketplace.reviews.actions.reporting import report
from marketplace.reviews.actions.writing import answer, write

__all__ = ["answer", "dismiss", "publish_due", "remind", "report", "uphold", "write"]
