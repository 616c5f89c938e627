"""Counts and lists, in whole words."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from babel import lists

from marketplace.formats.spelling import Spelling, spelling

DAY = 24  # hours
ALIKE = 1024  # numbers whose form is kept


@lru_cache(ALIKE)
def _form(number: int, spelled: Spelling) -> str:
    """CLDR's name for the form of a word after this number: "one", "other"."""
    return spelled.locale.plural_form(number)


def plural(number: int, one: str, many: str) -> str:
    """The words for so many, whole, so that they can be translated: `plural(2, "step goes on", "steps go on")`."""
    return one if _form(number, spelling()) == "one" else many


def counted(number: int, one: str, many: str, *, space: str = " ") -> str:
    """A number of something: "1 step", "2 steps"."""
    return f"{number}{space}{plural(number, one, many)}"


def listed(words: Iterable, style: Literal["standard", "or"] = "standard") -> str:
    """ "a", "a and b", "a, b and c"; with the style "or": "a, b or c". Nothing of nothing."""
    return lists.format_list([str(one) for one in words], style, spelling().lists)


def capital(words: str) -> str:
    """The words as the beginning of a sentence."""
    return words[:1].upper() + words[1:]


def days_text(number: int) -> str:
    """ "1 day", "8 days"."""
    return counted(number, "day", "days")


def hours_text(number: int) -> str:
    """ "48 hours", "7 days": whole days from three on."""
    if number % DAY == 0 and number > 2 * DAY:
        return days_text(number // DAY)
    return counted(number, "hour", "hours")


def whose(name: str) -> str:
    """ "your" of you, "Grace’s" of Grace."""
    return "your" if name.lower() == "you" else f"{name}’s"
