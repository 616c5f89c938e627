"""A contract as blocks to be set: its title, headings and paragraphs, with the words that were filled in told apart.

The text is plain. Its first line is the title, and a line of its own that begins with a number ("2. The work") is a
heading; but nothing that the parties wrote is: what was filled in is never more than words of a paragraph.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

HEADING = re.compile(r"\d{1,2}\. \S.{0,80}")
TITLE, HEAD, PARAGRAPH = "title", "heading", "paragraph"


@dataclass(frozen=True)
class Run:
    """Some words, and whether they were filled in."""

    text: str
    filled: bool = False


@dataclass(frozen=True)
class Block:
    """What stands together: `kind` is title, heading or paragraph."""

    kind: str
    runs: list[Run]


def laid_out(text: str, marks: list[list[int]]) -> list[Block]:
    """The blocks of a contract. `marks` are the (start, end) in the text of what was filled in."""
    blocks: list[Block] = []
    start = place = 0
    for line in text.splitlines(keepends=True):
        if kind := _kind(line, place, marks):
            blocks += _block(PARAGRAPH, text, start, place, marks)
            blocks += _block(kind, text, place, place + len(line), marks)
            start = place + len(line)
        elif not line.strip() and not _is_filled(place, marks):
            blocks += _block(PARAGRAPH, text, start, place, marks)
            start = place + len(line)
        place += len(line)
    return [*blocks, *_block(PARAGRAPH, text, start, place, marks)]


def _kind(line: str, place: int, marks: list[list[int]]) -> str:
    """What a line is that stands alone; empty for one that belongs to a paragraph."""
    if _is_filled(place, marks):
        return ""
    if place == 0:
        return TITLE
    return HEAD if HEADING.fullmatch(line.rstrip("\n")) else ""


def _is_filled(place: int, marks: list[list[int]]) -> bool:
    return any(start <= place < end for start, end in marks)


def _block(kind: str, text: str, start: int, end: int, marks: list[list[int]]) -> Iterator[Block]:
    """One block of what stands between; none of nothing."""
    while end > start and text[end - 1] == "\n":
        end -= 1
    if start >= end:
        return
    within = [(max(a, start), min(b, end)) for a, b in marks if a < end and b > start]
    cuts = sorted({start, end, *(place for mark in within for place in mark)})
    yield Block(kind, [Run(text[a:b], any(x <= a < y for x, y in within)) for a, b in pairwise(cuts)])
