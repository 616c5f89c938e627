"""The only reader of the clock. Everything in Cairn that needs the time asks `clock.now()`.

Time is real time plus an offset. The offset is zero but in demo mode, where a visitor can move the clock forward
(marketplace.demo stores it and hands it in through `use`), and in tests.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

ZERO = timedelta(0)



def _no_offset() -> timedelta:
    return ZERO


_offset: Callable[[], timedelta] = _no_offset


def now() -> datetime:
    """This instant, in UTC, as Cairn sees it."""
    return datetime.now(UTC) + _offset()


def use(offset: Callable[[], timedelta]) -> None:
    """From now on ask `offset` how far Cairn's time is ahead of real time."""
    global _offset
    _offset = offset


def offset() -> timedelta:
    """How far Cairn's time is ahead of real time."""
    return _offset()


def days(count: int) -> timedelta:
    """`count` days of 24 hours, whatever the time zones do."""
    return timedelta(days=count)


def hours(count: int) -> timedelta:
    return timedelta(hours=count)
