"""The page of results, put together: what was asked for, what was found, and where each link leads."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from django.http import QueryDict

from marketplace.accounts.locales import country_name, language_name
from marketplace.formats import counted, plural
from marketplace.gigs.models import Category
from marketplace.gigs.search.filters import DAYS, Filters
from marketplace.gigs.search.matching import MOST_COUNTED
from marketplace.gigs.search.results import Results
from marketplace.gigs.search.sorting import SORTS

OF_A_PAGE = ("page", "after")  # what an address says of the place among the results, and no other search keeps


@dataclass(frozen=True)
class Choice:
    """A filter to choose: its value, its words, about how many gigs it would leave, and whether it is chosen."""

    value: str
    label: str
    gigs: int = 0
    is_chosen: bool = False

    @property
    def number(self) -> str:
        return f"{MOST_COUNTED:,}+" if self.gigs > MOST_COUNTED else f"{self.gigs:,}"


@dataclass(frozen=True)
class ResultsPage:
    fields: list[Category]
    filters: Filters
    results: Results
    asked: QueryDict
    home: str = field(default="/gigs/")

    @cached_property
    def heading(self) -> str:
        """ "92 gigs in Graphics & Design"."""
        return f"{self.number}{self._about}" if self.results.total else self.nothing

    @property
    def number(self) -> str:
        """ "92 gigs", "1,000+ gigs"; "310+ gigs" where those were seen, and nobody counted the others."""
        if self.results.is_more:
            return f"{min(self.results.total, MOST_COUNTED):,}+ gigs"
        return counted(self.results.total, "gig", "gigs")

    @property
    def _about(self) -> str:
        where = f" in {self.filters.category}" if self.filters.category else ""
        words = self.results.shorter or self.filters.words
        return f" for “{words}”{where}" if words else where

    @property
    def nothing(self) -> str:
        """ "No gig for “kiln sensor”, up to $200"."""
        return f"No gig{self._about}"

    @property
    def place(self) -> str:
        """ "1–24 of 92 gigs"; without the first where nobody counted so far."""
        page = self.results.page
        if not page.first:
            return f"{len(page.gigs)} of {self.number}"
        return f"{page.first:,}–{page.first + len(page.gigs) - 1:,} of {self.number}"

    # Links: the address as it is, with something changed

    def _link(self, *without: str, path: str = "", **changed: str) -> str:
        asked = self.asked.copy()
        if "q" in asked:
            asked["q"] = self.filters.words
        for name in (*without, *OF_A_PAGE):
            asked.pop(name, None)
        for name in [name for name, value in asked.items() if not value]:
            asked.pop(name)
        for name, value in changed.items():
            asked[name] = value
        query = asked.urlencode()
        return f"{path or self.home}{'?' + query if query else ''}"

    @property
    def _path(self) -> str:
        """Where the search stands that is not in the query."""
        return self.filters.category.get_absolute_url() if self.filters.category else self.home

    @property
    def chips(self) -> list[tuple[str, str]]:
        """The filters in use, each with the address without it."""
        found = []
        for words, names in self.filters.chips():
            path = self._path
            if "category" in names:
                path = self.filters.field.get_absolute_url()
            found.append((words, self._link(*names, "category", path=path)))
        return found

    @property
    def clear(self) -> str:
        """The address without any filter, but with the words."""
        return self.home + ("?" + _query(q=self.filters.words) if self.filters.words else "")

    @property
    def next(self) -> str:
        return self._turned(self.results.page.next)

    @property
    def previous(self) -> str:
        return self._turned(self.results.page.previous)

    def _turned(self, mark) -> str:
        return "" if mark is None else self._link("category", path=self._path, **mark)

    @property
    def meant(self) -> str:
        return self._link("category", path=self._path, q=self.results.meant)

    @property
    def rail(self) -> list[tuple[Category, str]]:
        """The fields of work, with the same search in each."""
        return [(one, self._link("category", path=one.get_absolute_url())) for one in self.fields]

    @property
    def everywhere(self) -> str:
        return self._link("category")

    # What can be chosen

    @property
    def kinds(self) -> list[Choice]:
        """Of the field of work, or else the fields."""
        counts, chosen, within = self.results.facets.categories, self.filters.category, self.filters.field
        some = [one for one in (within.kinds if within else self.fields) if counts[one.pk] or one == chosen]
        whole = sum(counts[one.pk] for one in some)
        every = Choice(within.slug if within else "", f"All in {within}" if within else "All", whole, chosen == within)
        return [every, *(Choice(one.slug, one.name, counts[one.pk], one == chosen) for one in some)]

    @property
    def days(self) -> list[Choice]:
        every = Choice("", "Any time", is_chosen=not self.filters.days)
        return [every, *(Choice(str(n), f"Within {n} days", is_chosen=self.filters.days == n) for n in DAYS)]

    @property
    def languages(self) -> list[Choice]:
        chosen = self.filters.languages
        return _counted(self.results.facets.languages, chosen, language_name)

    @property
    def countries(self) -> list[Choice]:
        chosen = (self.filters.country,) if self.filters.country else ()
        return sorted(_counted(self.results.facets.countries, chosen, country_name), key=lambda one: one.label)

    @property
    def currencies(self) -> list[Choice]:
        return [Choice(code, code, is_chosen=code == self.filters.currency) for code in settings.CURRENCIES]

    @property
    def sorts(self) -> list[Choice]:
        return [Choice(value, words, is_chosen=value == self.filters.sort) for value, words in SORTS.items()]

    @property
    def budget_error(self) -> str:
        return self.filters.errors.get("from") or self.filters.errors.get("to", "")

    @property
    def note(self) -> str:
        """That something in the address was not understood."""
        wrong = len(self.filters.ignored)
        if not wrong:
            return ""
        return plural(
            wrong,
            "One filter in the address is none that we know, so it was left out.",
            "Some filters in the address are none that we know, so they were left out.",
        )


MOST_CHOICES = 8


def _counted(counts, chosen: Iterable[str], name_of) -> list[Choice]:
    """The most frequent ones, and what is chosen."""
    most = [value for value, _ in counts.most_common(MOST_CHOICES)]
    shown = [*most, *(one for one in chosen if one not in most)]
    return [Choice(one, name_of(one) or one, counts[one], one in chosen) for one in shown]


def _query(**values: str) -> str:
    asked = QueryDict(mutable=True)
    asked.update(values)
    return asked.urlencode()
