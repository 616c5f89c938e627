"""What support decides about a review that is reported, with a reason that both read."""

from django.db import transaction

from marketplace import clock
from marketplace.actors import Support
from marketplace.events.models import Event
from marketplace.reports.models import ReportState
from marketplace.reviews import reputation
from marketplace.reviews.actions.parts import locking
from marketplace.reviews.models import Review, ReviewReport
from marketplace.transitions import authorize

DECIDED = ["state", "decided_at", "decided_by"]


@transaction.atomic(durable=True)
def uphold(report: ReviewReport, *, by: Support) -> ReviewReport:
    """The report is right: the review is removed for everybody, and counts no more. It stays in the database.

    Whoever else reported it was right, too: all its open reports are upheld with this one, in one event.
    """
    report = _locked(report, by)
    authorize(report.uphold, by)
    at = clock.now()
    for other in report.review.reports.filter(state=ReportState.OPEN).exclude(pk=report.pk).order_by("pk"):
        other.uphold(by, at)
        other.save(update_fields=DECIDED)
    report.uphold(by, at)
    _remove(report.review, by, at)
    return _saved(report, "review.removed", by)


@transaction.atomic(durable=True)
def dismiss(report: ReviewReport, *, by: Support) -> ReviewReport:
    """There is nothing wrong with the review: it stays."""
    report = _locked(report, by)
    authorize(report.dismiss, by)
    report.dismiss(by, clock.now())
    return _saved(report, "review.kept", by)


def _locked(report: ReviewReport, by: Support) -> ReviewReport:
    review = locking.on_review(report.review, by)
    found = ReviewReport.objects.select_related("by").get(pk=report.pk)
    found.review = review
    return found


def _remove(review: Review, by: Support, at) -> None:
    Review.objects.filter(pk=review.pk).update(removed_at=at, removed_by=by.pk, removed_reason=by.reason)
    reputation.refresh({review.about_id}, {review.gig_id} if review.gig_id else set())


def _saved(report: ReviewReport, kind: str, by: Support) -> ReviewReport:
    report.save(update_fields=DECIDED)
    Event.record(kind, thread=report.review.thread, about=report.reference, by=by, reason=by.reason)
    return report
