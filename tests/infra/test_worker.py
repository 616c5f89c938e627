"""Workers on a real Redis: a task is done once it is done, whoever is killed."""

import os
import socket
import subprocess
import sys

import pytest
from django.conf import settings

from marketplace.celery import REDELIVERY, app
from marketplace.tasks import clear_sessions
from marketplace.watchdog import ENDED_BY_WATCHDOG
from tests.infra.servers import ROOT, Program, celery, eventually, rehearsal

redis_tests = [pytest.mark.processes, pytest.mark.needs("redis-server")]


@pytest.fixture
def redis_url(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Program(tmp_path / "redis.log", "redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "")
    server.wait_for("Ready to accept connections")
    yield f"redis://127.0.0.1:{port}/0"
    server.kill()


@pytest.fixture
def env(tmp_path, redis_url, django_db_setup):
    return rehearsal(tmp_path) | {"REDIS_URL": redis_url}


@pytest.fixture
def work(tmp_path, env):
    """A function that starts a worker by name; all are killed at the end."""
    started = []

    def work(name, pool="threads"):
        command = ["-A", "tests.infra.rehearsal", "worker", "--pool", pool, "-c", "2", "-n", name, "-l", "INFO"]
        started.append(celery(tmp_path / f"{name}.log", *command, **env))
        started[-1].wait_for("ready.")
        return started[-1]

    yield work
    for program in started:
        program.kill()


@pytest.fixture
def queue(tmp_path, env):
    """A function that queues a task by name, in a process of its own as the site would."""

    def queue(task, **context):
        order = f"from tests.infra import rehearsal; from marketplace import logs; logs.about(**{context})"
        order += f"; rehearsal.{task}.delay()"
        subprocess.run([sys.executable, "-c", order], env=os.environ | env, cwd=ROOT, check=True)

    return queue


def lines(file) -> list[str]:
    return file.read_text().split() if file.exists() else []


class TestOnRedis:
    pytestmark = redis_tests

    def test_a_task_runs_once(self, work, queue, tmp_path):
        work("only")

        queue("tick")

        eventually(lambda: len(lines(tmp_path / "ticks")) == 1)

    def test_its_lines_carry_the_number_of_the_request_that_asked(self, work, queue):
        worker = work("only")

        queue("tick", request_id="7f3a91bc")

        worker.wait_for("succeeded")
        assert all(word in worker.said() for word in ("request_id=7f3a91bc", "task=tests.infra.rehearsal.tick"))

    def test_a_task_that_takes_too_long_fails_and_the_worker_goes_on(self, work, queue, tmp_path):
        worker = work("only")

        queue("spin")

        worker.wait_for("raised unexpected: SoftTimeLimitExceeded()", patience=20)
        assert "spin takes longer than 1 seconds" in worker.said()
        queue("tick")
        eventually(lambda: lines(tmp_path / "ticks"))

    def test_a_worker_whose_task_hangs_ends_and_says_where(self, work, queue):
        worker = work("only")

        queue("hang")

        assert worker.process.wait(30) == ENDED_BY_WATCHDOG
        assert "hang hangs for" in worker.said()
        assert "time.sleep(120)" in worker.said()

    def test_a_killed_workers_task_goes_to_another(self, work, queue, tmp_path):
        first = work("first")
        queue("slow")
        eventually(lambda: lines(tmp_path / "slow") == ["begun"])

        first.kill()
        work("second")

        eventually(lambda: lines(tmp_path / "slow") == ["begun", "begun", "done"], patience=60)


def test_redelivery_takes_equally_long_in_all_three_settings():
    """Celery reads one, kombu another: the shortest of them decides, and a task would run twice."""
    order = "import marketplace.settings as s; print(s.CELERY_BROKER_TRANSPORT_OPTIONS['visibility_timeout'])"
    env = os.environ | {"DEMO": "1", "REDIS_URL": "redis://localhost/0"}
    said = subprocess.run([sys.executable, "-c", order], env=env, cwd=ROOT, capture_output=True, text=True).stdout

    assert int(said) == REDELIVERY == app.conf.visibility_timeout
    assert app.conf.result_backend_transport_options["visibility_timeout"] == REDELIVERY
    assert app.conf.task_time_limit < REDELIVERY


@pytest.mark.django_db
def test_a_queue_that_is_down_does_not_hurt_the_action(monkeypatch, django_capture_on_commit_callbacks):
    def down(*args):
        raise ConnectionError("no queue")

    task = clear_sessions
    monkeypatch.setattr(task, "delay", down)

    with django_capture_on_commit_callbacks(execute=True) as nudges:
        task.delay_on_commit()

    assert len(nudges) == 1


def test_the_tests_use_no_queue():
    assert settings.CELERY_BROKER_URL == "memory://"
