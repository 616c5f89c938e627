"""Goal 14, of jobs: finding one among as many as there are gigs, whose texts they have."""

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import QueryDict

from marketplace.jobs import search
from tests.bench.plays import data
from tests.bench.plays.gigs import COMMON, _words, measured

POSTS = """
INSERT INTO jobs_post (id, client_id, policy_id, category_id, state, version_id, title, skills, skills_text, text,
                       language, country, currency, budget_min, budget_max, least_usd, most_usd, visibility,
                       hires_wanted, hires, created_at, changed_at, opened_at, closes_at, closed_why, closing_words,
                       removed_reason)
SELECT id, owner_id, %(policy)s, category_id, 'open', id, title, string_to_array(tags_text, ' '), tags_text, text,
       language, country, 'USD', price_usd, 2 * price_usd, price_usd, 2 * price_usd, 'public', 1, 0, %(now)s, %(now)s,
       published_at, %(now)s + (3 + id %% 57) * interval '1 day', '', '', ''
FROM gigs_gig WHERE id >= %(first)s
"""
PROPOSALS = """
INSERT INTO jobs_proposal (post_id, freelancer_id, offer_id, post_version_id, letter, answers, at, note)
SELECT id, 5000000 + one, 4 * id + one, id, 'I would.', '[]', %(now)s, ''
FROM jobs_post CROSS JOIN generate_series(0, 2) AS one WHERE id >= %(first)s AND id %% 2 = 0
"""


def stock_jobs() -> None:
    """Post a job for each gig that there is, half of them with three proposals, as the actions would have left them."""
    values = {"policy": data.rulebook("fair").pk, "now": data.clock.now(), "first": 1_000_000}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica; SET LOCAL synchronous_commit = off")
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL maintenance_work_mem = '256MB'")
        indexes = data._drop_indexes(cursor, ["jobs_post"])
        cursor.execute(POSTS, values)
        cursor.execute(PROPOSALS, values)
        for statement in indexes:
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM ANALYZE jobs_post, jobs_proposal")
    connection.close()


def searches() -> dict[str, str]:
    """Addresses that people ask for, by what is special about them."""
    frequent, rare = _words(3), _words(800)
    return {
        "a word in 80 %": f"q={COMMON}",
        "the same, and another that is frequent": f"q={COMMON} {frequent}",
        "a rare word": f"q={rare}",
        "80 %, in a field, up to $300": f"q={COMMON}&category=graphics-design&to=300",
        "80 %, without proposals": f"q={COMMON}&none=on",
        "80 %, closing soonest": f"q={COMMON}&sort=closing",
    }


def browsing() -> dict[str, str]:
    return {
        "all": "",
        "a field": "category=graphics-design",
        "a kind of work": "category=logo-design",
        "closing soonest": "sort=closing",
        "highest budget": "sort=budget",
        "without proposals": "none=on",
    }


def find_jobs(times: int) -> dict[str, dict[str, list[float]]]:
    """Milliseconds of database time of each page, `times` times, and its number of statements last."""
    return measured(_find, {"search": searches(), "browse": browsing()}, times)


def _find(asked: str) -> None:
    search.find(search.read(QueryDict(asked)), AnonymousUser())
