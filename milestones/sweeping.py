"""The part of the sweep that fires the timers of orders.

It claims orders, not timers, because the order row is the lock that every verb takes first. Claiming skips what others
hold, and claiming and acting are one transaction: two sweeps share the work, a killed one leaves nothing half done.

While PostgreSQL writes one batch, a second thread reads the next and decides what its timers do: they take turns
(milestones.turns).
"""

import gc
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from datetime import datetime

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import OperationalError, connection, transaction

from marketplace.actors import CLOCK
from marketplace.deadlines.models import Deadline
from marketplace.deadlines.sweep import sweeps
from milestones.timers import catch_up, walk
from milestones.turns import Turn, Turns
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

    def __init__(self) -> None:
        self.broken: set[int] = set()
        self.turns = Turns()
        self.is_stopping = False

    def fire(self, until: datetime) -> int:
        """Fire what was due on orders by then. Returns how many timers."""
        claimed, fired = self._batch(until)
        if claimed < BATCH:
            return fired
        return fired + (self._by_two(until) if settings.SWEEP_AHEAD else self._batches(until))

    def _by_two(self, until: datetime) -> int:
        """Fire the rest in this thread and in another one, which take turns. What fails in either is raised.

        What ends this one, such as the task's time limit, ends the other after its batch.
        """
        with ThreadPoolExecutor(1, "sweep") as thread:
            beside = thread.submit(copy_context().run, self._beside, until)
            try:
                fired = self._batches(until)
            except BaseException:
                self.is_stopping = True
                raise
            return fired + beside.result()

    def _beside(self, until: datetime) -> int:
        """What the other thread does, on a connection of its own; without one, the first does it all."""
        try:
            connection.ensure_connection()
        except OperationalError as error:
            log.warning("sweep: no second connection, so one batch waits for the other: %s", error)
            return 0
        try:
            return self._batches(until)
        except Exception:
            log.exception("sweep: the thread that reads ahead failed")
            raise
        finally:
            connection.close()

    def _batches(self, until: datetime) -> int:
        """Fire batch after batch, until one comes back short."""
        claimed, fired = BATCH, 0
        while claimed >= BATCH and not self.is_stopping:
            claimed, count = self._batch(until)
            fired += count
        return fired

    def _batch(self, until: datetime) -> tuple[int, int]:
        try:
            with self.turns.take() as turn:
                return fire_batch(BATCH, self.broken, until, turn)
        except SoftTimeLimitExceeded:  # the rest is for the next sweep
            raise
        except Exception:
            log.exception("sweep: a batch failed; its orders are taken one by one")
            return self._one_by_one(until)

    def _one_by_one(self, until: datetime) -> tuple[int, int]:
        """Go round an order whose timer fails, so that it holds nobody else up. Meanwhile nobody reads ahead."""
        fired = 0
        with self.turns.take() as turn:
            turn.await_write()
            for key in self._due_orders(until):
                try:
                    fired += fire_order(key)
                except SoftTimeLimitExceeded:
                    raise
                except Exception:
                    log.exception("sweep: the timers of order %s failed", key)
                    self.broken.add(key)
        return BATCH, fired

    def _due_orders(self, until: datetime) -> list[int]:
        due = Deadline.objects.due(until).exclude(order=None).exclude(order__in=self.broken)
        return list(dict.fromkeys(due.values_list("order_id", flat=True)[:BATCH]))


@transaction.atomic(durable=True)
def fire_batch(size: int, without: set[int], until: datetime, turn: Turn) -> tuple[int, int]:
    """Claim orders with timers due by then, and fire them. Returns how many rows were claimed, and fired.

    A full batch fires only what was due by the last of its rows: what comes later waits for the orders that are
    claimed next, so that timers fire by their instants however many there are.
    """
    turn.await_claim()
    with no_collection():
        work = UnitOfWork(CLOCK, after=turn.await_write)
        rows, orders = work.claim(CLAIM, [until, list(without), size])
        fired = walk(work, orders, rows[-1][1] if len(rows) == size else until)
    turn.decided(orders, until)
    work.save()
    return len(rows), fired


@contextmanager
def no_collection() -> Iterator[None]:
    """Let Python look for cyclic garbage later: in a batch it finds none, and takes a sixth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@transaction.atomic(durable=True)
def fire_order(key: int) -> int:
    """Fire what is due on one order."""
    work = UnitOfWork(CLOCK)
    fired = catch_up(work, work.lock(key))
    work.save()
    return fired
