"""Two beats are one beat."""

import os
import signal

import psycopg
import pytest
from django.db import connections

from marketplace import beat
from marketplace.celery import app
from marketplace.postgresql.connection import ImpatientConnection
from tests.infra.servers import celery, eventually, rehearsal

pytestmark = pytest.mark.processes


@pytest.fixture
def start(tmp_path, django_db_setup):
    """A function that starts a beat by name; all are killed at the end."""
    started = []

    def start(name):
        command = ["-A", "tests.infra.rehearsal", "beat", "-l", "INFO"]
        started.append(celery(tmp_path / f"{name}.log", *command, **rehearsal(tmp_path)))
        return started[-1]

    yield start
    for program in started:
        program.kill()


def sent(program) -> int:
    return program.said().count("Sending due task tick")


def test_one_ticks_and_the_other_takes_over_when_it_is_killed(start):
    first = start("first")
    first.wait_for("This beat ticks")
    second = start("second")
    eventually(lambda: sent(first) >= 3)
    second.wait_for("beat: Starting")
    eventually(lambda: sent(first) >= 6)
    assert sent(second) == 0

    first.kill()

    second.wait_for("This beat ticks", patience=30)
    eventually(lambda: sent(second) >= 2)


def test_one_that_hangs_is_replaced_and_stands_by_when_it_wakes_up(start):
    first = start("first")
    first.wait_for("This beat ticks")
    second = start("second")
    second.wait_for("beat: Starting")

    os.kill(first.process.pid, signal.SIGSTOP)
    second.wait_for("This beat ticks", patience=30)
    eventually(lambda: sent(second) >= 2)
    os.kill(first.process.pid, signal.SIGCONT)

    first.wait_for("Beat stands by")
    before = sent(first)
    eventually(lambda: sent(second) >= 5)
    assert sent(first) <= before + 1


@pytest.mark.django_db
def test_it_stops_ticking_when_its_session_is_cut():
    scheduler = beat.OneBeat(app, lazy=True)
    assert scheduler.leads()
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [scheduler.session.info.backend_pid])

    assert not scheduler.leads()

    assert scheduler.leads()  # the next try gets a new session
    scheduler.release()


@pytest.mark.django_db
def test_a_released_lock_is_free_for_others():
    first, second = beat.OneBeat(app, lazy=True), beat.OneBeat(app, lazy=True)
    assert first.leads()
    assert not second.leads()

    first.close()

    assert second.leads()
    second.close()


def test_it_stands_by_while_there_is_no_database(monkeypatch):
    def refuse(**params):
        raise psycopg.OperationalError("no server")

    monkeypatch.setattr(ImpatientConnection, "connect", refuse)

    assert beat.OneBeat(app, lazy=True).tick() == beat.STAND_BY


def test_every_entry_expires_before_the_next_one_is_due():
    for entry in app.conf.beat_schedule.values():
        assert entry["options"]["expires"] > 0
        if isinstance(entry["schedule"], int):
            assert entry["options"]["expires"] == entry["schedule"]


def test_every_entry_names_a_task_that_exists():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)
