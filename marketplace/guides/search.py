"""Finding a guide by words: there are so few that they are looked through in memory."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from marketplace.guides.library import Guide, Section, guides
from marketplace.postgresql.full_text import terms_of

TITLE, HEADING, TEXT = 8, 3, 1  # what a word counts where it stands
AROUND = 90  # letters of the text before and after a word


@dataclass(frozen=True)
class Hit:
    """The best section of a guide, with some of its words."""

    guide: Guide
    section: Section
    excerpt: str

    @property
    def url(self) -> str:
        address = self.guide.get_absolute_url()
        return f"{address}#{self.section.anchor}" if self.section.anchor else address


def found(typed: str) -> list[Hit]:
    """The guides that have every word, each by its best section, best first. A word may be a beginning of one."""
    words = [_folded(word) for term in terms_of(typed) for word in term.split()]
    ranked = [(points, place, hit) for place, one in enumerate(guides()) for points, hit in _of_guide(one, words)]
    return [hit for *_, hit in sorted(ranked, key=lambda row: (-row[0], row[1]))]


def _of_guide(guide: Guide, words: list[str]) -> Iterator[tuple[int, Hit]]:
    head = f"{guide.title} {guide.lede}"
    whole = " ".join([head, *(f"{one.title} {one.text}" for one in guide.sections)])
    if not words or not all(_has(whole, word) for word in words):
        return
    ranked = [(_points(one, words), one) for one in guide.sections]
    points, best = max(ranked, key=lambda row: row[0])
    if not points:
        best = guide.sections[0]
    of_head = sum(TITLE * _has(head, word) for word in words)
    yield of_head + points, Hit(guide, best, _excerpt(best.text if points else guide.lede, words))


def _points(section: Section, words: list[str]) -> int:
    return sum(HEADING * _has(section.title, word) + TEXT * _has(section.text, word) for word in words)


def _has(text: str, word: str) -> bool:
    return f" {word}" in f" {_folded(text)}"


def _folded(text: str) -> str:
    """Without case and accents, each word parted from the next by a blank."""
    kept = "".join(letter if letter.isalnum() else " " for letter in _plain(text))
    return " ".join(kept.split())


def _plain(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(one))


def _excerpt(text: str, words: list[str]) -> str:
    """What stands around the first of the words."""
    plain = _plain(text)
    at = min((place for word in words if (place := plain.find(word)) >= 0), default=0)
    begin, end = max(at - AROUND, 0), at + AROUND
    begin = text.rfind(" ", 0, begin) + 1 if begin else 0
    said = text[begin:end].rsplit(" ", 1)[0] if end < len(text) else text[begin:]
    return f"{'… ' if begin else ''}{said}{' …' if end < len(text) else ''}"
