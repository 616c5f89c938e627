"""Showing a review to support."""

from django.db import transaction

from marketplace import clock
from marketplace.errors import Refused
from marketplace.events.models import Event
from marketplace.reviews.actions.parts import locking
from marketplace.reviews.models import Review, ReviewReport
from marketplace.transitions import authorize

NO_REASON = "Say what is wrong with it."
TWICE = "You have reported this review already."


@transaction.atomic(durable=True)
def report(review: Review, *, by, reason: str) -> ReviewReport:
    """Report a review that everybody reads. Once each."""
    review = locking.on_review(review, by)
    authorize(review.report, by)
    if not reason.strip():
        raise Refused(NO_REASON, field="reason")
    if ReviewReport.objects.filter(review=review, by=by).exists():
        raise Refused(TWICE)
    made = ReviewReport.objects.create(review=review, by=by, reason=reason.strip(), made_at=clock.now())
    Event.record("review.reported", thread=review.thread, about=made.reference, by=by)
    return made
