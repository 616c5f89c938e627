"""Times as people read them, in the zone of whoever looks, always relative to marketplace.clock.now().

    {% load time %}
    {{ order.created_at|when }}     <time datetime="…" title="Tue 24 Nov 2026, 10:15 CET">3 days ago</time>
    {{ deadline.due_at|exact }}     Tue 24 Nov, 10:15
    {{ milestone.paid_at|day }}     24 Nov (an instant or a date)
    {{ deadline.due_at|left }}      2 d 14 h

The year is only said when it is not this one. TimeZoneMiddleware activates the viewer's zone.
"""

from datetime import date, datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.html import format_html

from marketplace import clock

register = template.Library()

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def _local(value):
    """An instant in the viewer's zone."""
    return timezone.localtime(value)


def _year(value, today) -> str:
    return "" if value.year == today.year else f" {value.year}"


def _count(span: timedelta, unit: timedelta, name: str) -> str:
    number = round(span / unit)
    return f"{number} {name}{'' if number == 1 else 's'}"


def day_text(value: date | datetime) -> str:
    """ "24 Nov", or "24 Nov 2027" in another year."""
    value = _local(value) if isinstance(value, datetime) else value
    return f"{value.day} {value:%b}{_year(value, _local(clock.now()))}"


def exact_text(value: datetime) -> str:
    """ "Tue 24 Nov, 10:15" in the viewer's zone."""
    value = _local(value)
    return f"{value:%a} {day_text(value)}, {value:%H:%M}"


def full_text(value: datetime) -> str:
    """ "Tue 24 Nov 2026, 10:15 CET": everything there is to say."""
    value = _local(value)
    return f"{value:%a} {value.day} {value:%b %Y, %H:%M} {value:%Z}"


def relative_text(value: datetime) -> str:
    """ "just now", "5 minutes ago", "today, 18:20", "tomorrow, 10:15", "in 3 days", "24 Nov"."""
    now, value = _local(clock.now()), _local(value)
    ahead, span = value > now, abs(value - now)
    if span < MINUTE:
        return "in a moment" if ahead else "just now"
    if span < 6 * HOUR:
        words = _count(span, MINUTE, "minute") if span < HOUR - MINUTE / 2 else _count(span, HOUR, "hour")
        return f"in {words}" if ahead else f"{words} ago"
    days = (value.date() - now.date()).days
    if abs(days) <= 1:
        return f"{('yesterday', 'today', 'tomorrow')[days + 1]}, {value:%H:%M}"
    if abs(days) < 7:
        return f"in {days} days" if ahead else f"{-days} days ago"
    return day_text(value)


def left_text(span: timedelta) -> str:
    """ "2 d 14 h", "5 h 12 min", "12 min"; "now" when nothing is left."""
    minutes = max(0, int(span / MINUTE))
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        parts = [(days, "d"), (hours, "h")]
    else:
        parts = [(hours, "h"), (minutes, "min")]
    words = " ".join(f"{number} {unit}" for number, unit in parts if number)
    return words or ("less than a minute" if span > timedelta(0) else "now")


def iso_duration(span: timedelta) -> str:
    """What a <time> wants for a duration: "P2DT14H"."""
    minutes = max(0, int(span / MINUTE))
    return f"P{minutes // 1440}DT{minutes // 60 % 24}H{minutes % 60}M"


def _tag(value: datetime, words: str):
    """The words as a <time>, with everything there is to say on hover."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', value.isoformat(timespec="seconds"), full_text(value), words
    )


@register.filter
def place_of(zone: str) -> str:
    """ "Los Angeles" of "America/Los_Angeles": where days of this zone begin and end."""
    return zone.rpartition("/")[2].replace("_", " ")


@register.filter
def day_in(value: date, zone: str) -> str:
    """ "24 Nov", with where that day is for whoever looks from another zone: "24 Nov in Los Angeles"."""
    here = timezone.get_current_timezone()
    noon = datetime.combine(value, datetime.min.time()) + timedelta(hours=12)
    alike = noon.replace(tzinfo=here).utcoffset() == noon.replace(tzinfo=clock.zone(zone)).utcoffset()
    return day_text(value) if alike else f"{day_text(value)} in {place_of(zone)}"


@register.filter
def when(value):
    """Relative words, with the exact time on hover."""
    if not value:
        return ""
    return _tag(value, relative_text(value))


@register.filter
def exact(value):
    """The weekday, day and time, with the year and zone on hover."""
    if not value:
        return ""
    return _tag(value, exact_text(value))


@register.filter
def day(value):
    """The day alone, of an instant or of a date."""
    if not value:
        return ""
    machine = value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()
    return format_html('<time datetime="{}">{}</time>', machine, day_text(value))


@register.filter
def left(value):
    """How long until this instant: "2 d 14 h". Takes a timedelta too."""
    if value in (None, ""):
        return ""
    span = value if isinstance(value, timedelta) else value - clock.now()
    title = "" if isinstance(value, timedelta) else full_text(value)
    return format_html('<time datetime="{}" title="{}">{}</time>', iso_duration(span), title, left_text(span))
