"""What happens to reviews by itself."""

from django.db import transaction

from marketplace import clock, subjects
from marketplace.actors import CLOCK
from marketplace.deadlines import sweep
from marketplace.deadlines.models import Deadline
from marketplace.reviews.actions.parts import locking, publishing
from marketplace.reviews.models import Review
from marketplace.reviews.timer_kinds import PUBLISH, REMIND


@sweep.fires.register(PUBLISH)
@transaction.atomic(durable=True)
def publish_due(deadline: Deadline) -> None:
    """The time to review is over: what is there is published as of then."""
    order = locking.locked(subjects.key_of(deadline.reference))
    if _is_live(deadline):
        publishing.publish(order, by=CLOCK, at=deadline.due_at, outcome="fired")


@sweep.fires.register(REMIND)
@transaction.atomic(durable=True)
def remind(deadline: Deadline) -> None:
    """Remind the side that has not written, while it still can."""
    order = locking.locked(subjects.key_of(deadline.reference))
    if not _is_live(deadline):
        return
    Deadline.objects.filter(pk=deadline.pk).update(settled_at=clock.now(), outcome="fired")
    first = Review.objects.get(order=order)
    if first.published_at is None and not order.is_active:
        publishing.record(order, "review.reminded", first, by=CLOCK, at=deadline.due_at)


def _is_live(deadline: Deadline) -> bool:
    """Whether nobody was faster; asked under the lock of the order."""
    return Deadline.objects.live().filter(pk=deadline.pk).exists()
