"""The sweep: fires every timer that is due, by the instants at which it was due.

What a timer does is said by the app that starts it: in `fires` for one that stands alone, in `sweeps` for those that
are claimed many at a time under the lock of what they belong to.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from celery.exceptions import SoftTimeLimitExceeded

from marketplace import clock
from marketplace.deadlines.models import Deadline
from marketplace.registry import Registry

log = logging.getLogger(__name__)


class Sweep(Protocol):
    """One sweep over the timers of one sort of things, made anew each time."""

    def fire(self, until: datetime) -> int:
        """Fire what was due by then, and say how many timers that were."""


sweeps: Registry[Callable[[], Sweep]] = Registry("sweep")
# What a timer of no order does, in a transaction of its own, by the timer's kind.
fires: Registry[Callable[[Deadline], None]] = Registry("verb of a timer that stands alone")


def sweep() -> int:
    """Fire all that is due, by the instants at which it was due. Returns how many timers fired."""
    fired, running = 0, [sort() for sort in sweeps.values()]
    for deadline in Deadline.objects.due(clock.now()).filter(order=None, kind__in=fires).iterator():
        fired += sum(one.fire(deadline.due_at) for one in running)
        fired += _fire_alone(deadline)
    return fired + sum(one.fire(clock.now()) for one in running)


def _fire_alone(deadline: Deadline) -> int:
    try:
        fires[deadline.kind](deadline)
    except SoftTimeLimitExceeded:  # the rest is for the next sweep
        raise
    except Exception:
        log.exception("sweep: timer %s failed", deadline.pk)
        return 0
    return 1
