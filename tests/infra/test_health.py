"""/healthz says whether this web process can serve people, and nothing else."""

import pytest

from marketplace import health

pytestmark = pytest.mark.django_db


@pytest.fixture
def checks():
    """Only the checks that the test adds, and the database's."""
    with health.checks.instead({"database": health.database_answers}):
        yield health.checks


def test_it_is_well(client, checks):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {"status": "ok", "checks": {"database": "ok"}}
    assert "no-store" in response["Cache-Control"]


def test_it_keeps_the_reason_of_a_failure_to_the_log(client, checks, caplog):
    @checks.register("gateway")
    def fail():
        raise RuntimeError("password=hunter2")

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


def test_dead_jobs_take_no_web_process_away(client):
    """That nothing was ever swept is trouble for /status, see test_status.py."""
    assert client.get("/healthz").status_code == 200
