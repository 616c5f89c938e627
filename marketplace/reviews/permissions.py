"""Who a person is to a review, and to a report of one. Gates name these; they are asked under the lock."""

from marketplace.actors import kind_of
from milestones.permissions import is_party


def is_writer(review, by) -> bool:
    """The side of the order whose review it is, or would be."""
    return is_party(review.order, by) and by.pk == review.by_id


def is_whom_it_is_about(review, by) -> bool:
    """The other side of the order."""
    return is_party(review.order, by) and by.pk == review.about_id


def is_somebody_else(review, by) -> bool:
    """Anybody who is signed in, but its writer."""
    return kind_of(by) == "person" and by.pk is not None and by.pk != review.by_id and by.is_active


def is_support(report, by) -> bool:
    """A member of staff acting for the house; nobody decides about a review of their own, or one that they reported."""
    review = report.review
    return (
        kind_of(by) == "support"
        and by.is_active
        and by.user.has_perm("reviews.support_review")
        and by.pk not in (review.by_id, review.about_id)
        and not review.reports.filter(by=by.pk).exists()
    )
