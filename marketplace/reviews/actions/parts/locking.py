"""How every verb on a review begins."""

from marketplace.reviews.models import Review
from marketplace.transitions import insist_on_active
from milestones.models import Order


def on_order(pk: int, by) -> Order:
    """Lock an order for a verb by this actor. Raises PermissionDenied for an account that is closed by now."""
    order = locked(pk)
    insist_on_active(by)
    return order


def locked(pk: int) -> Order:
    return Order.objects.select_for_update(no_key=True).get(pk=pk)


def on_review(review: Review, by) -> Review:
    """Lock the order of a review, and read the review as it is now."""
    order = on_order(review.order_id, by)
    found = Review.objects.select_related("by", "about").get(pk=review.pk)
    found.order = order
    return found
