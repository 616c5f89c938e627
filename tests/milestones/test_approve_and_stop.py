"""Approving a step and ending the order with it."""

from tests.workshop import hand_in, sheet, states


def test_approve_and_stop_ends_the_order(as_, ada, order):
    placed = order("fair", 500, 500)

    as_(ada).do("approve_and_stop", hand_in(placed, 1))

    assert states(placed) == ["paid", "skipped", "completed"]
    assert sheet() == {"gateway": -51_500, "grace:wallet": 47_500, "fees": 4_000}
