"""The timer of a suspension in the orders that run: from when on the other side may end one alone.

It permits, and does nothing by itself. What decides is `Order.may_leave_from`; the row is for people to see, and for
telling them when the time has come. It is written and settled under the lock of the order, which `leave` takes, too.
"""

from collections.abc import Iterable

from marketplace.accounts.models import User
from marketplace.actors import By
from marketplace.deadlines.models import Deadline
from milestones.models import Order
from milestones.timer_kinds import Kind
from milestones.unit_of_work import UnitOfWork

# Orders that run, whose other side waits; locked in the order of their keys, as by the sweep.
RUNNING = """SELECT id FROM milestones_order WHERE (client_id = %s OR freelancer_id = %s) AND state = 'active'
    ORDER BY id FOR NO KEY UPDATE"""


def begin(person: User, *, by: By) -> None:
    """Start the timers, where the rulebook of an order has that way."""
    work, orders = _locked(person, by)
    for order in orders:
        if from_then := order.may_leave_from(person):
            work.start(Kind.SUSPENSION, from_then, order, person=person.pk)
    work.save()


def end(person: User, *, by: By) -> None:
    """Settle them: the suspension is lifted."""
    work, orders = _locked(person, by)
    for order in orders:
        for timer in timers_of(order, person):
            work.settle_one(timer, "acted")
    work.save()


def _locked(person: User, by: By) -> tuple[UnitOfWork, Iterable[Order]]:
    work = UnitOfWork(by)
    _, orders = work.claim(RUNNING, [person.pk, person.pk])
    return work, orders


def timers_of(order: Order, person: User) -> list[Deadline]:
    return [one for one in order.timers if one.kind == Kind.SUSPENSION and one.data["person"] == person.pk]
