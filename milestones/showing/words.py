"""The small change of sentences about orders."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from marketplace import clock
from marketplace.templatetags.time import day_in, day_text

YOU, OTHER, SUPPORT, BANK, NOBODY = "you", "other", "support", "bank", "nobody"


@dataclass(frozen=True)
class Waiting:
    """One thing that an order waits for. `on` says for whom: one of the words above, as the reader sees it."""

    on: str
    title: str
    text: SafeString | str
    due: datetime | None = None
    href: str = ""
    action: str = ""
    tone: str = ""
    icon: str = "hourglass"

    @property
    def urgency(self) -> tuple:
        """Sorts what waits for the reader first, then what has a timer, by that."""
        return self.on != YOU, self.due is None, self.due.timestamp() if self.due else 0


def bold(text) -> SafeString:
    return format_html("<b>{}</b>", text)


def sentences(*parts) -> SafeString:
    """Those that say something, with a space between."""
    return format_html_join(" ", "{}", ((part,) for part in parts if part))


def which_day(step) -> str:
    """ " (the end of 2 Dec in Los Angeles)": for whom the day that was agreed on ends at another hour."""
    if step.days or not step.due_on:
        return ""
    day = clock.day_of(step.due_at, step.order.zone)
    said = day_in(day, step.order.zone)
    whole = step.due_at == clock.end_of(day, step.order.zone)
    return f" (the end of {said})" if whole and said != day_text(day) else ""


def less_the_fee(reader, price: int, net: int) -> str:
    """How what is received follows from what was accepted: " ($1,000.00 less the fee)"."""
    return f" ({reader.money(price)} less the fee)" if price != net else ""


def went_back(reader, price: int, fee: int) -> SafeString:
    """ "$1,030.00 came back to you, its fee of $30.00 included"; the client's fee is nothing to the other side."""
    if not reader.is_client:
        return format_html("{} went back to {}", bold(reader.money(price)), reader.client)
    included = f", its fee of {reader.money(fee)} included" if fee else ""
    return format_html("{} came back to you{}", bold(reader.money(price + fee)), included)


def days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def more_days(number: int) -> str:
    return "1 more day" if number == 1 else f"{number} more days"
