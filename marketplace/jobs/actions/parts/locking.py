"""How every verb on a post begins, how it is written down, and the timers that it keeps."""

from datetime import datetime

from marketplace import clock
from marketplace.actors import CLOCK
from marketplace.deadlines.models import Deadline
from marketplace.events.models import Event
from marketplace.jobs.limits import WARNING_DAYS
from marketplace.jobs.models import Invitation, Post, Proposal
from marketplace.jobs.timer_kinds import CLOSES, WARNING
from marketplace.transitions import authorize, insist_on_active

ENDED = ["state", "closed_why", "closed_at", "closing_words"]


def on_post(post: Post | int, by) -> Post:
    """Lock a post for a verb by this actor; one whose closing date has passed lapses first, though no sweep came by.

    Raises PermissionDenied for an account that is closed by now.
    """
    locked = Post.objects.lock(post if isinstance(post, int) else post.pk)
    insist_on_active(by)
    lapse(locked)
    return locked


def lapse(post: Post) -> bool:
    """Close a locked post if its closing date has passed. Returns whether it did."""
    if not post.is_late:
        return False
    due_at = post.closes_at
    authorize(post.lapse, CLOCK)
    post.lapse(due_at)
    post.save(update_fields=ENDED)
    settle_timers(post, "fired")
    record(post, "post.lapsed", by=CLOCK, at=due_at)
    return True


def record(
    post: Post, kind: str, *, by, at: datetime | None = None, about: Proposal | Invitation | None = None, **data
) -> Event:
    """Write down what happened to a post, or to what belongs to it; `at` where it happened earlier than now."""
    what = about.reference if about else post.thread
    event = Event.build(kind, thread=post.thread, about=what, by=by, **data)
    if at:
        event.at = at
    event.save(force_insert=True)
    return event


def settle_timers(post: Post, outcome: str = "acted") -> None:
    live = Deadline.objects.live().filter(reference=post.thread, kind__in=[CLOSES, WARNING])
    live.update(settled_at=clock.now(), outcome=outcome)


def start_timers(post: Post) -> None:
    """Those of its closing date, in the place of what ran before; the warning where there is still time for one."""
    settle_timers(post)
    warned_at = post.closes_at - clock.days(WARNING_DAYS)
    Deadline.objects.create(kind=CLOSES, due_at=post.closes_at, reference=post.thread)
    if warned_at > clock.now():
        Deadline.objects.create(kind=WARNING, due_at=warned_at, reference=post.thread)
