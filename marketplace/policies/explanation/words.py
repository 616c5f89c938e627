"""Numbers and lists as people say them. Pure functions."""

from decimal import Decimal

from django.conf import settings

from marketplace.formats import minor_text
from marketplace.policies.models import Policy

NONE = "–"
SPACE = "\N{NO-BREAK SPACE}"
DAY = 24  # hours


def counted(number: int, noun: str) -> str:
    """ "1 day", "8 days": with a space that does not break."""
    return f"{number}{SPACE}{noun}{'' if number == 1 else 's'}"


def days(number: int) -> str:
    return counted(number, "day")


def hours(number: int, *, weekdays: bool = False) -> str:
    """ "48 hours", "7 days", "5 business days": whole days from three on, or whenever only weekdays count."""
    if number % DAY == 0 and (weekdays or number > 2 * DAY):
        return counted(number // DAY, "business day" if weekdays else "day")
    return counted(number, "weekday hour" if weekdays else "hour")


def percent(basis_points: int) -> str:
    """ "5.5 %" of 550."""
    return f"{(Decimal(basis_points) / 100).normalize():f}{SPACE}%"


def money(policy: Policy, dollars: Decimal, currency: str) -> str:
    """An amount of this policy in a currency, by the reference rates that are published with it."""
    return minor_text(policy.amount(dollars, currency), currency)


def currencies(policy: Policy) -> list[str]:
    """The currencies of a policy as they are shown: the dollar first, then in the site's order."""
    order = ["USD", *settings.CURRENCIES]
    return sorted(policy.currencies, key=lambda code: order.index(code) if code in order else len(order))


def listed(words, last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    *first, final = words
    return f"{', '.join(first)} {last} {final}" if first else final


def span(least: int | None, most: int | None, noun: str) -> str:
    """ "2 to 6 steps", "exactly 3 steps", "at least 2 steps", "any number of steps"."""
    least = least or 1
    if most == least:
        return f"exactly {counted(least, noun)}"
    if most:
        return f"{least} to {counted(most, noun)}"
    return f"at least {counted(least, noun)}" if least > 1 else f"any number of {noun}s"


def sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
