"""Reputations, counted anew from the rows that they are of: when something is published, and every night for all.

The rows of people and gigs are locked first, in the order of their keys, so that of two who publish at once the second
counts what the first wrote.
"""

from collections.abc import Collection
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from marketplace import clock
from marketplace.accounts.models import User
from milestones.models import Order

BATCH = 500  # people at a time, in the night

BEGIN = """
INSERT INTO accounts_reputation (user_id, stars_as_freelancer, reviews_as_freelancer, stars_as_client,
    reviews_as_client, finished, hired, delivered, on_time, updated_at)
SELECT id, 0, 0, 0, 0, 0, 0, 0, 0, %(now)s FROM unnest(%(people)s::bigint[]) AS id ORDER BY id
ON CONFLICT DO NOTHING
"""
HOLD_PEOPLE = "SELECT FROM accounts_reputation WHERE user_id = ANY (%(people)s) ORDER BY user_id FOR NO KEY UPDATE"
HOLD_GIGS = "SELECT FROM gigs_gig WHERE id = ANY (%(gigs)s) ORDER BY id FOR NO KEY UPDATE"
COUNTED = "published_at IS NOT NULL AND removed_at IS NULL AND counts"
# A step is late by the freelancer's own doing alone where it was delivered late: see marketplace.gigs.standing.
PEOPLE = f"""
UPDATE accounts_reputation SET
    stars_as_freelancer = said.stars_as_freelancer, reviews_as_freelancer = said.reviews_as_freelancer,
    stars_as_client = said.stars_as_client, reviews_as_client = said.reviews_as_client,
    finished = done.finished, hired = paid.hired, delivered = work.delivered, on_time = work.on_time,
    updated_at = %(now)s
FROM unnest(%(people)s::bigint[]) AS person,
LATERAL (
    SELECT coalesce(sum(first + second + third) FILTER (WHERE side = 'freelancer'), 0) AS stars_as_freelancer,
           count(*) FILTER (WHERE side = 'freelancer') AS reviews_as_freelancer,
           coalesce(sum(first + second + third) FILTER (WHERE side = 'client'), 0) AS stars_as_client,
           count(*) FILTER (WHERE side = 'client') AS reviews_as_client
    FROM reviews_review WHERE about_id = person AND {COUNTED}
) said,
LATERAL (
    SELECT count(*) AS finished FROM milestones_order WHERE freelancer_id = person AND state = 'completed'
) done,
LATERAL (SELECT count(*) AS hired FROM milestones_order WHERE client_id = person AND state = 'completed') paid,
LATERAL (
    SELECT count(*) AS delivered, count(*) FILTER (WHERE NOT step.delivered_late) AS on_time
    FROM milestones_order deal JOIN milestones_milestone step ON step.order_id = deal.id
    WHERE deal.freelancer_id = person AND step.delivered_at IS NOT NULL
) work
WHERE user_id = person
"""  # noqa: S608 - what is put in is ours
GIGS = f"""
UPDATE gigs_gig SET stars_total = said.stars, reviews_counted = said.reviews
FROM unnest(%(gigs)s::bigint[]) AS gig,
LATERAL (
    SELECT coalesce(sum(first + second + third), 0) AS stars, count(*) AS reviews
    FROM reviews_review WHERE gig_id = gig AND {COUNTED}
) said
WHERE gigs_gig.id = gig AND (stars_total, reviews_counted) IS DISTINCT FROM (said.stars, said.reviews)
"""  # noqa: S608 - what is put in is ours


def refresh(people: Collection[int], gigs: Collection[int] = ()) -> None:
    """Count for these people and gigs. Within the transaction that changed something for them."""
    values: dict[str, Any] = {"people": sorted(people), "gigs": sorted(gigs), "now": clock.now()}
    with connection.cursor() as cursor:
        for statement in (BEGIN, HOLD_PEOPLE, PEOPLE):
            cursor.execute(statement, values)
        if gigs:
            for statement in (HOLD_GIGS, GIGS):
                cursor.execute(statement, values)


def refresh_all() -> int:
    """Count for everybody with an order, some at a time, so that nobody waits for long. Returns how many those are."""
    after, counted = 0, 0
    hires, works = Order.objects.filter(client=OuterRef("pk")), Order.objects.filter(freelancer=OuterRef("pk"))
    rows = User.objects.filter(Exists(hires) | Exists(works)).order_by("pk").values_list("pk", flat=True)
    while keys := list(rows.filter(pk__gt=after)[:BATCH]):
        with transaction.atomic(durable=True):
            refresh(keys)
        counted, after = counted + len(keys), keys[-1]
    return counted
