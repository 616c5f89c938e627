"""The part of the sweep that fires the timers of orders.

It claims orders, not timers, because the order row is the lock that every verb takes first. Claiming skips what others
hold, and claiming and acting are one transaction: two sweeps share the work, a killed one leaves nothing half done.
"""

import logging
from datetime import datetime

from django.db import transaction

from marketplace.actors import CLOCK
from marketplace.deadlines.models import Deadline
from marketplace.deadlines.sweep import sweeps
from milestones.timers import catch_up, walk
from milestones.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

BATCH = 200

CLAIM = """
    SELECT o.id, d.due_at FROM deadlines_deadline d JOIN milestones_order o ON o.id = d.order_id
    WHERE d.settled_at IS NULL AND d.due_at <= %s AND NOT o.id = ANY (%s)
    ORDER BY d.due_at, d.id
    LIMIT %s
    FOR NO KEY UPDATE OF o SKIP LOCKED
"""


@sweeps.register("orders")
class OrderSweep:
    """One sweep over all orders. An order whose timer fails is left alone until the next sweep."""

    def __init__(self):
        self.broken: set[int] = set()

    def fire(self, until: datetime) -> int:
        """Fire what was due on orders by then. Returns how many timers."""
        fired = 0
        while True:
            try:
                claimed, count = fire_batch(BATCH, self.broken, until)
            except Exception:
                log.exception("sweep: a batch failed; its orders are taken one by one")
                claimed, count = self._one_by_one(until)
            fired += count
            if claimed < BATCH:
                return fired

    def _one_by_one(self, until: datetime) -> tuple[int, int]:
        """Go round an order whose timer fails, so that it holds nobody else up."""
        fired = 0
        for key in self._due_orders(until):
            try:
                fired += fire_order(key)
            except Exception:
                log.exception("sweep: the timers of order %s failed", key)
                self.broken.add(key)
        return BATCH, fired

    def _due_orders(self, until: datetime) -> list[int]:
        due = Deadline.objects.due(until).exclude(order=None).exclude(order__in=self.broken)
        return list(dict.fromkeys(due.values_list("order_id", flat=True)[:BATCH]))


@transaction.atomic(durable=True)
def fire_batch(size: int, without: set[int], until: datetime | None = None) -> tuple[int, int]:
    """Claim orders with timers due by `until` (now), and fire them. Returns how many rows were claimed, and fired.

    A full batch fires only what was due by the last of its rows: what comes later waits for the orders that are
    claimed next, so that timers fire by their instants however many there are.
    """
    work = UnitOfWork(CLOCK)
    until = until or work.now
    rows, orders = work.claim(CLAIM, [until, list(without), size])
    fired = walk(work, orders, rows[-1][1] if len(rows) == size else until)
    work.save()
    return len(rows), fired


@transaction.atomic(durable=True)
def fire_order(key: int) -> int:
    """Fire what is due on one order."""
    work = UnitOfWork(CLOCK)
    fired = catch_up(work, work.lock(key))
    work.save()
    return fired
