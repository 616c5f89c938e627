"""/healthz says whether the site can do its work, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest

from marketplace import health
from milestones.sweep import sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def checks(monkeypatch):
    """Only the checks that the test adds, and the database's."""
    checks = {"database": health.database_answers}
    monkeypatch.setattr(health, "CHECKS", checks)
    return checks


def test_it_is_well(client, checks):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {"status": "ok", "checks": {"database": "ok"}}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("ago", "status", "said"),
    [
        (timedelta(seconds=20), 200, "ok"),
        (timedelta(seconds=300), 503, "last ran 300 seconds ago"),
        (None, 503, "has never run"),
    ],
)
def test_it_notices_that_the_jobs_have_stopped(client, checks, ago, status, said):
    now = datetime.now(UTC)
    checks["sweep"] = health.recent(lambda: None if ago is None else now - ago, within=timedelta(minutes=3))

    response = client.get("/healthz")

    assert (response.status_code, response.json()["checks"]["sweep"]) == (status, said)


def test_it_keeps_the_reason_of_a_failure_to_the_log(client, checks, caplog):
    def fail():
        raise RuntimeError("password=hunter2")

    checks["gateway"] = fail

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["checks"]["gateway"] == "failing"
    assert "hunter2" not in response.text
    assert "hunter2" in caplog.text


def test_a_load_balancer_may_ask_over_plain_http(client, checks, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz").status_code == 200
    assert client.get("/").status_code == 301


def test_it_is_for_reading(client, checks):
    assert client.post("/healthz").status_code == 405


@pytest.mark.django_db(transaction=True)
def test_the_sweep_is_watched(client):
    assert client.get("/healthz").json()["checks"]["sweep"] == "has never run"

    sweep()

    assert client.get("/healthz").status_code == 200
