"""Real threads on real PostgreSQL: whoever comes second must find out under the lock."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from milestones.models import Order
from milestones.sql_batch import SqlBatch
from milestones.unit_of_work import UnitOfWork

LOCK = " FOR NO KEY UPDATE"
PATIENCE = 0.5  # seconds that the first waits for a second before it writes; the lock keeps the second away


@pytest.fixture(autouse=True)
def committed(transactional_db):
    """Threads see only what was committed."""


@pytest.fixture
def meet(monkeypatch):
    """Make each verb wait for the other one just before it writes. With the lock only one of them ever gets there."""
    barrier = threading.Barrier(2)
    save = UnitOfWork.save

    def save_together(self):
        try:
            barrier.wait(PATIENCE)
        except threading.BrokenBarrierError:
            barrier.reset()
        return save(self)

    monkeypatch.setattr(UnitOfWork, "save", save_together)


@pytest.fixture
def unlocked(monkeypatch):
    """Take the row lock away, to show what it is for."""
    select = SqlBatch.select

    def without_lock(self, model, condition, params):
        if model is Order:
            assert condition.endswith(LOCK)
        return select(self, model, condition.removesuffix(LOCK), params)

    monkeypatch.setattr(SqlBatch, "select", without_lock)


@pytest.fixture
def together():
    """Run calls at the same time, each with a connection of its own; what they returned, or raised."""

    def run(*calls):
        with ThreadPoolExecutor(len(calls)) as pool:
            return [future.result(timeout=30) for future in [pool.submit(_outcome, call) for call in calls]]

    return run


def _outcome(call):
    try:
        return call()
    except Exception as error:
        return error
    finally:
        connections.close_all()
