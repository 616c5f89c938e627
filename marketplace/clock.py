"""The only reader of the clock. Everything in Cairn that needs the time asks `clock.now()`.

Time is real time plus an offset. The offset is zero but in demo mode, where a visitor can move the clock forward
(marketplace.demo stores it and hands it in through `use`), and in tests.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ZERO = timedelta(0)
SATURDAY = 5
MONTHS = 12  # in a year


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


def months_later[Moment: (date, datetime)](moment: Moment, count: int) -> Moment:
    """The same day and hour so many calendar months later, or that month’s last day where it has no such day."""
    years, month = divmod(moment.month - 1 + count, MONTHS)
    year, month = moment.year + years, month + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))


def hours(count: int) -> timedelta:
    return timedelta(hours=count)


def real() -> datetime:
    """This instant outside of Cairn, whatever the demo's clock says: for watching over machines, not for deadlines."""
    return datetime.now(UTC)


def zone(name: str) -> ZoneInfo:
    """A time zone by its name; UTC if the time zone database has forgotten it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def end_of(day: date, where: str = "UTC") -> datetime:
    """The instant, in UTC, at which a calendar day ends in a time zone."""
    return datetime.combine(day, time.max, zone(where)).replace(microsecond=0).astimezone(UTC)


def day_of(moment: datetime, where: str) -> date:
    """The calendar day that an instant falls on in a time zone."""
    return moment.astimezone(zone(where)).date()


def today(where: str) -> date:
    """The calendar day that it is now in a time zone."""
    return day_of(now(), where)


def after_hours(start: datetime, count: int) -> datetime:
    """`count` hours later."""
    return start + hours(count)


def weekday_hours(start: datetime, count: int) -> datetime:
    """`count` hours later, counting only Monday to Friday (UTC): 120 hours are five business days."""
    moment, left = start, hours(count)
    while left:
        midnight = datetime.combine(moment.date() + days(1), time.min, UTC)
        step = min(left, midnight - moment)
        if moment.weekday() < SATURDAY:
            left -= step
        moment += step
    while moment.weekday() >= SATURDAY:
        moment += days(1)
    return moment
