"""Putting the reviews of an order before everybody, and the timers until then."""

from datetime import datetime

from marketplace import clock
from marketplace.deadlines.models import Deadline
from marketplace.events.models import Event
from marketplace.reviews import outcomes, reputation, window
from marketplace.reviews.models import Review
from marketplace.reviews.timer_kinds import PUBLISH, REMIND
from milestones.models import Order


def publish(order: Order, *, by, at: datetime, outcome: str = "acted") -> None:
    """Publish what is written of a locked order and not published yet; its timers end, and the averages follow.

    It may have been reopened since, and have ended otherwise: what they say of its end is what is true now.
    """
    found = list(Review.objects.filter(order=order, published_at=None).order_by("pk"))
    settle_timers(order, outcome)
    if not found:
        return
    Review.objects.filter(pk__in=[one.pk for one in found]).update(published_at=at, **outcomes.standing(order))
    record(order, "review.published", found[0], by=by, at=at)
    reputation.refresh({one.about_id for one in found}, {one.gig_id for one in found if one.gig_id})


def start_timers(order: Order, until: datetime, *, since: datetime) -> None:
    """The first review is hidden until the other is there, or the time is over; the other side is reminded before."""
    Deadline.objects.create(kind=PUBLISH, due_at=until, reference=order.thread)
    if (remind_at := until - window.REMINDER) > since:
        Deadline.objects.create(kind=REMIND, due_at=remind_at, reference=order.thread)


def settle_timers(order: Order, outcome: str) -> None:
    live = Deadline.objects.live().filter(kind__in=[PUBLISH, REMIND], reference=order.thread)
    live.update(settled_at=clock.now(), outcome=outcome)


def record(order: Order, kind: str, review: Review, *, by, at: datetime | None = None, **data) -> None:
    """One event of the order's history; `at` where it happened earlier than now."""
    event = Event.build(kind, thread=order.thread, about=review.reference, by=by, **data)
    if at:
        event.at = at
    event.save(force_insert=True)
