"""The review window of a delivery."""

from datetime import datetime

from marketplace import clock
from marketplace.errors import Refused
from marketplace.stale import Overtaken
from milestones.actions.parts.funding import start_reminders
from milestones.models import Milestone
from milestones.timer_kinds import Kind
from milestones.unit_of_work import UnitOfWork

NEWER = "Something newer was handed in after you opened this page. Look at it, then press once more."


def start_review(work: UnitOfWork, milestone: Milestone) -> None:
    """The client has the policy's days to answer this delivery; the newest delivery counts."""
    if days := milestone.order.review_days:
        _start(work, milestone, milestone.order.counts_from(work.now) + clock.days(days))


def insist_seen(milestone: Milestone, seen: str) -> None:
    """Raise Overtaken where something newer was handed in than the page showed: `seen` is the `delivery_mark` of then.

    Who says nothing of what was seen means the newest.
    """
    if seen and seen != milestone.delivery_mark:
        raise Overtaken({}, milestone.delivery_mark, NEWER)


def lengthen_review(work: UnitOfWork, milestone: Milestone, days: int) -> None:
    """Add days to a review window that is running."""
    timers = milestone.order.timers
    running = next((one for one in timers if one.kind == Kind.REVIEW and one.milestone_id == milestone.pk), None)
    if running is None:
        raise Refused("No review window is running.")
    due = running.due_at + clock.days(days)
    _start(work, milestone, due)
    work.record("review.extended", milestone, days=days, due_at=due.isoformat())


def _start(work: UnitOfWork, milestone: Milestone, due: datetime) -> None:
    order = milestone.order
    work.settle(order, Kind.REVIEW, milestone=milestone)
    work.start(Kind.REVIEW, due, order, milestone)
    start_reminders(work, order, milestone, due, of=Kind.REVIEW)
