"""Nudges: tasks that a committed action hurries along.

They leave from a thread of their own, so that no visitor waits for the queue, be it down, silent or full. A nudge that
gets lost costs nothing but time: what it asks for is in the database, and the timetable looks there.
"""

import contextvars
import logging
import queue
import threading
import time
from collections.abc import Callable
from functools import partial

logger = logging.getLogger(__name__)

MOST = 200  # nudges that may wait in one process; more are dropped
PAUSE = 1  # seconds for which a queue that failed is left alone


class Sender:
    """Runs what it is given, one after the other, in a thread that ends with the process. `lost` is for the log."""

    def __init__(self, name: str = "nudges", lost: str = "A nudge got lost, the timetable makes up for it"):
        self.name, self.lost = name, lost
        self.waiting: queue.Queue[Callable[[], object]] = queue.Queue(MOST)
        self.starting = threading.Lock()
        self.thread: threading.Thread | None = None

    def send(self, call: Callable[[], object]) -> None:
        """Have `call` run soon, with the log's context of the caller. Returns at once."""
        try:
            self.waiting.put_nowait(partial(contextvars.copy_context().run, call))
        except queue.Full:
            logger.warning("%s: too many are waiting", self.lost)
        self.ensure_thread()

    def ensure_thread(self) -> None:
        """A process that was forked has no threads, whatever its parent had."""
        with self.starting:
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self.run, name=self.name, daemon=True)
                self.thread.start()

    def run(self) -> None:
        while True:
            call = self.waiting.get()
            try:
                call()
            except Exception as error:
                logger.warning("%s: %s", self.lost, error)
                time.sleep(PAUSE)


sender = Sender()
