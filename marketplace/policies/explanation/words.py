"""Numbers as rulebooks say them. Pure functions."""

from decimal import Decimal

from django.conf import settings

from marketplace import formats
from marketplace.formats import minor_text
from marketplace.formats.spelling import SPACE
from marketplace.policies.models import Policy

NONE = "–"
# What a person may do with money in their wallet. It pays nothing out yet; what comes to be possible is said here.
USED = "spent"
DAY = 24  # hours


def counted(number: int, one: str, many: str) -> str:
    """ "1 day", "8 days": with a space that does not break."""
    return formats.counted(number, one, many, space=SPACE)


def days(number: int) -> str:
    return counted(number, "day", "days")


def hours(number: int, *, weekdays: bool = False) -> str:
    """ "48 hours", "7 days", "5 business days": whole days from three on, or whenever only weekdays count."""
    if number % DAY == 0 and weekdays:
        return counted(number // DAY, "business day", "business days")
    if number % DAY == 0 and number > 2 * DAY:
        return days(number // DAY)
    return counted(number, "weekday hour", "weekday hours") if weekdays else counted(number, "hour", "hours")


def money(policy: Policy, dollars: Decimal, currency: str) -> str:
    """An amount of this policy in a currency, by the reference rates that are published with it."""
    return minor_text(policy.amount(dollars, currency), currency)


def currencies(policy: Policy) -> list[str]:
    """The currencies of a policy as they are shown: the dollar first, then in the site's order."""
    order = ["USD", *settings.CURRENCIES]
    return sorted(policy.currencies, key=lambda code: order.index(code) if code in order else len(order))


def milestones_between(least: int | None, most: int | None) -> str:
    """ "2 to 6 steps", "exactly 3 steps", "at least 2 steps", "any number of steps"."""
    least = least or 1
    if most == least:
        return f"exactly {counted(least, 'step', 'steps')}"
    if most:
        return f"{least} to {counted(most, 'step', 'steps')}"
    return f"at least {counted(least, 'step', 'steps')}" if least > 1 else "any number of steps"
