"""The freelancer gives the money of a step back."""

from tests.workshop import nth, sheet, states


def test_the_freelancer_gives_back(as_, grace, order):
    placed = order("fair", 500, 500)

    as_(grace).do("give_back", nth(placed, 1))

    assert states(placed) == ["cancelled", "skipped", "cancelled"]
    assert sheet() == {"gateway": -51_500, "ada:wallet": 51_500}
