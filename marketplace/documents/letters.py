"""Letters that no font of ours has are spelled out, so that no name is ever a row of boxes."""

import unicodedata
from bisect import bisect_right
from functools import cache
from pathlib import Path
from typing import Any

COVERAGE = Path(__file__).with_name("fonts") / "coverage.txt"  # every letter that these have: see README.md there
KEPT = "\n\t\u200c\u200d"  # breaks of lines, and what joins letters or keeps them apart
UNSEEN = ("Cc", "Cf", "Cs")
VARIATION = range(0xFE00, 0xFE10)  # they choose a form of the letter before, and are none


def covered(data: Any) -> Any:
    """The same data with texts that can be set."""
    if isinstance(data, dict):
        return {name: covered(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [covered(value) for value in data]
    return spelled(data) if isinstance(data, str) else data


def spelled(text: str) -> str:
    """The text, with the name of each letter that there is no font for: "[rocket]"."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(one if one in KEPT or _is_seen(one) else _name(one) for one in text)


def _is_seen(letter: str) -> bool:
    """Whether there is a picture of it. What turns the writing round is left out, as what nobody would see."""
    return unicodedata.category(letter) not in UNSEEN and _has(ord(letter))


def _name(letter: str) -> str:
    """What stands for a letter; nothing for one that nobody would see anyway."""
    if unicodedata.category(letter) in UNSEEN or ord(letter) in VARIATION:
        return ""
    return f"[{unicodedata.name(letter, f'U+{ord(letter):04X}').lower()}]"


def _has(code: int) -> bool:
    starts, ends = _ranges()
    place = bisect_right(starts, code) - 1
    return place >= 0 and code <= ends[place]


@cache
def _ranges() -> tuple[list[int], list[int]]:
    """First and last code of each range that some font has, in order."""
    pairs = [line.split("-") for line in COVERAGE.read_text().split()]
    return [int(first, 16) for first, _ in pairs], [int(last, 16) for _, last in pairs]
