"""Asking for more time."""

import pytest

from milestones.models import Case
from tests.workshop import nth


def test_time_is_asked_for_and_silence_is_told(as_, ada, grace, order):
    placed = order("steps8")

    as_(grace).do("ask_for_time", placed, milestone=nth(placed, 1).pk, days="3", reason="Ill.")

    page = as_(ada).see("resolution", placed.pk)
    assert "Grace asks for 3 more days for step 1 1 d 23 h left" in page
    assert "Without an answer by" in page
    assert "it counts as agreed" in page


@pytest.mark.parametrize("days", ["0", "366", "-1", "x", ""])
def test_days_are_a_number_of_days(as_, grace, order, days):
    placed = order("steps8")

    response = as_(grace).do("ask_for_time", placed, milestone=nth(placed, 1).pk, days=days, reason="Ill.")

    assert response.status_code == 422
    assert not Case.objects.exists()
