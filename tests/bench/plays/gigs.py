"""Goal 14: finding gigs among very many, with a word that stands in most of their texts."""

from collections.abc import Callable
from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import QueryDict

from marketplace.gigs.models import Category
from marketplace.gigs.search import results
from marketplace.gigs.search.filters import read
from tests.bench.plays import data

EACH = 20  # gigs of one person
COMMON = "design"  # stands in 80 % of the texts, and in a tenth of the titles

# Words are made of syllables, and some come much more often than others, as those of people do. Texts are made of
# sentences, because picking a word at a time for all of them takes minutes.
VOCABULARY = """
CREATE TEMPORARY TABLE vocabulary AS
SELECT row_number() OVER (ORDER BY md5(a || b || c)) AS place, a || b || c AS word
FROM unnest(ARRAY['lo','ma','pri','te','su','ka','vel','dor','ni','fa','gru','bo','he','ix']) a,
     unnest(ARRAY['go','ri','nt','xa','ver','lum','do','sti','pe','qua','mo','za','fi','ru']) b,
     unnest(ARRAY['','n','ra','tor','s','le','mi','vo','ped','la','king','er','ed','dum']) c
"""
SENTENCES = """
CREATE TEMPORARY TABLE sentences AS
SELECT made.place, string_agg(word, ' ' ORDER BY number) AS words,
       string_agg(word, ' ' ORDER BY number) FILTER (WHERE number <= 3) AS few
FROM (SELECT place, number, 1 + floor(power(random(), 3) * 2700) AS chosen
      FROM generate_series(0, 1499) AS place, generate_series(1, 30) AS number) AS made
JOIN vocabulary ON vocabulary.place = made.chosen GROUP BY 1
"""
PEOPLE = """
INSERT INTO accounts_user (id, email, display_name, headline, about, country, time_zone, avatar, skills, password,
                           is_staff, is_active, is_superuser, date_joined)
SELECT %(user)s + n, 'seller' || n || '@bench.example', 'Seller ' || n, '', '',
       (ARRAY['NL','NG','PL','PT','ES'])[1 + n %% 5], 'UTC', '', '[]', '!', false, n %% 50 > 0, false, %(now)s
FROM generate_series(0, %(people)s - 1) AS n
"""
GIGS = f"""
INSERT INTO gigs_gig (id, owner_id, category_id, field_id, state, version_id, title, tags_text, text, language,
                      country, currency, price_from, price_usd, days_from, steps, standing, created_at, published_at,
                      changed_at, removed_reason)
SELECT %(gig)s + n, %(user)s + n %% %(people)s, kind.id, kind.parent_id,
       'published', %(gig)s + n,
       left(CASE WHEN n %% 10 = 0 THEN '{COMMON} ' ELSE '' END || a.few || ' ' || b.few, 80), c.few,
       CASE WHEN n %% 5 < 4 THEN 'A {COMMON} made for you. ' ELSE '' END || concat_ws(' ', b.words, c.words, d.words),
       (ARRAY['en','en','en','en','es','de','pl'])[1 + n %% 7], (ARRAY['NL','NG','PL','PT','ES'])[1 + n %% 5], 'USD',
       cents, cents, 1 + floor(random() * 60)::int, (ARRAY[0, 2, 3, 4, 5])[1 + n %% 5], floor(random() * 1000)::int,
       %(now)s, %(now)s - n * interval '1 minute', %(now)s, ''
FROM (SELECT n, power(random(), 2) AS chance, (50 + floor(power(random(), 3) * 3000))::bigint * 100 AS cents,
             n * 7919 %% 1500 AS one, n * 104729 %% 1499 AS two, n * 1299709 %% 1493 AS three,
             n * 15485863 %% 1489 AS four
      FROM generate_series(0, %(count)s::bigint - 1) n) made
JOIN sentences a ON a.place = one JOIN sentences b ON b.place = two
JOIN sentences c ON c.place = three JOIN sentences d ON d.place = four
CROSS JOIN (SELECT array_agg(id ORDER BY id) AS kinds FROM gigs_category WHERE parent_id IS NOT NULL) work
JOIN gigs_category kind ON kind.id = kinds[1 + floor(chance * array_length(kinds, 1))::int]
"""
VERSIONS = """
INSERT INTO gigs_gigversion (id, gig_id, number, category_id, policy_id, terms, digest, at)
SELECT id, id, 1, category_id, %(policy)s, '{}', repeat('0', 64), %(now)s FROM gigs_gig WHERE id >= %(gig)s
"""


