"""/status and /metrics tell operators, and nobody else, what is wrong."""

import re
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection

from escrow.tasks import check_books
from marketplace import clock, metrics, startup, status, task_runs
from marketplace.celery import TIMETABLE
from marketplace.deadlines.models import Deadline
from marketplace.events.models import Event
from marketplace.formats import exact_text
from marketplace.management.commands import check_database
from marketplace.models import JobRun
from marketplace.notifications.models import FanOutFailure
from tests.infra.servers import Program, Redis, free_port, rehearsal
from tests.infra.test_settings import REAL, run

pytestmark = pytest.mark.django_db
TOKEN = "long-enough-to-be-a-token"
BY_TOKEN = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def token(settings):
    settings.STATUS_TOKEN = TOKEN


@pytest.fixture
def well(db):
    """A site on which every job ran just now."""
    now = clock.real()
    JobRun.objects.bulk_create(JobRun(name=name, succeeded_at=now, seconds=0.1) for name in TIMETABLE)


def troubles(client) -> list[str]:
    response = client.get("/status", headers=BY_TOKEN)
    assert response.status_code == (503 if response.json()["troubles"] else 200)
    return response.json()["troubles"]


def metric(client, name) -> float:
    text = client.get("/metrics", headers=BY_TOKEN).text
    (line,) = [line for line in text.splitlines() if line.startswith(f"{name} ")]
    return float(line.split()[-1])


