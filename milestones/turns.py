"""The turns of the threads of one sweep: they read and write everything in the order in which a single one would."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Lock

from milestones.models import Order


class Turn:
    """The place of one batch in a sweep: it is decided after the batch before it, and written after that is committed.

    A batch that leaves something due on its own orders is waited for before the next is claimed, because that comes
    first by its instant.
    """

    def __init__(self, before: "Turn | None", baton: Lock):
        self._before, self._baton, self._has_baton = before, baton, True
        self._is_over = Event()
        self._leaves_some = True  # until it is decided

    def await_claim(self) -> None:
        """Wait until the orders that this batch is about can be known."""
        if self._before and self._before._leaves_some:
            self.await_write()

    def decided(self, orders: Iterable[Order], until: datetime) -> None:
        """All timers of this batch have fired, in memory: the next one may begin."""
        self._leaves_some = any(timer.due_at <= until for order in orders for timer in order.timers)
        self._pass_on()

    def await_write(self) -> None:
        """Wait until everything is committed that comes before."""
        if self._before:
            self._before._is_over.wait()
            self._before = None

    def end(self) -> None:
        """It is committed, or it failed."""
        self._is_over.set()
        self._pass_on()

    def _pass_on(self) -> None:
        if self._has_baton:
            self._has_baton = False
            self._baton.release()


class Turns:
    """Hands out the turns of one sweep, one after the other."""

    def __init__(self) -> None:
        self._baton = Lock()
        self._last: Turn | None = None

    @contextmanager
    def take(self) -> Iterator[Turn]:
        """Wait until the batch before is decided, and take the next turn."""
        self._baton.acquire()
        turn = self._last = Turn(self._last, self._baton)
        try:
            yield turn
        finally:
            turn.end()
