"""Finding a guide by words: there are so few that they are looked through in memory."""

import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property

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


@dataclass(frozen=True)
class _Indexed:
    """A guide, folded once: what stands at its head, and of each section the title and the text."""

    guide: Guide
    head: str
    sections: tuple[tuple[Section, str, str], ...]

    @cached_property
    def whole(self) -> str:
        return " ".join([self.head, *(f"{title} {text}" for _, title, text in self.sections)])


@cache
def _index() -> tuple[_Indexed, ...]:
    return tuple(
        _Indexed(
            one,
            _folded(f"{one.title} {one.lede}"),
            tuple((section, _folded(section.title), _folded(section.text)) for section in one.sections),
        )
        for one in guides()
    )


def found(typed: str) -> list[Hit]:
    """The guides that have every word, each by its best section, best first. A word may be a beginning of one."""
    words = list(dict.fromkeys(word for term in terms_of(typed) for word in _folded(term).split()))
    fitting = [one for one in _index() if words and all(_has(one.whole, word) for word in words)]
    ranked = [_ranked(one, words) for one in fitting]
    return [hit for _, hit in sorted(ranked, key=lambda row: -row[0])]


def _ranked(one: _Indexed, words: list[str]) -> tuple[int, Hit]:
    rows = [(_points(title, text, words), section) for section, title, text in one.sections]
    points, best = max(rows, key=lambda row: row[0])
    if not points:  # all of the words stand at the head
        best = one.guide.sections[0]
    of_head = sum(TITLE * _has(one.head, word) for word in words)
    return of_head + points, Hit(one.guide, best, _excerpt(best.text if points else one.guide.lede, words))


def _points(title: str, text: str, words: list[str]) -> int:
    return sum(HEADING * _has(title, word) + TEXT * _has(text, word) for word in words)


def _has(folded: str, word: str) -> bool:
    return f" {word}" in f" {folded}"


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
