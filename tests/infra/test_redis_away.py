"""Redis may be stopped, silent or full: pages, sign-in and money go on, and nobody waits."""

import sys
import time

import pytest

from marketplace import nudges
from marketplace.cache import PAUSE, Folder
from tests.infra.servers import Program, Redis, Site, celery, eventually, rehearsal
from tests.infra.test_worker import lines

pytestmark = [pytest.mark.processes, pytest.mark.needs("redis-server"), pytest.mark.django_db(transaction=True)]

AWAY = {"stopped": Redis.stop, "silent": Redis.silence, "full": Redis.fill}
BACK = {"stopped": Redis.start, "silent": Redis.speak, "full": Redis.empty}
QUICK = 3  # seconds


@pytest.fixture(scope="module")
def redis(tmp_path_factory):
    server = Redis(tmp_path_factory.mktemp("redis"))
    yield server
    server.speak()
    server.stop()


@pytest.fixture(scope="module")
def site(tmp_path_factory, redis, django_db_setup):
    site = Site(tmp_path_factory.mktemp("site"), REDIS_URL=redis.url)
    yield site
    site.program.kill()


@pytest.mark.parametrize("how", AWAY)
def test_everything_goes_on(site, redis, ada, how):
    assert site.get("/dashboard/", ada).status == 200
    AWAY[how](redis)
    try:
        pages = [site.get("/dashboard/", ada) for _ in range(3)]
        sign_in = site.post("/accounts/login/", login=ada.email, password="cairn-demo")
        mistake = site.post("/accounts/login/", login=ada.email, password="wrong")
    finally:
        BACK[how](redis)

    assert [page.status for page in pages] == [200, 200, 200]
    assert sign_in.status == 302
    assert mistake.status == 200
    assert max(page.seconds for page in [*pages, sign_in, mistake]) < QUICK


def test_limits_go_on_without_it(site, redis, mallory):
    redis.stop()
    try:
        tries = [site.post("/accounts/login/", login=mallory.email, password="wrong").text for _ in range(12)]
    finally:
        redis.start()

    assert "Too many" in tries[-1]


def test_it_is_asked_again_when_it_is_back(site, redis):
    redis.stop()
    site.post("/accounts/login/", login="nobody@example.org", password="wrong")
    redis.start()
    time.sleep(PAUSE)

    site.post("/accounts/login/", login="nobody@example.org", password="wrong")

    assert redis.ask("DBSIZE") > 0


def test_a_nudge_makes_nobody_wait(monkeypatch):
    done = []
    sender = nudges.Sender()
    began = time.monotonic()
    sender.send(lambda: time.sleep(0.5))
    sender.send(lambda: done.append(1))

    assert time.monotonic() - began < 0.3
    eventually(lambda: done == [1])


def test_a_queue_that_fails_is_left_alone_for_a_while_and_too_many_nudges_are_dropped(monkeypatch):
    monkeypatch.setattr(nudges, "PAUSE", 0.01)
    done, sender = [], nudges.Sender()
    sender.ensure_thread = lambda: None
    for number in range(nudges.MOST + 10):
        sender.send(lambda number=number: done.append(number) if number else 1 / 0)
    assert sender.waiting.qsize() == nudges.MOST

    del sender.ensure_thread
    sender.ensure_thread()

    eventually(lambda: done == list(range(1, nudges.MOST)))


def test_a_full_disk_keeps_nobody_out(tmp_path, monkeypatch):
    cache = Folder(str(tmp_path), {})
    monkeypatch.setattr(Folder, "away_until", 0.0)
    monkeypatch.setattr("tempfile.mkstemp", no_space)

    cache.set("tries", 3)

    assert cache.get("tries") == 3


def no_space(*args, **kwargs):
    raise OSError(28, "No space left on device")


@pytest.fixture(scope="module")
def ticks(tmp_path_factory, redis, django_db_setup):
    """Where a worker writes down when it did what a beat asks for each second."""
    folder = tmp_path_factory.mktemp("worker")
    env = rehearsal(folder) | {"REDIS_URL": redis.url}
    command = ["worker", "--pool", "threads", "-c", "2", "-l", "INFO"]
    worker = celery(folder / "worker.log", "-A", "tests.infra.rehearsal", *command, **env)
    worker.wait_for("ready.")
    beat = celery(folder / "beat.log", "-A", "tests.infra.rehearsal", "beat", "-l", "INFO", **env)
    beat.wait_for("This beat ticks")
    yield folder / "ticks"
    beat.kill()
    worker.kill()


@pytest.mark.parametrize("how", AWAY)
def test_worker_and_beat_go_on_when_it_is_back(ticks, redis, how):
    eventually(lambda: len(lines(ticks)) > 1, patience=20)
    AWAY[how](redis)
    time.sleep(4)
    BACK[how](redis)
    since = time.time()

    eventually(lambda: float(lines(ticks)[-1]) > since, patience=5)


@pytest.fixture
def quiet_redis(tmp_path):
    """One that no other worker of these tests fetches its work from."""
    server = Redis(tmp_path)
    yield server
    server.stop()


def test_a_worker_with_work_before_it_survives_a_full_redis(tmp_path, quiet_redis, django_db_setup):
    """What it fetches it must note in Redis, which refuses."""
    redis = quiet_redis
    env = rehearsal(tmp_path) | {"REDIS_URL": redis.url}
    queue = "from tests.infra import rehearsal; rehearsal.tick.delay()"
    for _ in range(3):
        Program(tmp_path / "queue.log", sys.executable, "-c", queue, **env).process.wait()
    redis.fill()
    worker = celery(tmp_path / "worker.log", "-A", "tests.infra.rehearsal", "worker", "--pool", "threads", **env)
    try:
        worker.wait_for("used memory > 'maxmemory'")
        time.sleep(3)
        redis.empty()
        Program(tmp_path / "queue.log", sys.executable, "-c", queue, **env).process.wait()

        eventually(lambda: lines(tmp_path / "ticks"), patience=5, complaint=worker.said)
        assert worker.process.poll() is None
    finally:
        redis.empty()
        worker.kill()
