"""The small change of sentences about orders."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString

from marketplace import clock, formats
from marketplace.elements import joined
from marketplace.formats import counted, day_in, day_text, days_text, plural
from milestones.models import Milestone

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
    return joined(" ", parts)


def which_day(milestone) -> str:
    """ " (the end of 2 Dec in Los Angeles)": for whom the day that was agreed on ends at another hour."""
    if milestone.days or not milestone.due_on:
        return ""
    day = clock.day_of(milestone.due_at, milestone.order.zone)
    said = day_in(day, milestone.order.zone)
    whole = milestone.due_at == clock.end_of(day, milestone.order.zone)
    return f" (the end of {said})" if whole and said != day_text(day) else ""


def less_the_fee(reader, price: int, net: int) -> str:
    """How what is received follows from what was accepted: " ($1,000.00 less the fee)"."""
    return f" ({reader.money(price)} less the fee)" if price != net else ""


def back(reader, price: int, fee: int) -> str:
    """What goes, or went, back of a price: to the client with its fee, which is nothing to the freelancer."""
    return reader.money(price if reader.is_freelancer else price + fee)


def divided(reader, *, released: int, refunded: int, fee: int = 0, **others) -> str:
    """How the money of a dispute was divided: "$600.00 accepted, $412.00 back to you"."""
    parts = [f"{reader.money(released)} accepted"] if released else []
    parts += [f"{back(reader, refunded, fee)} back to {reader.client}"] if refunded else []
    return ", ".join(parts)


def went_back(reader, price: int, fee: int) -> SafeString:
    """ "$1,030.00 came back to you, its fee of $30.00 included"; "$1,000.00 went back to Ada"."""
    included = f", its fee of {reader.money(fee)} included" if fee and not reader.is_freelancer else ""
    came = "came" if reader.is_client else "went"
    return format_html("{} {} back to {}{}", bold(back(reader, price, fee)), came, reader.client, included)


def days(number: int) -> str:
    return days_text(number)


def more_days(number: int) -> str:
    return counted(number, "more day", "more days")


def listed(milestones: Iterable[Milestone]) -> str:
    """ "step 2", "steps 2 and 3", "steps 2 to 5"."""
    numbers = sorted(one.position for one in milestones)
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"steps {numbers[0]} to {numbers[-1]}"
    return plural(len(numbers), "step {}", "steps {}").format(formats.listed(numbers))


def never_starts(pending: Sequence[Milestone]) -> str:
    return plural(len(pending), "{} never starts", "{} never start").format(listed(pending))


def costs_nothing(pending: Sequence[Milestone]) -> str:
    """What becomes of milestones that never start."""
    words = "{} never starts and costs nothing", "{} never start and cost nothing"
    return plural(len(pending), *words).format(listed(pending))
