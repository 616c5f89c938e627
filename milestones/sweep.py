"""The sweep: fires every timer that is due.

It claims orders, not timers, because the order row is the lock that every verb takes first. Claiming skips what others
hold, and claiming and acting are one transaction: two sweeps share the work, a killed one leaves nothing half done.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from marketplace import clock
from marketplace.actors import CLOCK
from milestones.models import Deadline, SweepRun
from milestones.timers import catch_up, walk
from milestones.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

BATCH = 200

CLAIM = """
    SELECT o.id, d.due_at FROM milestones_deadline d JOIN milestones_order o ON o.id = d.order_id
    WHERE d.settled_at IS NULL AND d.due_at <= %s AND NOT o.id = ANY (%s)
    ORDER BY d.due_at, d.id
    LIMIT %s
    FOR NO KEY UPDATE OF o SKIP LOCKED
"""

# Timers of other apps, by kind: each fires one deadline in a transaction of its own.
ELSEWHERE: dict[str, Callable[[Deadline], None]] = {}


def fires(kind: str):
    """Register what a timer that belongs to no order does: `@sweep.fires(Kind.OFFER)`."""

    def register(verb):
        ELSEWHERE[kind] = verb
        return verb

    return register


def sweep() -> int:
    """Fire all that is due, by the instants at which it was due, and note that it was done.

    Returns how many timers fired.
    """
    fired, broken, now = 0, set(), clock.now()
    for deadline in Deadline.objects.due(now).filter(order=None, kind__in=ELSEWHERE).iterator():
        fired += _sweep_orders(deadline.due_at, broken)
        fired += _fire_elsewhere(deadline)
    fired += _sweep_orders(clock.now(), broken)
    SweepRun.objects.update_or_create(pk=1, defaults={"finished_at": clock.real(), "fired": fired})
    if broken:
        log.error("sweep: timers of orders %s could not fire", sorted(broken))
    return fired


def _sweep_orders(until: datetime, broken: set[int]) -> int:
    """Fire what was due on orders by then. Marks in `broken` whose timers could not fire."""
    fired = 0
    while True:
        try:
            claimed, count = fire_batch(BATCH, broken, until)
        except Exception:
            log.exception("sweep: a batch failed; its orders are taken one by one")
            claimed, count = _one_by_one(until, broken)
        fired += count
        if claimed < BATCH:
            return fired


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


def _one_by_one(until: datetime, broken: set[int]) -> tuple[int, int]:
    """Go round an order whose timer fails, so that it holds nobody else up. Marks it in `broken`."""
    fired = 0
    for key in _due_orders(until, broken):
        try:
            fired += fire_order(key)
        except Exception:
            log.exception("sweep: the timers of order %s failed", key)
            broken.add(key)
    return BATCH, fired


def _due_orders(until: datetime, without: set[int]) -> list[int]:
    due = Deadline.objects.due(until).exclude(order=None).exclude(order__in=without)
    return list(dict.fromkeys(due.values_list("order_id", flat=True)[:BATCH]))


@transaction.atomic(durable=True)
def fire_order(key: int) -> int:
    """Fire what is due on one order."""
    work = UnitOfWork(CLOCK)
    fired = catch_up(work, work.lock(key))
    work.save()
    return fired


def _fire_elsewhere(deadline: Deadline) -> int:
    try:
        ELSEWHERE[deadline.kind](deadline)
    except Exception:
        log.exception("sweep: timer %s failed", deadline.pk)
        return 0
    return 1
