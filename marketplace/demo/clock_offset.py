"""The hand of the demo's clock: where it stands, in this process and in all others, and moving it.

The place is one row. Every process looks at it every third of a second at most, so web, worker and beat agree soon
after a move; the process that moves it knows at once.
"""

from datetime import timedelta
from time import monotonic

from django.db import DatabaseError, connection
from django.db.models import F

from marketplace import clock
from marketplace.demo.models import DemoClock

LOOK_AGAIN = 0.3  # seconds
SELECT = "SELECT ahead FROM demo_democlock"

_place = clock.ZERO
_good_until = 0.0  # by time.monotonic(), which nobody moves
_table_is_there = False


def ahead() -> timedelta:
    """How far the demo's time is ahead of real time. The clock asks this."""
    global _place, _good_until
    if monotonic() >= _good_until:
        _place = _look()
        _good_until = monotonic() + LOOK_AGAIN
    return _place


def _look() -> timedelta:
    """Read the row; where that cannot be done now (in a failed transaction, say), the last place holds."""
    try:
        with connection.cursor() as cursor:
            if not _is_there(cursor):
                return clock.ZERO
            cursor.execute(SELECT)
            row = cursor.fetchone()
    except DatabaseError:
        return _place
    return row[0] if row else clock.ZERO


def _is_there(cursor) -> bool:
    """Whether the table was made. A query on a missing table would spoil the migration that asks for the time."""
    global _table_is_there
    if not _table_is_there:
        cursor.execute("SELECT to_regclass('demo_democlock')")
        _table_is_there = cursor.fetchone()[0] is not None
    return _table_is_there


def forget() -> None:
    """Look at the row the next time."""
    global _good_until
    _good_until = 0.0


def move(by: timedelta) -> None:
    """Move the clock forward, for every process."""
    DemoClock.objects.get_or_create(pk=1)
    DemoClock.objects.update(ahead=F("ahead") + by)
    forget()


def reset() -> None:
    """Let the clock show real time again. What happened stays as it is written, though some of it is in the future."""
    DemoClock.objects.update(ahead=clock.ZERO)
    forget()
