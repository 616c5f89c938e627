"""Letting an order rest, and going on with it: every time that runs in it is moved by the length of the rest.

Money that clears is not the order's any more, and the days of a suspension are not the order's either: both run on.
"""

from datetime import datetime, timedelta

from marketplace.deadlines.models import Deadline
from marketplace.errors import Refused
from marketplace.transitions import insist
from milestones.actions.parts.reminding import THEN
from milestones.models import Case, CaseKind, Milestone, Order, State
from milestones.models.conditions import order_is_active
from milestones.models.rest import does_not_rest, policy_lets_rest
from milestones.models.states import WORKING
from milestones.timer_kinds import Kind
from milestones.unit_of_work import UnitOfWork

STOPPED = {Kind.REVIEW, Kind.PAY_NEXT, Kind.GRACE, Kind.DUE, Kind.CASE, Kind.DISPUTE, Kind.BRIEF, Kind.REMIND}


def agreed(work: UnitOfWork, case: Case) -> None:
    """Both want the order to rest: its times stop until the instant that was agreed on."""
    order, until = case.order, until_of(case)
    insist(order, order_is_active, policy_lets_rest, does_not_rest)
    if until <= work.now:
        raise Refused("The day until which the order was to rest is over.")
    _move_all(work, order, until - work.now, after=work.now)
    order.paused_at, order.paused_until = work.now, until
    work.change(order, "paused_at", "paused_until")
    work.start(Kind.PAUSE, until, order)
    work.record("order.paused", order, until=until.isoformat())


def until_of(case: Case) -> datetime:
    """Until when a request wants the order to rest."""
    return datetime.fromisoformat(case.data["until"])


def go_on(work: UnitOfWork, order: Order) -> None:
    """The times of the order run again from now on: what was left of the rest is taken off them."""
    until = order.paused_until
    if until is None:
        return
    over(work, order)
    _move_all(work, order, work.now - until, after=until)
    work.record("order.resumed", order)


def over(work: UnitOfWork, order: Order) -> None:
    """The order does not rest any more: it goes on, or has ended."""
    if order.rests:
        order.paused_at = order.paused_until = None
        work.change(order, "paused_at", "paused_until")
        work.settle(order, Kind.PAUSE)


def _move_all(work: UnitOfWork, order: Order, by: timedelta, *, after: datetime) -> None:
    """Move what ends later than `after`; what was late by then stays as late."""
    if not by:
        return
    for timer in order.timers:
        if timer.kind in STOPPED:
            _move(work, timer, by)
    for milestone in order.open:
        if milestone.due_at and milestone.due_at > after and is_moved(milestone):
            milestone.due_at += by
            work.change(milestone, "due_at")
    if order.brief_until and order.awaits_brief and order.brief_until > after:
        order.brief_until += by
        work.change(order, "brief_until")


def is_moved(milestone: Milestone) -> bool:
    """Whether a rest puts its due date off: not where what it waits for gives the time back when it comes.

    That is its turn, where the policy counts a late one, an answer of the client (`waiting`), and the end of a dispute
    of the client's (`due_dates`).
    """
    order = milestone.order
    if milestone.waits_since:
        return False
    if milestone.begun_at is None:
        return not order.policy.due_moves_with_payment
    if milestone.state != State.DISPUTED or milestone.disputed_from not in WORKING:
        return True
    disputes = [one for one in order.open_cases if one.kind == CaseKind.DISPUTE and one.milestone_id == milestone.pk]
    return not any(one.asked_by_id == order.client_id for one in disputes)


def _move(work: UnitOfWork, timer: Deadline, by: timedelta) -> None:
    """A timer, and what the reminders of one name: the instant that they announce, and when they do so again."""
    work.move(timer, timer.due_at + by)
    if timer.kind == Kind.REMIND:
        timer.data = {
            name: _later(value, by) if name in ("until", THEN) else value for name, value in timer.data.items()
        }
        if timer.pk:
            work.change(timer, "data")


def _later(value: str | list[str], by: timedelta) -> str | list[str]:
    if isinstance(value, list):
        return [(datetime.fromisoformat(one) + by).isoformat() for one in value]
    return (datetime.fromisoformat(value) + by).isoformat()
