"""When the work of a milestone is due. A due date never makes the freelancer late for what others did late.

It moves with a late payment, with a turn that comes late, and by the time that the client's dispute froze the work; a
revision gets time of its own (readings 7, 8 and 13 in docs/policies.md).
"""

from datetime import date, datetime, timedelta
from typing import Any

from marketplace import clock
from marketplace.policies.models import DUE_REMINDERS
from milestones.actions.parts import reminding
from milestones.models import Milestone, Order, State
from milestones.models.conditions import is_next
from milestones.models.states import WORKING
from milestones.timer_kinds import Kind
from milestones.unit_of_work import UnitOfWork


def due_for(milestone: Milestone, start: datetime) -> datetime | None:
    """When the work is due if it can begin at `start`: so many days later, or at the end of the agreed day.

    Where the policy says so, that day moves by as many days as the start is later than the plan had it.
    """
    if milestone.days:
        return start + clock.days(milestone.days)
    if milestone.due_on is None:
        return None
    return clock.end_of(milestone.due_on + clock.days(days_late(milestone, start)), milestone.order.zone)


def days_late(milestone: Milestone, start: datetime) -> int:
    """By how many days a start at this instant is later than the plan had it, where the policy counts that.

    What waited for the brief of its order is put off by that in any case.
    """
    order = milestone.order
    if milestone.due_on is None:
        return 0
    if order.policy.due_moves_with_payment:
        expected = expected_on(milestone)
    elif order.asked_at and milestone.funded_at:
        expected = clock.day_of(milestone.funded_at, order.zone)
    else:
        return 0
    return max((clock.day_of(start, order.zone) - expected).days, 0)


def expected_on(milestone: Milestone) -> date:
    """The day on which the plan has a milestone with a due date begin: when the one before is due, or with the order.

    A milestone that was agreed on later cannot have been expected before that.
    """
    order = milestone.order
    before = [one.due_on for one in order.plan if one.position < milestone.position and one.state != State.SKIPPED]
    days = [day for day in before if day and milestone.due_on and day < milestone.due_on]
    agreed = [clock.day_of(milestone.agreed_at, order.zone)] if milestone.agreed_at else []
    return max([order.starts_on or clock.day_of(order.created_at, order.zone), *days, *agreed])


def paid(work: UnitOfWork, milestone: Milestone) -> None:
    """A milestone is in escrow: its work begins, or waits for its turn, or for the brief of its order."""
    if not milestone.order.awaits_brief:
        _count(work, milestone, "payment")


def _count(work: UnitOfWork, milestone: Milestone, why: str) -> None:
    """Its time counts from now. `why` is what it waited for, should that make it later than the plan had it."""
    start = milestone.order.counts_from(work.now)
    milestone.due_at = due_for(milestone, start)
    work.change(milestone, "due_at")
    if is_next(milestone):
        _begin(work, milestone)
        if milestone.due_at and (late := days_late(milestone, start)):
            tell(work, milestone, why, milestone.due_at, days=late)


def brief_came(work: UnitOfWork, order: Order) -> None:
    """The questions are answered, or done without: the time of what is paid begins to run."""
    for milestone in order.open:
        if milestone.state == State.FUNDED:
            _count(work, milestone, "brief")


def brief_went(work: UnitOfWork, order: Order) -> None:
    """The answers went back: the time of what is paid stands, and counts anew, as a whole, from the next ones."""
    for milestone in order.open:
        work.settle(order, Kind.DUE, milestone=milestone)
        milestone.due_at = milestone.begun_at = None
        work.change(milestone, "due_at", "begun_at")


