"""Saying no to what the other side asks for."""

from tests.milestones.conftest import asked
from tests.workshop import states


def test_it_is_declined(as_, ada, grace, order):
    placed = order("fair", 500, 500)
    as_(ada).do("ask_to_cancel", placed, milestone="all", fault="nobody", reason="Why not.")

    as_(grace).do("decline", asked(), answer="I am nearly done.")

    assert states(placed) == ["funded", "pending", "active"]
    assert "Declined" in as_(ada).see("resolution", placed.pk)
