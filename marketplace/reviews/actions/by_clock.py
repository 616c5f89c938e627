"""What happens to reviews by itself."""

from datetime import timedelta

from django.db import transaction

from marketplace import clock, subjects
from marketplace.actors import CLOCK
from marketplace.deadlines import sweep
from marketplace.deadlines.models import Deadline
from marketplace.reviews import window
from marketplace.reviews.actions.parts import locking, publishing
from marketplace.reviews.models import Review
from marketplace.reviews.timer_kinds import PUBLISH, REMIND
from milestones.models import Order


@sweep.fires.register(PUBLISH)
@transaction.atomic(durable=True)
def publish_due(deadline: Deadline) -> None:
    """The time to review is over: what is there is published as of then."""
    order = locking.locked(subjects.key_of(deadline.reference))
    if _is_its_time(deadline, order):
        publishing.publish(order, by=CLOCK, at=deadline.due_at, outcome="fired")


@sweep.fires.register(REMIND)
@transaction.atomic(durable=True)
def remind(deadline: Deadline) -> None:
    """Remind the side that has not written, while it still can."""
    order = locking.locked(subjects.key_of(deadline.reference))
    if _is_its_time(deadline, order, before=window.REMINDER):
        Deadline.objects.filter(pk=deadline.pk).update(settled_at=clock.now(), outcome="fired")
        publishing.record(order, "review.reminded", Review.objects.get(order=order), by=CLOCK, at=deadline.due_at)


def _is_its_time(deadline: Deadline, order: Order, before: timedelta = timedelta(0)) -> bool:
    """Whether nobody was faster, and this much is left of the time to review; asked under the lock of the order.

    A reopened order is reviewed after its new end: what was written stays hidden until then, and the timers are put
    off. While it runs, that end and so the next look are the whole time to review away at least.
    """
    if not Deadline.objects.live().filter(pk=deadline.pk).exists():
        return False
    until = window.closes_at(order) or deadline.due_at + clock.days(window.DAYS)
    if until - before <= deadline.due_at:
        return True
    publishing.settle_timers(order, "acted")
    publishing.start_timers(order, until, since=deadline.due_at)
    return False
