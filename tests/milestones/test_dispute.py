"""Opening a dispute, and what the other side answers."""

from milestones.actions import disputes
from tests.milestones.conftest import asked
from tests.workshop import hand_in, nth, pay, states


def test_a_dispute_is_opened_answered_and_withdrawn(as_, ada, grace, order):
    placed = order("fair", 500, 500)
    hand_in(placed, 1)

    as_(ada).do(
        "dispute", placed, milestone=nth(placed, 1).pk, reason="Half of it is missing.", wanted="Half of the money."
    )
    page = as_(grace).see("resolution", placed.pk)
    assert "Ada disputes step 1" in page
    assert "Half of it is missing." in page
    assert "Half of the money." in page
    assert "$500.00 stays frozen in escrow until it is decided" in page
    assert as_(grace).do("reply", asked(), answer=" ").status_code == 422

    as_(grace).do("reply", asked(), answer="It is all there.")
    page = as_(ada).see("resolution", placed.pk)
    assert "It is all there." in page
    assert "Support reads both sides and decides." in page
    assert "Support decides the dispute about step 1" in as_(ada).see("order", placed.pk)
    assert "Send your answer" not in as_(grace).see("resolution", placed.pk)

    as_(ada).do("withdraw", asked())
    assert states(placed)[0] == "delivered"


def test_an_unanswered_dispute_says_who_would_lose(as_, ada, grace, order, visa):
    placed = order("open", 500)
    pay(placed, 1, visa)
    disputes.dispute(nth(placed, 1), by=ada, reason="Nothing came.")

    assert "$500.00 goes back to Ada" in as_(grace).see("order", placed.pk)
