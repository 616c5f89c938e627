"""Letting an order rest until a day, as both agree; and going on with it, which either side may at once."""

from datetime import date, timedelta

from django.db import transaction

from marketplace import clock
from marketplace.actors import By
from marketplace.errors import Refused
from marketplace.idempotency import keys
from marketplace.transitions import authorize
from milestones.actions.cases import NO_REASON
from milestones.actions.parts import answering, asking, locking, resting
from milestones.models import Case, CaseKind, Order
from milestones.timer_kinds import Kind
from milestones.unit_of_work import Done


@transaction.atomic(durable=True)
def ask_to_pause(order: Order, *, by: By, until: date, reason: str, once: str = "") -> Done[Case]:
    """Ask the other side to let the order rest until the end of this day, in the zone of the order.

    It takes the place of such a request that waits, whosever that is. Unanswered it is withdrawn when the day is over.
    """
    work, order = locking.on_order(order, by)
    keys.use(once, by=by)
    authorize(order.ask_to_pause, by)
    if not reason.strip():
        raise Refused(NO_REASON, field="reason")
    check_day(order, until, clock.day_of(work.now, order.zone))
    answering.replace(work, order, CaseKind.PAUSE)
    end = clock.end_of(until, order.zone)
    data = {"until": end.isoformat()}
    case = asking.ask(work, order, CaseKind.PAUSE, milestone=None, reason=reason, data=data)
    work.start(Kind.CASE, end, order, None, case)
    work.record("case.asked", case, kind=case.kind)
    return Done(case, work.save())


def last_day(order: Order, today: date) -> date:
    """The last day until which the rulebook lets the order rest."""
    return today + timedelta(days=order.policy.pause_days_max or 0)


def check_day(order: Order, until: date, today: date) -> None:
    """Raise Refused, next to its field, for a day that is over, today, or later than the rulebook lets it rest."""
    if not today < until <= last_day(order, today):
        most = order.policy.pause_days_max
        raise Refused(f"Choose a day from tomorrow on, and at most {most} days from now.", field="until")


@transaction.atomic(durable=True)
def go_on(order: Order, *, by: By) -> Done[Order]:
    """End the rest: all times run again from now on. It takes no yes of the other side."""
    work, order = locking.on_order(order, by)
    authorize(order.go_on, by)
    resting.go_on(work, order)
    return Done(order, work.save())
