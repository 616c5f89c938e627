"""Orders that came with questions, from the first payment to their end, with the whole balance sheet.

Source: the table of requirements in docs/policies.md and its readings 10 to 12.
"""

import pytest

from tests.milestones.conftest import ANSWERS, QUESTIONS
from tests.workshop import sheet

pytestmark = pytest.mark.django_db

HELD = {
    "fair": {"gateway": -103_000, "escrow": 100_000, "fees": 3_000},
    "steps8": {"gateway": -105_500, "escrow": 100_000, "fees": 5_500},
    "steps5": {"gateway": -105_000, "escrow": 100_000, "fees": 5_000},
}
PAID = {
    "fair": {"gateway": -103_000, "grace:wallet": 95_000, "fees": 8_000},
    "steps8": {"gateway": -105_500, "grace:clearing": 80_000, "fees": 25_500},
    "steps5": {"gateway": -210_000, "escrow": 200_000, "fees": 10_000},
}
BACK = {
    "fair": {"gateway": -103_000, "ada:wallet": 103_000},
    "steps8": {"gateway": -105_500, "ada:wallet": 105_500},
    "steps5": {"gateway": -105_000, "ada:wallet": 105_000},
}


@pytest.mark.parametrize("key", HELD)
def test_answered_after_three_days_it_runs_as_any_other(asked_order, key):
    it = asked_order(key)
    it.wait(days=3)
    assert (it.states, sheet()) == (["funded", "pending", "pending", "active"], HELD[key])
    assert "due" not in it.timers()

    it.ada.hand_in_answers(**ANSWERS)
    assert it.timers() == {"due": 10}
    it.grace.deliver(1)
    it.ada.approve(1)
    it.gateway_answers()

    assert it.states[0] in ("paid", "approved")
    assert sheet() == PAID[key]


@pytest.mark.parametrize("key", HELD)
def test_never_answered_the_client_gets_everything_back(asked_order, key):
    it = asked_order(key)
    it.wait(days=40)
    assert (it.states, sheet()) == (["funded", "pending", "pending", "active"], HELD[key])

    it.ada.of_order("call_off")
    it.gateway_answers()

    assert (it.states, it.ending) == (["cancelled", "skipped", "skipped", "cancelled"], "unanswered")
    assert sheet() == BACK[key]


def test_sent_back_once_and_answered_again_it_ends_complete(asked_order):
    it = asked_order("fair", questions=QUESTIONS[:1])
    it.ada.hand_in_answers(**{"answer-1": "Bread."})
    it.wait(days=2)
    it.grace.of_order("return_answers", reason="Which bread?")
    it.wait(days=5)
    assert sheet() == HELD["fair"]
    it.ada.hand_in_answers(**{"answer-1": "Rye."})

    for number in (1, 2, 3):
        it.finish(number)

    assert (it.states, it.ending) == (["paid", "paid", "paid", "completed"], "finished")
    assert sheet() == {"gateway": -309_000, "grace:wallet": 285_000, "fees": 24_000}
