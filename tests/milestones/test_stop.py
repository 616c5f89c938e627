"""Stopping an order."""

from tests.workshop import accept, hand_in, states


def test_stopping_skips_what_has_not_begun(as_, ada, order):
    placed = order("steps8")
    hand_in(placed, 1)
    accept(placed, 1)

    response = as_(ada).do("stop", placed)

    assert response.url == placed.get_absolute_url()
    assert states(placed) == ["paid", "skipped", "skipped", "completed"]
