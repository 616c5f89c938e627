"""The client gives more time."""

import pytest

from marketplace.errors import Refused
from milestones.actions import cases
from tests.workshop import nth

pytestmark = pytest.mark.django_db


def test_time_is_not_given_without_end(order, ada, move):
    deal = order("contract14")

    for _ in range(9):
        cases.grant_time(nth(deal, 1), by=ada, days=365)

    with pytest.raises(Refused, match="ten years"):
        cases.grant_time(nth(deal, 1), by=ada, days=365)


def test_time_is_given(as_, ada, order):
    placed = order("steps8")
    before = nth(placed, 1).due_at

    as_(ada).do("grant_time", placed, milestone=nth(placed, 1).pk, days="3")

    assert (nth(placed, 1).due_at - before).days == 3