def take_turns(work: UnitOfWork, order: Order) -> None:
    """Milestones that were paid before their turn begin when it comes, with the time that was agreed for them.

    None does while the order waits for its brief.
    """
    for milestone in [] if order.awaits_brief else order.open:
        if milestone.state == State.FUNDED and milestone.begun_at is None and is_next(milestone):
            waited = _waited(milestone, order.counts_from(work.now))
            if milestone.due_at and waited:
                milestone.due_at += waited
                work.change(milestone, "due_at")
            _begin(work, milestone)
            if milestone.due_at and waited:
                tell(work, milestone, "turn", milestone.due_at, days=waited.days)


def _waited(milestone: Milestone, now: datetime) -> timedelta:
    """By how much a milestone that was paid before its turn begins later than it was to, where the policy counts that.

    What more time was given meanwhile stays given; where no time was agreed on, it counts from the payment.
    """
    if not milestone.funded_at or not milestone.order.policy.due_moves_with_payment:
        return timedelta(0)
    counted = max(milestone.funded_at, milestone.order.briefed_at or milestone.funded_at)
    agreed, anew = due_for(milestone, counted), due_for(milestone, now)
    return anew - agreed if agreed and anew else now - counted


def _begin(work: UnitOfWork, milestone: Milestone) -> None:
    milestone.begun_at = work.now
    work.change(milestone, "begun_at")
    watch(work, milestone)


def extend(work: UnitOfWork, milestone: Milestone, due_at: datetime) -> None:
    """Put the due date off."""
    milestone.due_at = due_at
    work.change(milestone, "due_at")
    watch(work, milestone)


def revision_due(milestone: Milestone, at: datetime) -> datetime | None:
    """When a revision that is asked for at this instant is due: the policy's days later, if there was less time."""
    least = milestone.order.policy.revision_days
    if milestone.due_at is None or not least:
        return milestone.due_at
    return max(milestone.due_at, milestone.order.counts_from(at) + clock.days(least))


def revise(work: UnitOfWork, milestone: Milestone) -> None:
    """A revision was asked for: it gets its own time."""
    before, milestone.due_at = milestone.due_at, revision_due(milestone, work.now)
    work.change(milestone, "due_at")
    watch(work, milestone)
    if milestone.due_at and milestone.due_at != before:
        tell(work, milestone, "revision", milestone.due_at)


def thaw(work: UnitOfWork, milestone: Milestone, frozen_at: datetime, *, by_client: bool) -> None:
    """A dispute was withdrawn: the time for which the client's froze the work is given back.

    What the brief of its order came for meanwhile begins now.
    """
    order = milestone.order
    if milestone.state == State.FUNDED and not (milestone.due_at or milestone.begun_at or order.awaits_brief):
        _count(work, milestone, "brief")
        return
    moves = by_client and milestone.state in WORKING
    if milestone.due_at and moves:
        milestone.due_at += order.counts_from(work.now) - frozen_at
        work.change(milestone, "due_at")
    watch(work, milestone)
    if milestone.due_at and moves:
        tell(work, milestone, "dispute", milestone.due_at)


def watch(work: UnitOfWork, milestone: Milestone) -> None:
    """Run the timer of the due date, with its reminders, while the milestone is worked on."""
    order, due_at = milestone.order, milestone.due_at
    work.settle(order, Kind.DUE, milestone=milestone)
    if not due_at or due_at <= work.now or milestone.state not in WORKING or milestone.begun_at is None:
        return
    if milestone.waits_since:
        return  # its time stands
    work.start(Kind.DUE, due_at, order, milestone)
    remind(work, milestone, due_at)


def remind(work: UnitOfWork, milestone: Milestone, due_at: datetime) -> None:
    """Announce the due date to the freelancer."""
    moments = (due_at - clock.hours(hours) for hours in DUE_REMINDERS)
    reminding.announce(work, milestone.order, milestone, moments, of=Kind.DUE, until=due_at.isoformat())


def tell(work: UnitOfWork, milestone: Milestone, why: str, due_at: datetime, **data: Any) -> None:
    """Say that the work is due at another time, and why."""
    work.record("milestone.due_moved", milestone, why=why, due_at=due_at.isoformat(), **data)
