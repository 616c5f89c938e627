"""Paying a step that was not delivered yet."""

from tests.workshop import nth, pay, states


def test_releasing_before_delivery_where_the_rulebook_has_it(as_, ada, order, visa):
    placed = order("open", 1000)
    milestone = pay(placed, 1, visa)

    as_(ada).do("release", milestone)

    assert states(placed) == ["paid", "completed"]
    assert as_(ada).do("release", nth(order("steps8"), 1)).status_code == 409
