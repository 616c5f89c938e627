"""One round trip to lock, one to write."""

import pytest
from django.db import transaction

from escrow import accounts
from marketplace.actors import CLOCK
from marketplace.deadlines.models import Deadline
from marketplace.events.models import Event
from milestones.models import Order
from milestones.timer_kinds import Kind
from milestones.unit_of_work import UnitOfWork


def test_a_lock_reads_everything_in_one_round_trip(order, django_assert_num_queries):
    placed = order("fair")

    with transaction.atomic(), django_assert_num_queries(1):
        locked = UnitOfWork(placed.client).lock(placed.pk)
        assert [one.position for one in locked.plan] == [1, 2, 3]
        assert all(one.order is locked for one in locked.plan)


def test_an_order_that_is_not_there_is_said(db):
    with pytest.raises(Order.DoesNotExist), transaction.atomic():
        UnitOfWork(CLOCK).lock(1)


def test_a_saved_timer_is_the_one_that_was_started(order):
    placed = order("fair")
    with transaction.atomic():
        work = UnitOfWork(placed.client)
        locked = work.lock(placed.pk)
        work.start(Kind.REMIND, work.now, locked, locked.plan[0], of=Kind.REVIEW)
        work.save()

    deadline = Deadline.objects.get(order=placed, kind=Kind.REMIND, data__of=Kind.REVIEW)
    assert (deadline.milestone_id, deadline.data, deadline.due_at) == (locked.plan[0].pk, {"of": "review"}, work.now)


def test_a_balance_counts_what_is_going_to_be_moved(order, give):
    placed = order("fair")
    give(placed.client, 500)
    wallet, suspense = accounts.wallet(placed.client_id, "USD"), accounts.suspense("USD")
    with transaction.atomic():
        work = UnitOfWork(placed.client)
        locked = work.lock(placed.pk)
        assert work.balance(wallet) == 500

        work.post("test:1", "test", {wallet: -200, suspense: 200}, locked)
        assert work.balance(wallet) == 300

        work.save()
        assert work.balance(wallet) == 300


def test_what_comes_first_is_waited_for_before_a_balance_is_read_and_before_anything_is_written(order, give):
    """The sweep decides a batch while the one before is written: what that takes from a wallet counts already."""
    placed = order("fair")
    wallet, suspense = accounts.wallet(placed.client_id, "USD"), accounts.suspense("USD")
    waited = []

    def after():
        if not waited:
            give(placed.client, 500)
        waited.append(Event.objects.count())

    with transaction.atomic():
        work = UnitOfWork(placed.client, after=after)
        locked = work.lock(placed.pk)
        assert waited == []
        assert work.balance(wallet) == 500

        work.post("test:1", "test", {wallet: -200, suspense: 200}, locked)
        work.record("order.placed", locked)
        work.save()

    assert len(waited) == 2
    assert waited[1] == Event.objects.count() - 1
