"""How each language writes what CLDR leaves open, or says otherwise than our pages do.

The site is English for now. A second language is a second `Spelling`: docs/decisions/0017 says what else it takes.
"""

from dataclasses import dataclass

from babel import Locale
from django.utils import translation

SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, eq=False)
class Spelling:
    """How one language writes what CLDR leaves open. The patterns of moments are CLDR's (UTS 35)."""

    locale: Locale
    lists: str  # the locale whose lists it writes
    percent: str = f"{{}}{SPACE}%"
    day: str = "d MMM"
    day_of_another_year: str = "d MMM y"
    long_day: str = "d MMMM y"
    exact: str = "{weekday} {day}, {time}"
    whole_day: str = "EEE d MMM y"
    full: str = "{day}, {time} {zone}"
    day_elsewhere: str = "{day} in {place}"
    near_days: tuple[str, str, str] = ("yesterday, {}", "today, {}", "tomorrow, {}")
    moment: tuple[str, str] = ("just now", "in a moment")
    units: tuple[str, str, str] = ("{} d", "{} h", "{} min")
    nearly_over: str = "less than a minute"
    over: str = "now"


# "$" and not "US$", as American English has it; no comma before "and", as everybody else's.
ENGLISH = Spelling(Locale("en"), lists="en_001")
SPELLINGS = {"en": ENGLISH}


def spelling() -> Spelling:
    """That of the language that is active."""
    return SPELLINGS.get(translation.get_language() or "", ENGLISH)
