"""What the timers of a post do when they are due."""

from django.db import transaction

from marketplace import clock, subjects
from marketplace.actors import CLOCK
from marketplace.deadlines import sweep
from marketplace.deadlines.models import Deadline
from marketplace.jobs.actions.parts import locking
from marketplace.jobs.models import Post
from marketplace.jobs.timer_kinds import CLOSES, WARNING


@sweep.fires.register(CLOSES)
@transaction.atomic(durable=True)
def lapse(deadline: Deadline) -> None:
    """The closing date has passed: no more proposals. Those that came may still be answered."""
    locking.lapse(Post.objects.lock(subjects.key_of(deadline.reference)))


@sweep.fires.register(WARNING)
@transaction.atomic(durable=True)
def warn(deadline: Deadline) -> None:
    """The client is reminded that it closes soon."""
    post = Post.objects.lock(subjects.key_of(deadline.reference))
    settled = Deadline.objects.live().filter(pk=deadline.pk).update(settled_at=clock.now(), outcome="fired")
    if settled and post.is_open and not post.is_late:
        locking.record(post, "post.closing_soon", by=CLOCK, at=deadline.due_at, until=post.closes_at.isoformat())