@pytest.mark.parametrize("path", ["/status", "/metrics"])
@pytest.mark.parametrize("given", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer "}])
def test_it_is_not_there_for_others(client, token, path, given):
    assert client.get(path, headers=given).status_code == 404


def test_without_a_token_nobody_guesses_it(client, settings):
    settings.STATUS_TOKEN = ""

    assert client.get("/status", headers={"Authorization": "Bearer "}).status_code == 404


def test_a_short_token_is_refused(tmp_path):
    done = run("-c", "import marketplace.settings", **REAL, DATA_DIR=str(tmp_path), STATUS_TOKEN="secret")

    assert "STATUS_TOKEN is a password for machines" in done.stderr


def test_all_is_well(client, token, well):
    assert troubles(client) == []


def test_operators_get_a_page(client, sam, well, settings):
    settings.DEMO = True  # no second factor
    sam.is_superuser = True
    sam.save(update_fields=["is_superuser"])
    client.force_login(sam)

    response = client.get("/status")

    assert "All is well" in response.text
    assert "Free space" in response.text


def test_a_new_site_has_the_time_to_run_its_jobs(client, token):
    assert "marketplace.deadlines.tasks.sweep has never succeeded" in troubles(client)

    task_runs.note("marketplace.deadlines.tasks.sweep", succeeded_at=clock.real())

    assert not [said for said in troubles(client) if "sweep" in said or "check_books" in said]


@pytest.mark.parametrize("name", TIMETABLE)
def test_every_job_is_missed(client, token, well, name):
    old = clock.real() - task_runs.patience(name) - timedelta(minutes=1)
    task_runs.note(name, succeeded_at=old, failed_at=clock.real(), failure="KeyError: 'x'")

    (said,) = troubles(client)

    assert said.startswith(f"{name} last succeeded")
    assert said.endswith("KeyError: 'x'")


def test_a_job_notes_how_it_went(monkeypatch):
    task = check_books
    task_runs.begin(task)
    task_runs.succeeded(task, result=0)
    task_runs.failed(task, exception=ValueError("no"))

    run = JobRun.objects.get(name=task.name)

    assert (run.result, run.failure) == (0, "ValueError: no")
    assert run.succeeded_at is not None
    assert run.seconds >= 0


def test_books_that_do_not_add_up_are_shown_until_they_do(client, token, well):
    task_runs.note("escrow.tasks.check_books", succeeded_at=clock.real(), result=3)

    assert troubles(client) == ["The books do not add up: 3 rows offend"]
    assert metric(client, "cairn_books_problems") == 3


def test_events_that_nobody_was_told_of(client, token, well, ada):
    Event.record("test.happened", thread="order:1", about="order:1", by=ada)
    assert troubles(client) == []
    event = Event.build("test.happened", thread="order:1", about="order:1", by=ada)
    event.at = clock.now() - timedelta(minutes=6)
    event.save(force_insert=True)
    assert troubles(client) == ["Nobody was told of 1 events for 5 minutes"]

    FanOutFailure.objects.create(event=event, next_try_at=clock.real(), failure="x")

    assert troubles(client) == ["Telling of 1 events failed: see the support desk"]


def test_timers_that_do_not_fire(client, token, well):
    Deadline.objects.create(kind="offer", reference="offer:1", due_at=clock.now() - timedelta(minutes=4))

    assert troubles(client) == ["1 timers are overdue"]


def test_a_full_disk(client, token, well, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda place: type("Disk", (), {"free": 1, "total": 100}))

    assert all("Only 1% of the disk" in said for said in troubles(client))


def test_a_queue_that_nobody_empties(client, token, well, settings):
    folder = settings.DATA_DIR / "queue"
    folder.mkdir(exist_ok=True)
    names = [folder / f"{number}.celery.msg" for number in range(metrics.LONGEST_QUEUE + 1)]
    for name in names:
        name.touch()
    try:
        assert troubles(client) == ["501 tasks wait for a worker"]
    finally:
        for name in names:
            name.unlink()


def test_redis_that_is_away(client, token, well, settings):
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"

    assert troubles(client) == ["queue cannot be measured: the log says why"]


@pytest.mark.processes
@pytest.mark.needs("redis-server")
def test_redis_that_is_nearly_full(client, token, well, settings, tmp_path):
    server = Redis(tmp_path)
    settings.REDIS_URL = server.url
    try:
        assert troubles(client) == []
        server.fill()
        assert troubles(client) == ["Redis is nearly full"]
    finally:
        server.stop()


def test_migrations_that_were_forgotten(client, token, well, monkeypatch):
    monkeypatch.setattr(check_database, "unapplied", lambda: ["escrow.0009 is not applied."])

    assert troubles(client) == ["1 migrations are not applied"]
    monkeypatch.setattr(connection, "close", lambda: None)
    with pytest.raises(ImproperlyConfigured, match="escrow.0009 is not applied"):
        startup.check()


def test_a_database_that_is_away_does_not_keep_it_from_starting(monkeypatch, caplog):
    def away():
        raise OperationalError("no server")

    monkeypatch.setattr(check_database, "not_granted", away)
    monkeypatch.setattr(connection, "close", lambda: None)

    startup.check()

    assert "nobody knows whether it fits" in caplog.text


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "command",
    [
        ["-m", "gunicorn", "marketplace.wsgi", "--no-control-socket", "--bind"],
        ["-m", "celery", "-A", "marketplace", "worker", "--pool", "threads"],
        ["-m", "celery", "-A", "marketplace", "beat"],
    ],
    ids=["web", "worker", "beat"],
)
def test_nothing_starts_on_a_database_that_does_not_fit(command, tmp_path):
    """Every part refuses, within seconds and with a sentence."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'events' AND name = '0002_append_only'")
    address = [f"127.0.0.1:{free_port()}"] if "--bind" in command else []
    env = rehearsal(tmp_path)
    program = Program(tmp_path / "log", sys.executable, *command, *address, **env)
    try:
        assert program.process.wait(60) != 0
    finally:
        program.kill()
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO django_migrations VALUES (DEFAULT, 'events', '0002_append_only', now())")

    assert "events.0002_append_only is not applied. Run migrate, then grant_web." in program.said()


@pytest.fixture
def support(client, sam, settings):
    """Sam's browser, who may see the status and no numbers."""
    settings.DEMO = True  # no second factor
    sam.user_permissions.add(Permission.objects.get(codename="view_status"))
    client.force_login(sam)
    return client


def test_support_reads_what_is_the_matter_since_when_and_what_to_do(support, well):
    since = clock.now() - timedelta(hours=2)
    Deadline.objects.create(kind="offer", reference="offer:1", due_at=since)

    page = support.get("/status").text

    assert "1 timers are overdue" in page
    assert exact_text(since) in page
    assert "9. Beat hangs, timers are late" in page
    assert "countdowns on order pages stand at zero" in page
    assert support.get("/metrics").status_code == 404
    assert 'href="/status"' in support.get("/admin/").text


def test_every_trouble_has_its_entry_in_the_runbook():
    sources = [*Path(settings.BASE_DIR).glob("*/metrics.py"), *Path(settings.BASE_DIR).glob("marketplace/**/*.py")]
    gauges = [words for path in sources for words in re.findall(r'Gauge\("(\w+)"([^\n]*)', path.read_text())]
    troubled = {name for name, rest in gauges if "trouble" in rest or "wrong" in rest}

    assert troubled - {"payments_stuck"} <= set(status.ENTRIES)
    assert set(status.ENTRIES) <= {name for name, _ in gauges}
    assert set(status.ENTRIES.values()) <= set(status.runbook())
