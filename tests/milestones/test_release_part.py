"""Releasing a part of what is held, after its sums were seen."""

import pytest

from tests.milestones.conftest import words
from tests.workshop import nth, pay, sheet


@pytest.mark.parametrize("part", ["0", "-5", "1000", "1000.01", "ten", "1,5", "NaN", ""])
def test_a_part_is_more_than_nothing_and_less_than_all(as_, ada, order, visa, part):
    placed = order("open")
    milestone = pay(placed, 1, visa)
    before = sheet()

    response = as_(ada).do("release_part", milestone, part=part)

    assert response.status_code == 422
    assert "errorlist" in response.content.decode()
    assert sheet() == before


def test_a_part_is_released_and_the_rest_stays(as_, ada, order, visa):
    placed = order("open", 1500)
    milestone = pay(placed, 1, visa)

    before = sheet()

    asked = as_(ada).do("release_part", milestone, part="1,000.50")

    said = words(asked)
    assert "Grace receives $900.45 ($1,000.50 less a fee of $100.05)." in said
    assert "The rest, $499.50, stays held for this step." in said
    assert 'name="agreed" value="100050"' in asked.content.decode()
    assert sheet() == before

    as_(ada).do("release_part", milestone, part="1,000.50", agreed=100_050)

    assert nth(placed, 1).held == 49_950
    assert sheet()["grace:wallet"] == 90_045
    page = as_(ada).see("order", placed.pk)
    assert "You released $1,000.50 of step 1; Grace received $900.45" in page


def test_another_amount_than_the_one_seen_moves_nothing(as_, ada, order, visa):
    milestone = pay(order("open", 1500), 1, visa)
    before = sheet()

    asked = as_(ada).do("release_part", milestone, part="200", agreed=10_000)

    assert "Release $200.00 of step 1?" in words(asked)
    assert sheet() == before


def test_a_part_that_closes_its_milestone_says_where_the_rest_goes(as_, ada, order):
    placed = order("contract14")

    asked = words(as_(ada).do("release_part", nth(placed, 1), part="600"))

    assert "Grace receives $540.00 ($600.00 less a fee of $60.00), free to spend in 5 days." in asked
    assert "The step is closed with it: the rest, $400.00, moves into step 2." in asked
    as_(ada).do("release_part", nth(placed, 1), part="600", agreed=60_000)
    once = "You released $600.00 of step 1, and the rest, $400.00, moved into step 2; Grace received $540.00"
    assert once in as_(ada).see("order", placed.pk)


def test_nobody_else_sees_the_sums_of_a_part(as_, grace, mallory, order, visa):
    milestone = pay(order("open", 1500), 1, visa)

    assert as_(grace).do("release_part", milestone, part="200").status_code == 403
    assert as_(mallory).do("release_part", milestone, part="200").status_code == 404