def stock_gigs(gigs: int) -> None:
    """Publish so many, by set-based SQL, as the actions would have left their columns."""
    values = {"gig": 1_000_000, "user": 5_000_000, "count": gigs, "people": max(gigs // EACH, 1)}
    values |= {"policy": data.rulebook("steps8").pk, "now": data.clock.now()}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica; SET LOCAL synchronous_commit = off")
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL maintenance_work_mem = '256MB'; SELECT setseed(0.5)")
        indexes = data._drop_indexes(cursor, ["gigs_gig"])
        for statement in (VOCABULARY, SENTENCES, PEOPLE, GIGS, VERSIONS, *indexes):
            cursor.execute(statement, values if "%(" in statement else None)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM ANALYZE gigs_gig, gigs_gigversion, accounts_user")
    connection.close()


def _words(*places: int) -> str:
    """Words of the vocabulary, the more frequent the smaller their place."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM ts_stat('SELECT words FROM gigs_gig WHERE id < 1005000', 'a') ORDER BY ndoc DESC"
        )
        known = [word for (word,) in cursor.fetchall()]
    return " ".join(known[min(place, len(known) - 1)] for place in places)


def searches() -> dict[str, str]:
    """Addresses that people ask for, by what is special about them."""
    frequent, rare = _words(3), _words(800)
    return {
        "a word in 80 %": f"q={COMMON}",
        "the same, and another that is frequent": f"q={COMMON} {frequent}",
        "the same, and a rare one": f"q={rare} {COMMON}",
        "a rare word": f"q={rare}",
        "the beginning of a word": f"q={COMMON} {frequent[:3]}",
        "a phrase": f'q="{COMMON} made" {frequent}',
        "80 %, in a field, up to $300, in steps": f"q={COMMON}&category=graphics-design&to=300&steps=on",
        "80 %, little over $3,000": f"q={COMMON}&from=3040&days=7&language=pl",
        "80 %, the cheapest": f"q={COMMON}&sort=price",
        "80 %, the newest in one kind of work": f"q={COMMON}&sort=newest&category=logo-design",
        "frequent, the soonest": f"q={frequent}&sort=days&country=PT",
        "the last page of 80 %": f"q={COMMON}&page=20",
        "misspelt": f"q={COMMON[:-2]}x{COMMON[-1]}yy qqqq",
    }


def browsing() -> dict[str, str]:
    return {
        "all": "",
        "a field": "category=graphics-design",
        "a kind of work": "category=logo-design",
        "a field, page 9": "category=graphics-design&page=9",
        "a field, in steps, up to $500": "category=graphics-design&steps=on&to=500",
        "newest": "sort=newest",
        "cheapest of a field": "sort=price&category=graphics-design",
        "cheapest, far down": "sort=price&after=120000.1050000",
    }


def find_gigs(times: int) -> dict[str, dict[str, list[float]]]:
    """Milliseconds of database time of each page, `times` times, and its number of statements last."""
    return measured(_find, {"search": searches(), "browse": browsing()}, times)


def _find(asked: str) -> None:
    """As the page does it."""
    query, fields = QueryDict(asked), Category.objects.tree()
    by_slug = {one.slug: one for field in fields for one in [field, *field.kinds]}
    filters = read(query, within=None, categories=by_slug, rates=dict)
    results.find(filters, query, fields, AnonymousUser())


def measured(
    find: Callable[[str], object], looked: dict[str, dict[str, str]], times: int
) -> dict[str, dict[str, list[float]]]:
    """What `find` takes of the database for each of these addresses; the first turn does not count."""
    return {sort: {name: _turns(find, asked, times) for name, asked in some.items()} for sort, some in looked.items()}


def _turns(find: Callable[[str], object], asked: str, times: int) -> list[float]:
    _watched(find, asked)
    took = [_watched(find, asked) for _ in range(times)]
    return [*(milliseconds for milliseconds, _ in took), took[-1][1]]


def _watched(find: Callable[[str], object], asked: str) -> tuple[float, int]:
    """Milliseconds of a processor that PostgreSQL's process spends on it, and the number of statements.

    Not what the driver waits: half of that is Python's, which puts the statement together and makes objects of rows.
    """
    statements = 0

    def watch(execute, sql, params, many, context):
        nonlocal statements
        statements += 1
        return execute(sql, params, many, context)

    connection.ensure_connection()
    server = connection.connection.info.backend_pid
    before = _spent(server)
    with connection.execute_wrapper(watch):
        find(asked)
    return _spent(server) - before, statements


def _spent(pid: int) -> float:
    """Milliseconds that a process has been on a processor."""
    on_processor, *_ = Path(f"/proc/{pid}/schedstat").read_text().split()
    return int(on_processor) / 1_000_000
