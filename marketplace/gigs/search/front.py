"""What the front page shows of the market."""

from django.core.cache import cache
from django.db import connection

from marketplace.formats import counted
from marketplace.gigs.models import Category
from marketplace.gigs.search.matching import MOST_COUNTED
from marketplace.gigs.search.results import sold_in_steps

ON_SHELF = 8
POPULAR = 4
KEPT = 60  # seconds for which numbers are good enough


def front(reader) -> dict:
    """The fields of work with how many gigs each has, the kinds of work with most, and some gigs sold in steps."""
    fields = Category.objects.tree()
    numbers = cache.get_or_set("gigs:numbers", _numbers, KEPT)
    known = [(one, _words(sum(numbers.get(kind.pk, 0) for kind in one.kinds))) for one in fields]
    kinds = sorted((kind for field in fields for kind in field.kinds), key=lambda one: -numbers.get(one.pk, 0))
    popular = [kind for kind in kinds[:POPULAR] if numbers.get(kind.pk)]
    return {"fields": known, "popular": popular, "shelf": sold_in_steps(ON_SHELF, reader)}


# Up to one more than MOST_COUNTED for each kind of work, from the index alone: no more work for more gigs.
NUMBERS = """
SELECT kind.id, found.number FROM gigs_category AS kind, LATERAL (
    SELECT count(*) AS number FROM (
        SELECT FROM gigs_gig WHERE state = 'published' AND category_id = kind.id LIMIT %s
    ) AS first
) AS found WHERE kind.parent_id IS NOT NULL AND found.number > 0
"""


def _numbers() -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, [MOST_COUNTED + 1])
        return dict(cursor.fetchall())


def _words(number: int) -> str:
    return f"{MOST_COUNTED:,}+ gigs" if number > MOST_COUNTED else counted(number, "gig", "gigs")
