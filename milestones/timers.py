"""What each timer does when it is due. The clock is an actor: it acts as of the instant the timer was due.

So a sweep that comes a week late, twice, or beside another gives the same books as a punctual one. And a person who
acts after a timer was due, but before the sweep came, finds it done: every verb fires what is due on its order first.
"""

from collections.abc import Callable
from datetime import datetime
from heapq import heapify, heappop, heapreplace

from marketplace.actors import CLOCK
from marketplace.deadlines.models import Deadline
from marketplace.registry import Registry
from milestones.models import Order
from milestones.unit_of_work import UnitOfWork

Verb = Callable[[UnitOfWork, Order, Deadline], None]

# What the timers of each kind do: milestones.actions.by_clock.
fires: Registry[Verb] = Registry("verb of the clock")


def catch_up(work: UnitOfWork, order: Order) -> int:
    """Fire what is due on a locked order, in the order it was due, including what that starts. Returns how many."""
    return walk(work, [order], work.now)


def walk(work: UnitOfWork, orders: list[Order], until: datetime) -> int:
    """Fire what was due by then on locked orders, instant by instant over all of them. Returns how many."""
    fired, heap = 0, [place for number, order in enumerate(orders) if (place := _place(order, until, number))]
    heapify(heap)
    while heap:
        *_, number, due = heap[0]
        with work.as_of(CLOCK, due.due_at):
            fires[due.kind](work, orders[number], due)
        fired += 1
        if place := _place(orders[number], until, number):
            heapreplace(heap, place)
        else:
            heappop(heap)
    return fired


def _place(order: Order, until: datetime, number: int) -> tuple | None:
    """The next timer of an order and where it stands in the queue: by instant, then by age, then by order."""
    due = [one for one in order.timers if one.due_at <= until and one.kind in fires]
    first = min(due, key=lambda one: (one.due_at, one.id or 0), default=None)
    return (first.due_at, first.id or 0, number, first) if first else None
