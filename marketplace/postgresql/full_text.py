"""Finding by words: PostgreSQL's full text, without extensions.

What is searched goes through `fold_words` (marketplace/migrations/0002_fold.py) into a tsvector, and what is typed
into a tsquery here. The query is a literal of the statement that looks for it, never a value of a prepared one: only
then does PostgreSQL know while planning how common its words are, which is the difference between 2 and 200 ms.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import CombinedSearchVector, SearchQuery, SearchVector, SearchVectorField
from django.db import connection
from django.db.models import Case, Func, When

MOST_LETTERS = 200  # of what is typed; the rest is not looked at
MOST_TERMS = 8
MOST_OF_WORD = 40  # letters
LEAST_OF_PREFIX = 3  # letters that the last word has before it may be the beginning of one
LEAST_OF_NAME = 2

# The dictionary of each language, by ISO 639-1; what has none is searched as it is written.
DICTIONARIES = {
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
}


def vector_of(title: str, heads: str, text: str) -> CombinedSearchVector:
    """What a row is found by: a column with its title, one with its next heads, then one with all else that it says.

    The last is read in the stems of the row's `language`.
    """
    stems = [When(language=code, then=_vector(text, "D", dictionary)) for code, dictionary in DICTIONARIES.items()]
    said = Case(*stems, default=_vector(text, "D"), output_field=SearchVectorField())
    first = CombinedSearchVector(_vector(title, "A"), "||", _vector(heads, "B"), config=None)
    return CombinedSearchVector(first, "||", said, config=None)


def _vector(name: str, weight: str, dictionary: str = "simple") -> SearchVector:
    return SearchVector(Func(name, function="fold_words"), config=dictionary, weight=weight)


READ = """
SELECT phraseto_tsquery('simple', fold(term))::text,
       ARRAY(SELECT phraseto_tsquery(name::regconfig, fold(term))::text FROM unnest(%s::text[]) AS name)
FROM unnest(%s::text[]) WITH ORDINALITY AS typed (term, place) ORDER BY place
"""


def terms_of(typed: str) -> list[str]:
    """The words and "quoted phrases" of what somebody typed: letters, digits and their marks, whatever else it has."""
    plain = unicodedata.normalize("NFKD", typed[:MOST_LETTERS])
    kept = "".join(one if one == '"' or _is_of_word(one) else " " for one in plain)
    found = re.findall(r'"([^"]*)"|([^\s"]+)', kept)
    terms = (" ".join(phrase.split()) or word[:MOST_OF_WORD] for phrase, word in found)
    return [term for term in terms if any(letter.isalnum() for letter in term)][:MOST_TERMS]


def _is_of_word(letter: str) -> bool:
    return letter.isalnum() or unicodedata.category(letter).startswith("M")


@dataclass(frozen=True)
class Term:
    """A word or phrase as it was typed, as a tsquery, and as the dictionaries have it: "" where one leaves it out."""

    typed: str
    plain: str
    stems: tuple[str, ...]

    def query(self, *, begins: bool, weight: str = "") -> str:
        """What finds it.

        A prefix stands instead of the exact word, never beside it: ts_rank merges operands of one text, and the prefix
        with them, and gives 0.
        """
        others = [stem for stem in dict.fromkeys(self.stems) if stem and stem != self.plain]
        marks = ("*" if begins else "") + weight
        plain = f"{self.plain}:{marks}" if marks and not self.is_phrase else self.plain
        return "(" + " | ".join([plain, *others]) + ")"

    @property
    def is_phrase(self) -> bool:
        return " " in self.plain


@dataclass(frozen=True)
class Words:
    """What is looked for: the terms as they were typed, and for each the part of a tsquery that finds it."""

    terms: tuple[str, ...]
    parts: tuple[str, ...]

    def __bool__(self):
        return bool(self.parts)

    @property
    def query(self) -> str:
        return " & ".join(self.parts)

    @property
    def shorter(self) -> "Words":
        """The same without the last term."""
        return Words(self.terms[:-1], self.parts[:-1])

    @classmethod
    def read(
        cls, terms: list[str], dictionaries: Sequence[str], *, least: int | None = None, weight: str = ""
    ) -> "Words":
        """All of the terms; with `least`, each may be a beginning that has so many letters, else the last one."""
        said = _read(terms, list(dictionaries))
        telling = [one for one in said if all(one.stems)] or said
        parts = []
        for place, one in enumerate(telling, 1):
            may_begin = least is not None or place == len(telling)
            begins = may_begin and len(one.typed) >= (least or LEAST_OF_PREFIX)
            parts.append(one.query(begins=begins, weight=weight))
        return cls(tuple(one.typed for one in telling), tuple(parts))

    @property
    def literal(self) -> "TsQuery":
        """The query, to be put into a statement."""
        return TsQuery(self.query)


class TsQuery(SearchQuery):
    """A tsquery that is written out already, as Django's lookups and SearchRank take one."""

    def __init__(self, text: str):
        super().__init__(text, search_type="raw")
        self.text = text

    def as_sql(self, compiler, connection, **rest):  # type: ignore[override]
        return "%s::tsquery", [self.text]


NO_WORDS = Words((), ())


def names_of(typed: str, *, weight: str = "") -> Words:
    """Read what was typed of a name or a skill: every word may be a beginning, and none is traced to a stem.

    With a weight, such as "A", it is looked for in what has that weight alone.
    """
    return Words.read(terms_of(typed), (), least=LEAST_OF_NAME, weight=weight)


def words_of(typed: str, languages: Iterable[str] = ("en",)) -> Words:
    """Read what was typed: every term has to be there, the last one may be a beginning.

    Words that a language leaves out ("the", "for") are left out, unless there is nothing else.
    """
    dictionaries = sorted({DICTIONARIES[one] for one in languages if one in DICTIONARIES})
    return Words.read(terms_of(typed), dictionaries)


def _read(terms: list[str], dictionaries: list[str]) -> list[Term]:
    """What PostgreSQL makes of them, in one short statement."""
    if not terms:
        return []
    with connection.cursor() as cursor:
        cursor.execute(READ, [dictionaries, terms])
        rows = zip(terms, cursor.fetchall(), strict=True)
    return [Term(typed, plain, tuple(stems)) for typed, (plain, stems) in rows if plain]
