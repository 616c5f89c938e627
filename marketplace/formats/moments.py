"""Instants, days and spans of time, in the viewer's zone, which TimeZoneMiddleware activates.

Always relative to marketplace.clock.now(); the year is only said when it is not this one.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from babel import dates
from django.utils import timezone

from marketplace import clock
from marketplace.formats.spelling import Spelling, spelling

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ALIKE = 4096  # days whose text is kept


def _local(value: datetime) -> datetime:
    """An instant in the viewer's zone."""
    return timezone.localtime(value)


@lru_cache(ALIKE)
def _date_text(value: date, pattern: str, spelled: Spelling) -> str:
    return dates.format_date(value, pattern, spelled.locale)


def day_text(value: date | datetime) -> str:
    """ "24 Nov", or "24 Nov 2027" in another year."""
    value, spelled = _day(value), spelling()
    this_year = value.year == _local(clock.now()).year
    return _date_text(value, spelled.day if this_year else spelled.day_of_another_year, spelled)


def long_day_text(value: date | datetime) -> str:
    """ "24 November 2026": for what is kept, and read in other years."""
    return _date_text(_day(value), spelling().long_day, spelling())


def _day(value: date | datetime) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


def weekday_text(value: datetime) -> str:
    """ "Tue", in the zone that the moment has."""
    return _date_text(value.date(), "EEE", spelling())


def weekday_time_text(value: datetime) -> str:
    """ "Tue 10:15", in the zone that the moment has."""
    return f"{weekday_text(value)} {_time(value)}"


def exact_text(value: datetime) -> str:
    """ "Tue 24 Nov, 10:15" in the viewer's zone."""
    value = _local(value)
    return spelling().exact.format(weekday=weekday_text(value), day=day_text(value), time=_time(value))


def full_text(value: datetime) -> str:
    """ "Tue 24 Nov 2026, 10:15 CET": everything there is to say. CLDR has no short name for most zones, tzdata has."""
    value, spelled = _local(value), spelling()
    day = _date_text(value.date(), spelled.whole_day, spelled)
    return spelled.full.format(day=day, time=_time(value), zone=f"{value:%Z}")


def _time(value: datetime) -> str:
    return f"{value:%H:%M}"


def relative_text(value: datetime) -> str:
    """ "just now", "5 minutes ago", "today, 18:20", "tomorrow, 10:15", "in 3 days", "24 Nov"."""
    now, value, spelled = _local(clock.now()), _local(value), spelling()
    ahead, span = value > now, abs(value - now)
    if span < MINUTE:
        return spelled.moment[ahead]
    if span < 6 * HOUR:
        unit = MINUTE if span < HOUR - MINUTE / 2 else HOUR
        return _direction(round(span / unit) * unit * (1 if ahead else -1), "minute", spelled)
    days = (value.date() - now.date()).days
    if abs(days) <= 1:
        return spelled.near_days[days + 1].format(_time(value))
    return _direction(days * DAY, "day", spelled) if abs(days) < 7 else day_text(value)


def brief_text(value: datetime) -> str:
    """Of the past, as short as a list has room for: "18:20" of today, "Tue" within a week, "24 Nov"."""
    now, value = _local(clock.now()), _local(value)
    days = (now.date() - value.date()).days
    if days < 1:
        return _time(value)
    return weekday_text(value) if days < 7 else day_text(value)


@lru_cache(ALIKE)
def _direction(span: timedelta, unit: Literal["day", "hour", "minute"], spelled: Spelling) -> str:
    """ "in 3 days", "3 days ago"."""
    return dates.format_timedelta(span, unit, threshold=1, add_direction=True, locale=spelled.locale)


def left_text(span: timedelta) -> str:
    """ "2 d 14 h", "5 h 12 min", "12 min"; "now" when nothing is left."""
    spelled, whole = spelling(), max(0, int(span / MINUTE))
    days, hours, minutes = whole // 1440, whole // 60 % 24, whole % 60
    parts = (days, hours, 0) if days else (0, hours, minutes)
    words = " ".join(unit.format(number) for number, unit in zip(parts, spelled.units, strict=True) if number)
    return words or (spelled.nearly_over if span > timedelta(0) else spelled.over)


def place_of(zone: str) -> str:
    """ "Los Angeles" of "America/Los_Angeles": where days of this zone begin and end."""
    return zone.rpartition("/")[2].replace("_", " ")


def day_in(value: date, zone: str) -> str:
    """ "24 Nov", with where that day is for whoever looks from another zone: "24 Nov in Los Angeles"."""
    here = timezone.get_current_timezone()
    noon = datetime.combine(value, datetime.min.time()) + timedelta(hours=12)
    alike = noon.replace(tzinfo=here).utcoffset() == noon.replace(tzinfo=clock.zone(zone)).utcoffset()
    return day_text(value) if alike else spelling().day_elsewhere.format(day=day_text(value), place=place_of(zone))
