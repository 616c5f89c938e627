"""Sweeps in real processes: killed half-way, in parallel, and a week late, they give the books of a punctual one."""

import os
import signal
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.db import connection

from escrow.models import JournalEntry
from marketplace.deadlines.models import Deadline
from marketplace.events.models import Event
from tests.workshop import hand_in, sheet, states

pytestmark = pytest.mark.processes
DEALS = 7


def address() -> str:
    """The test database as a DATABASE_URL."""
    it = connection.settings_dict
    who = quote(it["USER"] or "postgres") + (f":{quote(it['PASSWORD'])}" if it["PASSWORD"] else "")
    host = it["HOST"]
    if host.startswith("/"):
        return f"postgresql://{who}@/{it['NAME']}?host={quote(host)}"
    return f"postgresql://{who}@{host or 'localhost'}:{it['PORT'] or 5432}/{it['NAME']}"


def sweeper(*arguments) -> subprocess.Popen:
    return subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "tests.races.sweeper", *map(str, arguments)],
        env=os.environ | {"DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdout=subprocess.PIPE,
    )


def finish(process: subprocess.Popen) -> int:
    process.communicate(timeout=60)
    return process.returncode


@pytest.fixture
def deals(order):
    """Seven orders whose review window ends on day 8 and ends them."""
    placed = [order("steps8") for _ in range(DEALS)]
    for deal in placed:
        hand_in(deal, 1)
    return placed


def all_ended_once(deals) -> None:
    assert {tuple(states(deal)) for deal in deals} == {("paid", "skipped", "skipped", "completed")}
    assert JournalEntry.objects.filter(kind="milestone.release").count() == DEALS
    assert Event.objects.filter(kind="order.completed").count() == DEALS
    assert sheet() == {"gateway": -105_500 * DEALS, "grace:clearing": 80_000 * DEALS, "fees": 25_500 * DEALS}


@pytest.mark.parametrize("batch", [2, 10])
def test_killed_before_the_commit_nothing_of_the_batch_happened(batch, deals):
    """A batch fires two timers, by their instants: first the reminders of all, then their reviews."""
    assert finish(sweeper(15, batch)) == -signal.SIGKILL

    fired = Deadline.objects.filter(outcome="fired")
    assert fired.count() == 2 * (batch - 1)
    reviews = fired.filter(kind="review").count()
    assert bool(reviews) == (batch == 10)
    assert Deadline.objects.filter(kind="review", settled_at=None).count() == DEALS - reviews
    assert JournalEntry.objects.filter(kind="milestone.release").count() == reviews


def test_the_next_sweep_makes_up_for_a_killed_one(deals):
    finish(sweeper(15, 3))

    assert finish(sweeper(15)) == 0

    all_ended_once(deals)


def test_in_parallel_each_timer_fires_once(deals):
    sweeps = [sweeper(15) for _ in range(3)]

    assert [finish(process) for process in sweeps] == [0, 0, 0]
    finish(sweeper(15))

    all_ended_once(deals)


def test_parallel_and_killed(deals):
    sweeps = [sweeper(15, 2), sweeper(15), sweeper(15, 1)]
    for process in sweeps:
        finish(process)

    assert finish(sweeper(15)) == 0

    all_ended_once(deals)
