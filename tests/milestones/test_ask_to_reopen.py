"""Asking to go on with an order that was stopped."""

from tests.milestones.conftest import asked
from tests.workshop import hand_in, nth, states


def test_a_stopped_order_is_reopened_by_both(as_, ada, grace, order):
    placed = order("fair", 500, 500)
    hand_in(placed, 1)
    as_(ada).do("approve_and_stop", nth(placed, 1))
    assert "What you can still do" in as_(ada).see("resolution", placed.pk)

    as_(ada).do("ask_to_reopen", placed, reason="We found the money.")
    assert "Ada asks to reopen the order" in as_(grace).see("order", placed.pk)
    as_(grace).do("accept", asked())

    assert states(placed) == ["paid", "pending", "active"]
