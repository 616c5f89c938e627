"""The order of results: a gig's standing, from public facts alone, by a formula that /gigs/ranking/ prints.

Nobody can pay for a place, and editing a gig never moves it. The standing is worked out when a gig is published first,
so that a new one does not wait for the night, and for all of them every night.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from marketplace import clock
from marketplace.accounts.models import MOST_STARS, STARS_OF_A_REVIEW, Stars
from marketplace.gigs.models import Gig

MOST = 1000
POINTS_PER_ORDER = 10
MOST_ORDERS = 30
POINTS_ON_TIME = 300
POINTS_STARS = 200
POINTS_FRESH = 200
FRESH_DAYS = 30
YEAR = timedelta(days=365)  # how far back orders and steps count
# Whom nobody knows yet is taken to be on time in four of five: one late step is not the end, one early no proof.
KNOWN_STEPS, KNOWN_ON_TIME = 5, 4
# And a gig that nobody has reviewed is taken to be good, so that one bad review is not the end, and one good no proof.
KNOWN_REVIEWS, KNOWN_STARS = 5, 4
# Stars above the least that a review can give, and the most of them.
KNOWN_ABOVE = STARS_OF_A_REVIEW * (KNOWN_STARS - 1) * KNOWN_REVIEWS
MOST_ABOVE = STARS_OF_A_REVIEW * (MOST_STARS - 1)

BATCH = 2_000  # gigs that are locked at a time


@dataclass(frozen=True)
class Facts:
    """What the standing of a gig is made of.

    Its owner's orders and steps of the last year, its age in days, and what its own reviews gave in all.
    """

    orders: int
    steps: int
    on_time: int
    age_days: int
    stars: Stars = Stars(0, 0)

    @property
    def of_orders(self) -> int:
        return POINTS_PER_ORDER * min(self.orders, MOST_ORDERS)

    @property
    def of_time(self) -> int:
        return POINTS_ON_TIME * (self.on_time + KNOWN_ON_TIME) // (self.steps + KNOWN_STEPS)

    @property
    def of_stars(self) -> int:
        above = self.stars.total - STARS_OF_A_REVIEW * self.stars.reviews + KNOWN_ABOVE
        return POINTS_STARS * above // (MOST_ABOVE * (self.stars.reviews + KNOWN_REVIEWS))

    @property
    def of_age(self) -> int:
        return POINTS_FRESH * max(FRESH_DAYS - self.age_days, 0) // FRESH_DAYS

    @property
    def points(self) -> int:
        return self.of_orders + self.of_time + self.of_stars + self.of_age


# A step is late by the freelancer's own fault alone where it was delivered late (Milestone.is_late counts from when its
# work could begin, and time that the client gave moves the due date). One that is delivered twice is judged once.
DONE = """
SELECT count(*) AS orders FROM milestones_order o
WHERE o.freelancer_id = {owner} AND o.state = 'completed' AND o.ended_at >= %(since)s
"""
WORK = """
SELECT count(*) AS steps, count(*) FILTER (WHERE NOT m.delivered_late) AS on_time
FROM milestones_order o JOIN milestones_milestone m ON m.order_id = o.id
WHERE o.freelancer_id = {owner} AND m.delivered_at >= %(since)s
"""
OF_ONE = f"SELECT orders, steps, on_time FROM ({DONE}) AS done, ({WORK}) AS work".format(owner="%(owner)s")  # noqa: S608 - ours
POINTS = f"""
{POINTS_PER_ORDER} * least(orders, {MOST_ORDERS})
+ {POINTS_ON_TIME} * (on_time + {KNOWN_ON_TIME}) / (steps + {KNOWN_STEPS})
+ {POINTS_STARS} * (stars_total - {STARS_OF_A_REVIEW} * reviews_counted + {KNOWN_ABOVE})
  / ({MOST_ABOVE} * (reviews_counted + {KNOWN_REVIEWS}))
+ {POINTS_FRESH} * greatest({FRESH_DAYS} - age_days, 0) / {FRESH_DAYS}
"""
# The facts are gathered once for each person, and rows whose standing stays as it is are not written.
UPDATE = f"""
WITH owners AS (
    SELECT DISTINCT owner_id FROM gigs_gig WHERE state = 'published' AND id > %(after)s AND id <= %(last)s
), facts AS (
    SELECT owner_id, done.orders, work.steps, work.on_time FROM owners,
    LATERAL ({DONE.format(owner="owners.owner_id")}) done, LATERAL ({WORK.format(owner="owners.owner_id")}) work
), scored AS (
    SELECT id, ({POINTS})::int AS points FROM (
        SELECT gig.id, facts.orders, facts.steps, facts.on_time, gig.stars_total, gig.reviews_counted,
               greatest(floor(extract(epoch FROM %(now)s - gig.published_at) / 86400)::int, 0) AS age_days
        FROM gigs_gig gig JOIN facts USING (owner_id)
        WHERE gig.state = 'published' AND gig.id > %(after)s AND gig.id <= %(last)s
    ) AS known
)
UPDATE gigs_gig SET standing = points FROM scored
WHERE gigs_gig.id = scored.id AND gigs_gig.standing <> points
"""  # noqa: S608 - what is put in is ours


def facts_of(gig: Gig, at: datetime) -> Facts:
    """The facts of a gig that is published."""
    return _facts(gig.owner_id, (at - gig.published_at).days, at, gig.stars)


def beginning(owner: int, at: datetime) -> int:
    """The standing that a gig of this person begins with, which is published now for the first time."""
    return _facts(owner, 0, at, Stars(0, 0)).points


def _facts(owner: int, age_days: int, at: datetime, stars: Stars) -> Facts:
    with connection.cursor() as cursor:
        cursor.execute(OF_ONE, {"owner": owner, "since": at - YEAR})
        orders, steps, on_time = cursor.fetchone()
    return Facts(orders, steps, on_time, max(age_days, 0), stars)


def refresh() -> int:
    """Work all of them out anew, some at a time, so that nobody waits for long. Returns how many changed."""
    now, after, changed = clock.now(), 0, 0
    published = Gig.objects.filter(state="published").order_by("pk")
    while keys := list(published.filter(pk__gt=after).values_list("pk", flat=True)[:BATCH]):
        values = {"now": now, "since": now - YEAR, "after": after, "last": keys[-1]}
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(UPDATE, values)
            changed += cursor.rowcount
        after = keys[-1]
    return changed
