"""The sweep's two threads take turns: one decides a batch while the other's is written, and nobody can tell."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from types import SimpleNamespace

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError, connections

from escrow import ledger
from marketplace import clock
from marketplace.deadlines.models import Deadline
from marketplace.deadlines.sweep import sweep
from milestones import sweeping
from milestones.sweeping import OrderSweep
from milestones.turns import Turns
from milestones.unit_of_work import UnitOfWork
from tests.workshop import again, announced, hand_in, place, states

DEALS = 12
SOON = 0.2  # seconds in which a thread would have gone on, if it were not waiting


@pytest.fixture(autouse=True)
def small_batches(monkeypatch, settings):
    monkeypatch.setattr(sweeping, "BATCH", 2)
    settings.SWEEP_AHEAD = True


@pytest.fixture
def overdue(ada, grace, visa, move):
    """Orders whose reviews ran out minute by minute, with their reminders before that."""
    deals = []
    for _ in range(DEALS):
        deals.append(place(ada, grace, "steps8", source=visa))
        hand_in(deals[-1], 1)
        move(minutes=1)
    move(days=8)
    return deals


@pytest.fixture
def writers(monkeypatch):
    """Who wrote each batch, and which thread."""
    seen, save = [], UnitOfWork.save

    def noted(self):
        seen.append(threading.current_thread().name.partition("_")[0])
        return save(self)

    monkeypatch.setattr(UnitOfWork, "save", noted)
    return seen


@pytest.fixture
def gone_wrong(monkeypatch):
    """The timers of these orders fail."""
    broken, walk = set(), sweeping.walk

    def fail(work, orders, until):
        if broken & {order.pk for order in orders}:
            raise RuntimeError("This order is broken.")
        return walk(work, orders, until)

    monkeypatch.setattr(sweeping, "walk", fail)
    monkeypatch.setattr(sweeping, "catch_up", lambda work, order: fail(work, [order], work.now))
    return broken


def ended(deals) -> list[bool]:
    return [not again(deal).is_active for deal in deals]


def test_entries_are_posted_in_the_order_of_their_times(overdue, grace, writers):
    sweep()

    assert set(writers) == {"MainThread", "sweep"}
    assert all(ended(overdue))
    times = [entry.effective_at for entry in ledger.entries_of_owner(grace, "USD")]
    assert len(times) == DEALS
    assert times == sorted(times, reverse=True)


def test_it_counts_what_both_threads_fired(overdue):
    due = sum(len(announced(one)) for one in Deadline.objects.due(clock.now()))  # the row of reminders moves on

    assert sweep() == due
    assert sweep() == 0


def test_one_after_the_other_where_the_site_says_so(overdue, writers, settings):
    settings.SWEEP_AHEAD = False

    sweep()

    assert set(writers) == {"MainThread"}
    assert all(ended(overdue))


def test_a_broken_order_holds_nobody_else_up(overdue, gone_wrong):
    gone_wrong |= {overdue[3].pk, overdue[8].pk}

    sweep()

    assert [number for number, is_over in enumerate(ended(overdue)) if not is_over] == [3, 8]
    assert states(overdue[3])[0] == "delivered"


def test_what_fails_beside_is_raised_and_logged(overdue, monkeypatch, caplog):
    """As when PostgreSQL went away: then not even the single orders can be had."""
    due_orders = OrderSweep._due_orders

    def fail_beside(self, until):
        if threading.current_thread() is not threading.main_thread():
            raise OperationalError("gone")
        return due_orders(self, until)

    def fail(*arguments):
        if threading.current_thread() is not threading.main_thread():
            raise OperationalError("gone")
        return fire_batch(*arguments)

    fire_batch = sweeping.fire_batch
    monkeypatch.setattr(sweeping, "fire_batch", fail)
    monkeypatch.setattr(OrderSweep, "_due_orders", fail_beside)

    with pytest.raises(OperationalError, match="gone"):
        sweep()

    assert "the thread that reads ahead failed" in caplog.text
    assert all(ended(overdue))


def test_what_ends_here_ends_the_other_thread(overdue, monkeypatch):
    """As when the task is told that it takes too long: that is no fault of a batch."""
    save = UnitOfWork.save

    def stop(self):
        if Deadline.objects.filter(outcome="fired").exists() and threading.current_thread() is threading.main_thread():
            raise SoftTimeLimitExceeded
        return save(self)

    monkeypatch.setattr(UnitOfWork, "save", stop)

    with pytest.raises(SoftTimeLimitExceeded):
        sweep()

    assert not [one for one in threading.enumerate() if one.name.startswith("sweep")]
    assert not all(ended(overdue))


def test_without_a_second_connection_one_thread_does_it_all(overdue, monkeypatch, writers, caplog):
    backend = type(connections["default"])
    connect = backend.ensure_connection

    def refuse(self):
        if threading.current_thread() is not threading.main_thread():
            raise OperationalError("the pool is empty")
        return connect(self)

    monkeypatch.setattr(backend, "ensure_connection", refuse)

    sweep()

    assert set(writers) == {"MainThread"}
    assert all(ended(overdue))
    assert "no second connection" in caplog.text


# The turns themselves

NOON = clock.now()


@pytest.fixture
def beside():
    """Run a call in another thread: its future."""
    with ThreadPoolExecutor(1) as thread:
        yield thread.submit


def follow(turns, *waits):
    """Take the next turn, and wait for these."""
    with turns.take() as turn:
        for name in waits:
            getattr(turn, name)()
    return "through"


def is_waiting(future) -> bool:
    return not wait([future], timeout=SOON).done


def orders(*due):
    return [SimpleNamespace(timers=[SimpleNamespace(due_at=one) for one in due])]


def test_nobody_begins_before_the_last_is_decided(beside):
    turns = Turns()

    with turns.take() as first:
        second = beside(follow, turns)
        assert is_waiting(second)
        first.decided(orders(), NOON)
        assert second.result(timeout=5)


def test_what_is_due_on_its_own_orders_comes_first(beside):
    """A timer that the first batch leaves due is older than what the next one would claim."""
    turns = Turns()

    with turns.take() as first:
        first.decided(orders(NOON), NOON)
        second = beside(follow, turns, "await_claim")
        assert is_waiting(second)
    assert second.result(timeout=5)


def test_else_the_next_is_claimed_meanwhile(beside):
    turns = Turns()

    with turns.take() as first:
        first.decided(orders(NOON + timedelta(seconds=1)), NOON)
        assert beside(follow, turns, "await_claim").result(timeout=5)


def test_but_not_written(beside):
    turns = Turns()

    with turns.take() as first:
        first.decided(orders(), NOON)
        second = beside(follow, turns, "await_claim", "await_write")
        assert is_waiting(second)
    assert second.result(timeout=5)


def test_a_batch_that_fails_gives_its_turn_away():
    turns = Turns()
    with pytest.raises(RuntimeError), turns.take():
        raise RuntimeError

    assert follow(turns, "await_claim", "await_write")
