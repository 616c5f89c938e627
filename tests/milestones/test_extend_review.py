"""Taking more time to look at a delivery."""

from tests.workshop import hand_in


def test_the_review_can_be_extended_once(as_, ada, order):
    placed = order("fair")
    visitor = as_(ada)
    milestone = hand_in(placed, 1)

    visitor.do("extend_review", milestone)

    assert "14 d 23 h" in visitor.see("order", placed.pk)
    assert visitor.do("extend_review", milestone).status_code == 409
