"""The sweep: fires every timer that is due.

It claims orders, not timers, because the order row is the lock that every verb takes first. Claiming skips what others
hold, and claiming and acting are one transaction: two sweeps share the work, a killed one leaves nothing half done.
"""

import logging
from collections.abc import Callable

from django.db import transaction

from marketplace import clock
from marketplace.actors import CLOCK
from milestones.models import Deadline, SweepRun
from milestones.timers import catch_up
from milestones.work import Work

log = logging.getLogger(__name__)

BATCH = 200

CLAIM = """
    SELECT o.id FROM milestones_deadline d JOIN milestones_order o ON o.id = d.order_id
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
    """Fire all that is due, and note that it was done. Returns how many timers fired."""
    fired, broken = _sweep_orders()
    fired += _sweep_elsewhere()
    SweepRun.objects.update_or_create(pk=1, defaults={"finished_at": clock.real(), "fired": fired})
    if broken:
        log.error("sweep: timers of orders %s could not fire", sorted(broken))
    return fired


def _sweep_orders() -> tuple[int, set[int]]:
    fired, broken = 0, set()
    while True:
        try:
            claimed, count = fire_batch(BATCH, broken)
        except Exception:
            log.exception("sweep: a batch failed; its orders are taken one by one")
            claimed, count = _one_by_one(broken)
        fired += count
        if claimed < BATCH:
            return fired, broken


@transaction.atomic(durable=True)
def fire_batch(size: int, without: set[int]) -> tuple[int, int]:
    """Claim orders with due timers and fire them. Returns how many rows were claimed and how many timers fired."""
    work = Work(CLOCK)
    claimed, orders = work.claim(CLAIM, [work.now, list(without), size])
    fired = sum(catch_up(work, order) for order in orders)
    work.save()
    return claimed, fired


def _one_by_one(broken: set[int]) -> tuple[int, int]:
    """Go round an order whose timer fails, so that it holds nobody else up. Marks it in `broken`."""
    fired = 0
    for key in _due_orders(broken):
        try:
            fired += fire_order(key)
        except Exception:
            log.exception("sweep: the timers of order %s failed", key)
            broken.add(key)
    return BATCH, fired


def _due_orders(without: set[int]) -> list[int]:
    due = Deadline.objects.due(clock.now()).exclude(order=None).exclude(order__in=without)
    return list(dict.fromkeys(due.values_list("order_id", flat=True)[:BATCH]))


@transaction.atomic(durable=True)
def fire_order(key: int) -> int:
    """Fire what is due on one order."""
    work = Work(CLOCK)
    fired = catch_up(work, work.lock(key))
    work.save()
    return fired


def _sweep_elsewhere() -> int:
    fired = 0
    for deadline in Deadline.objects.due(clock.now()).filter(order=None, kind__in=ELSEWHERE).iterator():
        try:
            ELSEWHERE[deadline.kind](deadline)
            fired += 1
        except Exception:
            log.exception("sweep: timer %s failed", deadline.pk)
    return fired
