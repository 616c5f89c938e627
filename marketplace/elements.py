"""The small HTML elements that Python writes into sentences and tables: times that tell all on hover, and badges."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from marketplace import clock
from marketplace.formats import MINUTE, brief_text, day_text, exact_text, full_text, left_text, relative_text


def joined(between: str, parts: Iterable[SafeString | str]) -> SafeString:
    """Those that say something, each escaped where it has to be, with plain words or signs of ours between them."""
    return mark_safe(between.join(conditional_escape(part) for part in parts if part))  # noqa: S308


def when(value: datetime | None) -> SafeString | str:
    """Relative words, with the exact time on hover."""
    return _time(value, relative_text(value)) if value else ""


def brief(value: datetime | None) -> SafeString | str:
    """The time, the weekday or the day, for a narrow list; all of it on hover."""
    return _time(value, brief_text(value)) if value else ""


def exact(value: datetime | None) -> SafeString | str:
    """The weekday, day and time, with the year and zone on hover."""
    return _time(value, exact_text(value)) if value else ""


def day(value: date | datetime | None) -> SafeString | str:
    """The day alone, of an instant or of a date."""
    if not value:
        return ""
    machine = value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()
    return format_html('<time datetime="{}">{}</time>', machine, day_text(value))


def left(value: datetime | timedelta | None) -> SafeString | str:
    """How long until this instant: "2 d 14 h". Takes a timedelta too."""
    if value in (None, ""):
        return ""
    span = value if isinstance(value, timedelta) else value - clock.now()
    title = "" if isinstance(value, timedelta) else full_text(value)
    return format_html('<time datetime="{}" title="{}">{}</time>', iso_duration(span), title, left_text(span))


def iso_duration(span: timedelta) -> str:
    """What a <time> wants for a duration: "P2DT14H"."""
    minutes = max(0, int(span / MINUTE))
    return f"P{minutes // 1440}DT{minutes // 60 % 24}H{minutes % 60}M"


def badge(state: str, label: str = "") -> SafeString:
    """A badge coloured by its state; without a label the state itself is the word."""
    text = label or str(state).replace("_", " ").capitalize()
    return format_html('<span class="badge" data-state="{}">{}</span>', state, text)


def _time(value: datetime, words: str) -> SafeString:
    """The words as a <time>, with everything there is to say on hover."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', value.isoformat(timespec="seconds"), full_text(value), words
    )
