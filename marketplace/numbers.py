"""Whole numbers that a browser sent: keys, positions, counts."""

LONGEST = 18  # digits of a key in the database; int() itself gives up, with an error, at 4,300
MOST_KEY = 10**LONGEST - 1


def whole_number(typed) -> int | None:
    """The number; None for everything else, and for what no key or count can be."""
    text = str(typed or "")
    return int(text) if len(text) <= LONGEST and text.isdecimal() else None
