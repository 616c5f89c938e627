"""Time limits for tasks that run in threads, where Celery's own (`task_soft_time_limit`, `task_time_limit`) do nothing.

After the soft limit SoftTimeLimitExceeded is raised in the task, which then fails like any other. A task that does not
even notice, because it waits in something outside of Python, is still there at the hard limit: then the worker ends,
whoever watches over it starts it again, and what it was at goes to another worker. PostgreSQL's limits are shorter than
both, so that a task that hangs holds no lock for long.
"""

import ctypes
import logging
import os
import sys
import threading
import time
import traceback
from dataclasses import dataclass, field

from celery import signals
from celery.exceptions import SoftTimeLimitExceeded

log = logging.getLogger(__name__)

LOOK_EVERY = 1  # seconds
LAST_WORDS = 5  # seconds that the alarm has to leave
ENDED_BY_WATCHDOG = 70


@dataclass
class Running:
    name: str
    soft: float
    hard: float
    began: float = field(default_factory=time.monotonic)
    warned: bool = False


class Watchdog(threading.Thread):
    def __init__(self):
        super().__init__(name="watchdog", daemon=True)
        self.lock = threading.Lock()
        self.running: dict[int, Running] = {}  # by thread

    def begin(self, task) -> None:
        conf = task.app.conf
        soft = task.soft_time_limit or conf.task_soft_time_limit
        hard = task.time_limit or conf.task_time_limit
        with self.lock:
            self.running[threading.get_ident()] = Running(task.name, soft, hard)

    def end(self) -> None:
        with self.lock:
            self.running.pop(threading.get_ident(), None)

    def run(self) -> None:
        while True:
            time.sleep(LOOK_EVERY)
            with self.lock:
                for thread, task in self.running.items():
                    self.look_at(thread, task)

    def look_at(self, thread: int, task: Running) -> None:
        age = time.monotonic() - task.began
        if age > task.hard:
            log.critical("%s hangs for %d seconds; this worker ends. It is here:\n%s", task.name, age, stack_of(thread))
            time.sleep(LAST_WORDS)
            os._exit(ENDED_BY_WATCHDOG)
        if age > task.soft and not task.warned:
            task.warned = True
            log.error("%s takes longer than %d seconds. It is here:\n%s", task.name, task.soft, stack_of(thread))
            # Under the lock that `end` takes, so that the thread is still at this task.
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(SoftTimeLimitExceeded))


def stack_of(thread: int) -> str:
    frame = sys._current_frames().get(thread)
    return "".join(traceback.format_stack(frame)) if frame else "nowhere"


watchdog = Watchdog()


@signals.worker_ready.connect
def start(**rest) -> None:
    watchdog.start()


@signals.task_prerun.connect
def begin(task, **rest) -> None:
    watchdog.begin(task)


@signals.task_postrun.connect
def end(**rest) -> None:
    watchdog.end()
