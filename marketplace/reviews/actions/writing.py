"""Writing a review, and replying to one."""

from collections.abc import Sequence

from django.db import transaction

from marketplace import clock
from marketplace.accounts.models import MOST_STARS
from marketplace.errors import Refused
from marketplace.offers.models import Offer
from marketplace.offers.models.states import Side
from marketplace.reviews import outcomes
from marketplace.reviews.actions.parts import locking, publishing
from marketplace.reviews.models import Review
from marketplace.reviews.models.review import STARS
from marketplace.transitions import authorize
from milestones.models import Order

NO_STARS = f"Give one to {MOST_STARS} stars."
NO_REPLY = "Write your reply."


def of(order: Order, by) -> Review:
    """This person's review of an order, as it is, or as it would begin."""
    found = Review.objects.filter(order=order, by=by.pk).first() if by.pk else None
    if found is None:
        return begun(order, by)
    found.order = order
    return found


def begun(order: Order, by) -> Review:
    """A review that nobody has written yet, for the gate, which says who may."""
    is_client = by.pk == order.client_id
    return Review(
        order=order,
        by_id=by.pk,
        about_id=order.freelancer_id if is_client else order.client_id,
        side=Side.FREELANCER if is_client else Side.CLIENT,
    )


@transaction.atomic(durable=True)
def write(order: Order, *, by, stars: Sequence[int], text: str = "") -> Review:
    """Review the other side, or write it anew until it is published: three times 1 to 5 stars, and a text.

    The second of the two publishes both.
    """
    order = locking.on_order(order.pk, by)
    review = of(order, by)
    authorize(review.write, by)
    if len(stars) != len(STARS) or not all(1 <= one <= MOST_STARS for one in stars):
        raise Refused(NO_STARS, field="first")
    is_new = review.pk is None
    _fill(review, stars, text)
    review.save()  # all of it is written anew
    if is_new:
        _follow(order, review, by)
    return review


def _fill(review: Review, stars: Sequence[int], text: str) -> None:
    order = review.order
    review.first, review.second, review.third = stars
    review.text, review.written_at = text.strip(), clock.now()
    for name, value in outcomes.standing(order).items():  # until it is published, which reads it anew
        setattr(review, name, value)
    if review.side == Side.FREELANCER:
        offer = Offer.objects.filter(order=order).select_related("gig_version").first()
        review.gig_id = offer.gig_version.gig_id if offer and offer.gig_version else None


def _follow(order: Order, review: Review, by) -> None:
    """With the other's review both are published; without, the other side hears that there is one."""
    if Review.objects.filter(order=order).exclude(pk=review.pk).exists():
        publishing.publish(order, by=by, at=review.written_at)
    else:
        publishing.start_timers(order, review.closes_at, since=review.written_at)
        publishing.record(order, "review.written", review, by=by)


@transaction.atomic(durable=True)
def answer(review: Review, *, by, text: str) -> Review:
    """Reply, once, to what somebody wrote about oneself. Everybody reads it below the review."""
    review = locking.on_review(review, by)
    authorize(review.answer, by)
    if not text.strip():
        raise Refused(NO_REPLY, field="reply")
    review.reply, review.replied_at = text.strip(), clock.now()
    review.save(update_fields=["reply", "replied_at"])
    publishing.record(review.order, "review.replied", review, by=by)
    return review
