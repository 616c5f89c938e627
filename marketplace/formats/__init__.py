"""Amounts, shares, moments, spans of time, counts and lists as people read them: text, never HTML.

    money_text(milestone.price)         "$1,000.00", of a Money
    minor_text(80_000, "USD")           "$800.00", of an integer in minor units (the ledger's)
    percent_text(550)                   "5.5 %", of basis points
    exact_text(deadline.due_at)         "Tue 24 Nov, 10:15", in the viewer's zone
    left_text(span)                     "2 d 14 h"
    counted(3, "step", "steps")         "3 steps"
    listed(["a", "b", "c"])             "a, b and c"

How a language writes is CLDR's, as Babel has it, and `spelling`'s where CLDR leaves it open.
"""

from marketplace.formats.amounts import (
    amount_text,
    decimal_text,
    minor_text,
    money_text,
    percent_text,
    short_text,
    signed_minor_text,
    signed_text,
    symbol,
)
from marketplace.formats.counts import (
    capital,
    counted,
    days_text,
    hours_text,
    listed,
    plural,
    whose,
)
from marketplace.formats.moments import (
    MINUTE,
    brief_text,
    day_in,
    day_text,
    exact_text,
    full_text,
    left_text,
    long_day_text,
    place_of,
    relative_text,
    weekday_text,
    weekday_time_text,
)

__all__ = [
    "MINUTE",
    "amount_text",
    "brief_text",
    "capital",
    "counted",
    "day_in",
    "day_text",
    "days_text",
    "decimal_text",
    "exact_text",
    "full_text",
    "hours_text",
    "left_text",
    "listed",
    "long_day_text",
    "minor_text",
    "money_text",
    "percent_text",
    "place_of",
    "plural",
    "relative_text",
    "short_text",
    "signed_minor_text",
    "signed_text",
    "symbol",
    "weekday_text",
    "weekday_time_text",
    "whose",
]
