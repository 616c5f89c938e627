"""How many gigs each filter would leave, counted among the best SAMPLE that match: a help, not a promise.

The best, because those are who is seen, and because an index has them in this order with all that filters ask.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db import connection

from marketplace.gigs.models import Category
from marketplace.gigs.search.filters import Filters
from marketplace.gigs.search.matching import MOST_COUNTED, matching
from marketplace.postgresql.full_text import Words

SAMPLE = MOST_COUNTED + 1
GROUPED = """
SELECT category_id, language, country, count(*)
FROM ({sample}) AS sample (category_id, language, country) GROUP BY 1, 2, 3
"""


@dataclass(frozen=True)
class Facets:
    """Counts by the key of a category (those of a field, too), by language and by country.

    `is_about` says that there is more than was counted. What is chosen of a sort of filter is left out of the counts
    of that sort, so that they say what another choice would find. `matching` is how many of those that were counted
    pass every filter.
    """

    categories: Counter[int] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    matching: int = 0
    is_about: bool = False


def facets(filters: Filters, words: Words, fields: Iterable[Category]) -> Facets:
    """Count, in one statement."""
    parents = {kind.pk: one.pk for one in fields for kind in one.kinds}
    found, counted, matching = Facets(), 0, 0
    for category, language, country, gigs in _grouped(filters, words):
        counted += gigs
        kinds_fit = _is_in(category, filters, parents)
        speaks = not filters.languages or language in filters.languages
        lives = not filters.country or country == filters.country
        matching += gigs if kinds_fit and speaks and lives else 0
        if speaks and lives:
            found.categories[category] += gigs
            found.categories[parents.get(category, 0)] += gigs
        if kinds_fit and lives:
            found.languages[language] += gigs
        if kinds_fit and speaks and country:
            found.countries[country] += gigs
    return replace(found, matching=matching, is_about=counted >= SAMPLE)


def _grouped(filters: Filters, words: Words) -> list[tuple[int, str, str, int]]:
    loose = filters.without("languages", "country")
    within = matching(_whole_field(loose) if filters.field else loose, words).order_by("-standing", "-pk")
    inner, params = within[:SAMPLE].values_list("category_id", "language", "country").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(GROUPED.format(sample=inner), params)
        return cursor.fetchall()


def _whole_field(filters: Filters) -> Filters:
    return replace(filters, category=filters.field)


def _is_in(category: int, filters: Filters, parents: dict[int, int]) -> bool:
    chosen = filters.category
    if chosen is None:
        return True
    return category == chosen.pk or parents.get(category) == chosen.pk
