"""What plain-text mails need beside the money filters: exact times, and other people's words set apart."""

from datetime import datetime

from django import template

from marketplace.formats import counted, full_text

register = template.Library()


@register.filter
def exactly(value) -> str:
    """An instant, or its ISO text out of an event, as "Tue 24 Nov 2026, 10:15 CET" in the reader's zone."""
    return full_text(datetime.fromisoformat(value) if isinstance(value, str) else value)


@register.filter
def until(value, start) -> str:
    """How long it is from `start` to this instant, in words: "7 days", "24 hours"."""
    value = datetime.fromisoformat(value) if isinstance(value, str) else value
    hours = round((value - start).total_seconds() / 3600)
    return counted(hours // 24, "day", "days") if hours >= 48 else counted(hours, "hour", "hours")


@register.filter
def quoted(text: str) -> str:
    """Somebody's words, each line marked as theirs."""
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())
