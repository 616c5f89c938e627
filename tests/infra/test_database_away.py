"""PostgreSQL may be gone, silent, moved or locked: whoever needs it is told so within 3 seconds, and within 5 after its
return all is as before.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection, transaction

from tests.infra.proxy import Proxy
from tests.infra.servers import Site, database_url, eventually

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

TOKEN = "long-enough-to-be-a-token"
TOLD_WITHIN, BACK_WITHIN = 3, 5  # seconds
AWAY = {"gone": Proxy.refuse, "silent": Proxy.silence}
BACK = {"gone": Proxy.accept_again, "silent": Proxy.speak}


@pytest.fixture(scope="module")
def proxy(django_db_setup):
    settings = connection.settings_dict
    proxy = Proxy(Path(settings["HOST"]) / f".s.PGSQL.{settings['PORT'] or 5432}")
    yield proxy
    proxy.refuse()


@pytest.fixture(scope="module")
def site(tmp_path_factory, proxy):
    url = f"{database_url().partition('?')[0].replace('@/', f'@127.0.0.1:{proxy.port}/')}"
    proxy.refuse()
    site = Site(tmp_path_factory.mktemp("site"), DATABASE_URL=url, STATUS_TOKEN=TOKEN)  # it starts all the same
    proxy.accept_again()
    try:
        eventually(lambda: site.get("/healthz").status == 200, BACK_WITHIN)
        yield site
    finally:
        site.program.kill()


def at_once(site, user, count=12) -> list:
    """More people at once than the site has threads."""
    with ThreadPoolExecutor(count) as people:
        return list(people.map(lambda _: site.get("/dashboard/", user), range(count)))


def told(answer) -> bool:
    return answer.status == 503 and "can’t get at our records" in answer.text and answer.headers["Retry-After"] == "5"


@pytest.mark.parametrize("how", AWAY)
def test_people_are_told_soon_and_it_comes_back_by_itself(site, proxy, ada, how):
    assert all(answer.status == 200 for answer in at_once(site, ada, 4))
    AWAY[how](proxy)
    try:
        first = site.get("/dashboard/", ada)
        answers = [*at_once(site, ada), *at_once(site, ada)]
        front_door, health = site.get("/"), site.get("/healthz")
        status = site.get("/status", Authorization=f"Bearer {TOKEN}")
        time.sleep(3)
        later = site.get("/dashboard/", ada)
    finally:
        BACK[how](proxy)
    since = time.monotonic()
    eventually(lambda: site.get("/dashboard/", ada).status == 200, BACK_WITHIN)
    took = time.monotonic() - since

    assert all(told(answer) for answer in [first, *answers, later]), [answer.status for answer in answers]
    assert max(answer.seconds for answer in [first, *answers, later, health, status]) < TOLD_WITHIN
    assert "jobs cannot be measured" in status.text
    assert (front_door.status, health.status) == (200, 503)
    assert front_door.seconds < 1
    assert took < BACK_WITHIN
    assert all(answer.status == 200 for answer in at_once(site, ada))


def test_who_asked_before_it_fell_silent_is_told_as_soon(site, proxy, ada):
    assert site.get("/dashboard/", ada).status == 200
    with transaction.atomic(), connection.cursor() as cursor, ThreadPoolExecutor(2) as early:
        cursor.execute("LOCK TABLE accounts_user")
        asked = [early.submit(site.get, "/dashboard/", ada) for _ in range(2)]
        time.sleep(0.5)
        proxy.silence()
        at_once(site, ada, 2)
        answers = [one.result() for one in asked]
    proxy.speak()

    assert all(told(answer) for answer in answers)
    assert max(answer.seconds for answer in answers) - 0.5 < TOLD_WITHIN
    eventually(lambda: site.get("/dashboard/", ada).status == 200, BACK_WITHIN)


def test_one_that_has_moved_is_found(site, proxy, ada):
    """The connections that were open stay silent for ever; new ones work."""
    at_once(site, ada)
    proxy.strand()
    since = time.monotonic()

    eventually(lambda: all(answer.status == 200 for answer in at_once(site, ada, 4)), BACK_WITHIN)

    assert time.monotonic() - since < BACK_WITHIN


@pytest.mark.parametrize("table", ["accounts_user", "django_session"])
def test_a_locked_table_holds_nobody_long(site, ada, table):
    site.get("/dashboard/", ada)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table}")
        answers = at_once(site, ada, 4)

    assert [answer.status for answer in answers] == [503] * 4
    assert "That took too long" in answers[0].text
    assert max(answer.seconds for answer in answers) < TOLD_WITHIN
    assert site.get("/dashboard/", ada).status == 200
