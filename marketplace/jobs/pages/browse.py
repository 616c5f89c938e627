"""The page of results: what was asked for, what was found, and where each link leads."""

from dataclasses import dataclass

from django.conf import settings
from django.http import QueryDict

from marketplace.accounts.locales import language_name
from marketplace.formats import counted
from marketplace.gigs.models import Category
from marketplace.gigs.search.matching import MOST_COUNTED
from marketplace.gigs.search.page import Choice
from marketplace.jobs.limits import post_policies
from marketplace.jobs.search import POSTED, SORTS, JobFilters, Page

LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pt")


@dataclass(frozen=True)
class BrowsePage:
    fields: list[Category]
    filters: JobFilters
    found: Page
    asked: QueryDict
    home: str

    @property
    def heading(self) -> str:
        """ "12 jobs for “django”"."""
        words = f" for “{self.filters.words}”" if self.filters.words else ""
        return f"{self.number}{words}" if self.found.total else f"No job{words}"

    @property
    def number(self) -> str:
        many = self.found.total > MOST_COUNTED
        return f"{MOST_COUNTED:,}+ jobs" if many else counted(self.found.total, "job", "jobs")

    def _link(self, *without: str, **changed: str) -> str:
        asked = self.asked.copy()
        for name in (*without, "after"):
            asked.pop(name, None)
        for name in [name for name, value in asked.items() if not value]:
            asked.pop(name)
        for name, value in changed.items():
            asked[name] = value
        query = asked.urlencode()
        return f"{self.home}{'?' + query if query else ''}"

    @property
    def chips(self) -> list[tuple[str, str]]:
        """The filters in use, each with the address without it."""
        return [(words, self._link(*names)) for words, names in self.filters.chips()]

    @property
    def query(self) -> str:
        """What the address says of the search, for one that is mailed."""
        return self._link().partition("?")[2]

    @property
    def next(self) -> str:
        return self._link(after=self.found.next) if self.found.next else ""

    @property
    def first(self) -> str:
        return "" if self.found.is_first else self._link()

    @property
    def rail(self) -> list[tuple[Category, str]]:
        """The fields of work, with the same search in each."""
        return [(one, self._link("category", category=one.slug)) for one in self.fields]

    @property
    def everywhere(self) -> str:
        return self._link("category")

    @property
    def field(self) -> Category | None:
        chosen = self.filters.category
        return (chosen.parent or chosen) if chosen else None

    # What can be chosen

    @property
    def kinds(self) -> list[Choice]:
        """Of the field of work that is chosen, if one is."""
        if self.field is None:
            return []
        every = Choice(self.field.slug, f"All in {self.field}", is_chosen=self.filters.category == self.field)
        chosen = self.filters.category
        return [every, *(Choice(one.slug, one.name, is_chosen=one == chosen) for one in self.field.kinds)]

    @property
    def policies(self) -> list[Choice]:
        every = Choice("", "Any", is_chosen=not self.filters.policy)
        return [
            every,
            *(Choice(one.key, one.name, is_chosen=one.key == self.filters.policy) for one in post_policies()),
        ]

    @property
    def languages(self) -> list[Choice]:
        codes = [*LANGUAGES, *([self.filters.language] if self.filters.language not in ("", *LANGUAGES) else [])]
        every = Choice("", "Any", is_chosen=not self.filters.language)
        return [every, *(Choice(one, language_name(one), is_chosen=one == self.filters.language) for one in codes)]

    @property
    def posted(self) -> list[Choice]:
        every = Choice("", "At any time", is_chosen=not self.filters.posted)
        return [every, *(Choice(one, text, is_chosen=one == self.filters.posted) for one, text in POSTED.items())]

    @property
    def currencies(self) -> list[Choice]:
        return [Choice(code, code, is_chosen=code == self.filters.currency) for code in settings.CURRENCIES]

    @property
    def sorts(self) -> list[Choice]:
        return [Choice(value, words, is_chosen=value == self.filters.sort) for value, words in SORTS.items()]

    @property
    def budget_error(self) -> str:
        return self.filters.errors.get("from") or self.filters.errors.get("to", "")
