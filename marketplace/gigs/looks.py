"""How often gigs were looked at: a number a day, kept for a year, and shown to their owner for 30 days.

The same visitor counts once a day for a gig, and one network at most MOST_OF_NETWORK times, so that nobody makes a gig
look sought after by opening it again and again. Who looked stands in the cache alone, as a mark that says nothing of
them, until the day is over. Counts decide nothing: not the standing, not the order of results.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import connection
from django.db.models import Sum
from django.utils.crypto import salted_hmac

from marketplace import clock, orphans
from marketplace.gigs.models import DailyViews

SHOWN = 30  # days
KEPT = timedelta(days=365)
MOST_OF_NETWORK = 20  # views of one gig in a day
A_DAY = 24 * 3600  # seconds
BATCH = 5_000  # rows that are deleted at a time

COUNT = """
INSERT INTO gigs_dailyviews (gig_id, day, number) VALUES (%s, %s, 1)
ON CONFLICT (gig_id, day) DO UPDATE SET number = gigs_dailyviews.number + 1
"""


@dataclass(frozen=True)
class Visitor:
    """Who looks, and the network that they come from."""

    network: str
    who: str


def count(gig: int, visitor: Visitor) -> bool:
    """Count that this gig was looked at today. Returns whether it counts: not twice, and not too many of a network."""
    day = clock.today("UTC")
    here = f"gigs:looks:{day:%Y%m%d}:{gig}"
    if not cache.add(f"{here}:{_mark(visitor.who)}", 1, A_DAY):
        return False
    if _again(f"{here}:{_mark(visitor.network)}") > MOST_OF_NETWORK:
        return False
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [gig, day])
    return True


def _again(key: str) -> int:
    """How often this was counted today, this time too."""
    cache.add(key, 0, A_DAY)
    try:
        return cache.incr(key)
    except ValueError:  # it went in between: the cache is another one since, or made room
        cache.set(key, 1, A_DAY)
        return 1


def _mark(who: str) -> str:
    return salted_hmac("marketplace.gigs.looks", who, algorithm="sha256").hexdigest()[:32]


def views_of(gigs: Collection[int]) -> dict[int, int]:
    """How often each of these gigs was looked at in the last SHOWN days, today too; one query."""
    since = clock.today("UTC") - timedelta(days=SHOWN - 1)
    found = DailyViews.objects.filter(gig__in=gigs, day__gte=since).order_by().values("gig")
    return dict.fromkeys(gigs, 0) | dict(found.annotate(views=Sum("number")).values_list("gig", "views"))


@orphans.forgetting.register("views of gigs")
def forget_old(before: datetime) -> int:
    """Delete the counts of days that are more than a year ago, some at a time. Returns how many."""
    old = DailyViews.objects.filter(day__lt=(before - KEPT).date()).order_by("day")
    gone = 0
    while keys := list(old.values_list("pk", flat=True)[:BATCH]):
        gone += DailyViews.objects.filter(pk__in=keys).delete()[0]
    return gone
