"""Both sides review at once, and while the time to do so runs out: what is published is published once, and counted."""

import pytest

from marketplace.accounts.models import Stars
from marketplace.deadlines.sweep import sweep
from marketplace.errors import Refused
from marketplace.events.models import Event
from marketplace.reviews.actions.parts import locking
from marketplace.reviews.models import Review
from milestones.models import Order
from tests.reviews.conftest import end, known, review, seen


def published(order: Order) -> int:
    return Event.objects.of(order.thread).filter(kind="review.published").count()


def test_both_at_once_publish_once(together, order, ada, grace):
    for _ in range(3):
        placed = end(order("fair"))
        outcomes = together(lambda one=placed: review(one, ada), lambda one=placed: review(one, grace))

        assert {type(one) for one in outcomes} == {Review}
        assert len(seen(placed)) == 2
        assert published(placed) == 1
    assert known(grace).as_freelancer == Stars(36, 3)


def test_without_the_lock_both_stay_hidden(together, order, ada, grace, monkeypatch):
    monkeypatch.setattr(locking, "locked", lambda pk: Order.objects.get(pk=pk))
    for _ in range(10):
        placed = end(order("fair"))
        outcomes = together(lambda one=placed: review(one, ada), lambda one=placed: review(one, grace))
        if published(placed) != 1 or any(isinstance(one, Exception) for one in outcomes):
            return
    pytest.fail("the lock is for nothing")


def test_writing_while_the_time_runs_out_publishes_once(together, order, ada, grace, move):
    placed = end(order("fair"))
    review(placed, ada)
    move(days=14)
    outcomes = together(sweep, lambda: review(placed, grace), sweep)

    assert isinstance(outcomes[1], Refused)
    assert seen(placed) == [("Ada", "As agreed.")]
    assert published(placed) == 1


def test_two_orders_at_once_are_both_counted(together, order, ada, grace):
    orders = [end(order("fair")) for _ in range(4)]
    for one in orders:
        review(one, ada, 5, 5, 5)
    outcomes = together(*[lambda one=one: review(one, grace, 4, 4, 4) for one in orders])

    assert {type(one) for one in outcomes} == {Review}
    assert known(grace).as_freelancer == Stars(60, 4)
    assert known(ada).as_client == Stars(48, 4)
