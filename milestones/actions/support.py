"""What support may do to an order. `by` is an actors.Support: a member of staff and the reason they give.

Every verb here goes the way of the others: the order locked, permission asked under the lock, the reason in its
history.
"""

from django.db import transaction

from marketplace import clock
from marketplace.actors import Support
from marketplace.deadlines.models import Deadline
from marketplace.errors import Refused
from marketplace.transitions import authorize
from milestones.actions.parts import due_dates, locking
from milestones.actions.parts.finishing import follow
from milestones.actions.parts.funding import start_reminders
from milestones.actions.parts.refunding import cancelled
from milestones.actions.parts.reviewing import insist_seen
from milestones.models import Ending, Milestone, Order
from milestones.outcomes import Way, after
from milestones.timer_kinds import Kind
from milestones.unit_of_work import Done, UnitOfWork

LONGEST_EXTENSION = 90  # days
NO_REASON = "Give the reason: it goes into the order’s history."


def _require_reason(by: Support) -> None:
    if not by.reason.strip():
        raise Refused(NO_REASON, field="reason")


@transaction.atomic(durable=True)
def cancel_and_refund(milestone: Milestone, *, by: Support, seen: str = "") -> Done[Milestone]:
    """Give back what a milestone holds; the order goes on or ends as the policy says.

    `seen` names the delivery that was looked at (`delivery_mark`). Raises Overtaken where a newer one came since.
    """
    work, milestone = locking.on_milestone(milestone, by)
    authorize(milestone.cancel_and_refund, by)
    insist_seen(milestone, seen)
    _require_reason(by)
    what = after(milestone.order, Way.CANCELLED, milestone, ending=Ending.CANCELLED_BY_SUPPORT)
    work.record("milestone.cancelled", milestone)
    cancelled(work, milestone, milestone.cancel)
    follow(work, milestone.order, what)
    return Done(milestone, work.save())


@transaction.atomic(durable=True)
def cancel_order(order: Order, *, by: Support) -> Done[Order]:
    """End an order: refund all that is held, start nothing more."""
    work, order = locking.on_order(order, by)
    authorize(order.cancel_by_support, by)
    _require_reason(by)
    what = after(order, Way.CALLED_OFF, *order.open)
    for milestone in order.open:
        work.record("milestone.cancelled", milestone)
        cancelled(work, milestone, milestone.cancel)
    follow(work, order, what)
    return Done(order, work.save())


@transaction.atomic(durable=True)
def extend_deadline(deadline: Deadline, *, by: Support, days: int) -> Done[Deadline]:
    """Put a running timer off by so many days. Refused when it was moved since the caller saw it."""
    work, order = locking.on_deadline(deadline, by)
    authorize(order.extend_deadline, by)
    _require_reason(by)
    running = next((one for one in order.timers if one.pk == deadline.pk and one.kind != Kind.REMIND), None)
    if running is None:
        raise Refused("This timer is not running any more.")
    if running.kind == Kind.SUSPENSION:
        raise Refused("This one counts the days of a suspension: lifting the suspension ends it.")
    if running.kind == Kind.PAUSE:
        raise Refused("This one ends a rest that both sides agreed on: either of them may go on before.")
    if running.due_at != deadline.due_at:
        raise Refused("This timer was moved meanwhile. Look at it again.")
    if not 1 <= days <= LONGEST_EXTENSION:
        raise Refused(f"Choose between 1 and {LONGEST_EXTENSION} days.", field="days")
    work.move(running, running.due_at + clock.days(days))
    if running.kind == Kind.DUE:
        milestone = locking.milestone_of(order, running.milestone_id)
        milestone.due_at = running.due_at
        work.change(milestone, "due_at")
    elif running.kind == Kind.BRIEF:
        order.brief_until = running.due_at
        work.change(order, "brief_until")
    _remind_anew(work, order, running)
    work.record("deadline.extended", order, timer=running.kind, days=days, due_at=running.due_at.isoformat())
    return Done(running, work.save())


def _remind_anew(work: UnitOfWork, order: Order, moved: Deadline) -> None:
    """The reminders of a timer name the instant it is due: those of the old instant go, those of the new one start.

    Those of the questions name none: they count from when the client was asked.
    """
    if moved.kind == Kind.BRIEF:
        return
    reminders = [
        one for one in order.timers if one.data.get("of") == moved.kind and one.milestone_id == moved.milestone_id
    ]
    for reminder in reminders:
        work.settle_one(reminder, "acted")
    if moved.kind == Kind.DUE:
        due_dates.remind(work, locking.milestone_of(order, moved.milestone_id), moved.due_at)
    elif moved.kind in (Kind.REVIEW, Kind.PAY_NEXT):
        milestone = locking.milestone_of(order, moved.milestone_id)
        start_reminders(work, order, milestone, moved.due_at, of=moved.kind)
