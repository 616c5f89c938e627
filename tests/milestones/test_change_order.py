"""Answering a revision with a step that has a price of its own."""

from tests.milestones.conftest import asked
from tests.workshop import hand_in, nth, states


def test_new_scope_answers_a_revision(as_, ada, grace, order):
    placed = order("fair", 500, 500)
    visitor = as_(grace)
    as_(ada).do("request_revision", hand_in(placed, 1), reason="A dark version too.")
    assert f"Offer new scope for {nth(placed, 1)}" in visitor.see("resolution", placed.pk)
    terms = {
        "name": "Dark version",
        "amount": "250",
        "days": "4",
        "revisions": "1",
        "reason": "It was not in the plan.",
    }

    visitor.do("change_order", nth(placed, 1), **terms)
    assert "If you agree: new step “Dark version”, $250.00, 4 days, after step 1" in as_(ada).see("order", placed.pk)
    as_(ada).do("accept", asked())

    assert states(placed) == ["delivered", "pending", "pending", "active"]
    assert nth(placed, 2).name == "Dark version"
