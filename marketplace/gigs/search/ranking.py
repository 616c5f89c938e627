"""Best match: the formula that /gigs/ranking/ prints, and how its results are shared out among pages.

Ranking by words reads each text again, so it is done for the best CANDIDATES by standing alone: of a word that stands
in most gigs it would take 200 ms, so it takes 5.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import F, QuerySet

from marketplace.gigs.models import Gig
from marketplace.postgresql.full_text import Words

CANDIDATES = 500
PAGE = 24  # gigs
EACH = 2  # gigs of one person on a page

# How much a word counts in the title, in the tags and in the rest; ts_rank wants them from D to A.
TITLE, TAGS, TEXT = 1.0, 0.4, 0.1
WEIGHTS = [TEXT, TEXT, TAGS, TITLE]
POINTS_OF_WORDS = 1000  # for the best match of words that there is
SHARE_OF_STANDING = 10  # a tenth of its points

SCORED = """
SELECT id, owner_id, standing, {rank} AS score FROM ({candidates}) AS candidates (id, owner_id, standing, words)
"""
RANK = "round({points} * ts_rank(%s::real[], words, %s::tsquery))::int"


@dataclass(frozen=True)
class Ranked:
    """A gig among the candidates, and the points that put it where it is."""

    pk: int
    owner: int
    standing: int
    of_words: int

    @property
    def score(self) -> int:
        return self.of_words + self.standing // SHARE_OF_STANDING


def ranked(found: QuerySet[Gig], words: Words, most: int) -> list[Ranked]:
    """The best among what was found, in order: of at most so many with the highest standing."""
    best = found.order_by("-standing", "-pk")[:most]
    if not words:
        return [Ranked(*row, 0) for row in best.values_list("pk", "owner_id", "standing")]
    inner, params = best.values_list("pk", "owner_id", "standing", F("words")).query.sql_with_params()
    with connection.cursor() as cursor:
        rank = RANK.format(points=POINTS_OF_WORDS)
        cursor.execute(SCORED.format(rank=rank, candidates=inner), [WEIGHTS, words.query, *params])
        rows = [Ranked(*row) for row in cursor.fetchall()]
    return sorted(rows, key=lambda one: (-one.score, -one.pk))


def shared_out(best: Iterable[Ranked]) -> list[list[Ranked]]:
    """The same in pages, nobody more than EACH times on one: what is too much of one person waits for the next."""
    pages: list[list[Ranked]] = []
    waiting = list(best)
    while waiting:
        page: list[Ranked] = []
        later: list[Ranked] = []
        times = Counter[int]()
        for one in waiting:
            if len(page) < PAGE and times[one.owner] < EACH:
                times[one.owner] += 1
                page.append(one)
            else:
                later.append(one)
        pages.append(page)
        waiting = later
    return pages
