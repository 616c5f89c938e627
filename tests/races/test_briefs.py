"""The questions of an order, answered, handed in, sent back and cancelled for at the same time."""

import pytest

from marketplace.errors import Refused
from milestones.actions import brief, deliver
from milestones.models import Order
from tests.milestones.conftest import QUESTIONS
from tests.workshop import again, nth, pay, sheet, states

GIVEN = {1: ["Bread."], 2: ["On paper"]}
HELD = {"gateway": -103_000, "escrow": 100_000, "fees": 3_000}
BACK = {"gateway": -103_000, "ada:wallet": 103_000}


@pytest.fixture
def asked(order, visa) -> Order:
    """An order under fair that waits for answers, its first step paid."""
    placed = order("fair", questions=QUESTIONS)
    if nth(placed, 1).state == "pending":
        pay(placed, 1, visa)
    return again(placed)


@pytest.fixture
def overdue(asked, move) -> Order:
    """The same when either side may cancel alone."""
    move(days=14)
    return asked


def refusals(outcomes) -> int:
    return sum(isinstance(one, Refused) for one in outcomes)


def test_hand_in_twice(meet, together, ada, asked):
    outcomes = together(*[lambda: brief.hand_in_answers(asked, by=ada, answers=GIVEN)] * 2)

    assert refusals(outcomes) == 1
    assert asked.deadlines.live().filter(kind="due").count() == 1
    assert nth(asked, 1).due_at is not None
    assert sheet() == HELD


def test_hand_in_against_cancel_by_the_other_side(meet, together, ada, grace, overdue):
    outcomes = together(
        lambda: brief.hand_in_answers(overdue, by=ada, answers=GIVEN), lambda: brief.call_off(overdue, by=grace)
    )

    assert refusals(outcomes) == 1
    if again(overdue).is_active:
        assert (again(overdue).awaits_brief, sheet()) == (False, HELD)
    else:
        assert (states(overdue)[0], sheet()) == ("cancelled", BACK)


def test_skip_against_cancel(meet, together, ada, grace, overdue):
    outcomes = together(lambda: brief.skip_answers(overdue, by=grace), lambda: brief.call_off(overdue, by=ada))

    assert refusals(outcomes) == 1
    assert sheet() == (HELD if again(overdue).is_active else BACK)


def test_without_the_lock_both_would(meet, unlocked, together, ada, grace, overdue):
    outcomes = together(lambda: brief.skip_answers(overdue, by=grace), lambda: brief.call_off(overdue, by=ada))

    assert refusals(outcomes) == 0


def test_both_cancel_at_once(meet, together, ada, grace, overdue):
    outcomes = together(lambda: brief.call_off(overdue, by=ada), lambda: brief.call_off(overdue, by=grace))

    assert refusals(outcomes) == 1
    assert sheet() == BACK


def test_return_against_deliver(meet, together, ada, grace, asked):
    """What is delivered can be approved, and what is approved was briefed: never both."""
    brief.hand_in_answers(asked, by=ada, answers=GIVEN)

    outcomes = together(
        lambda: brief.return_answers(asked, by=grace, reason="More."),
        lambda: deliver.deliver(nth(asked, 1), by=grace, message="Here."),
    )

    assert refusals(outcomes) == 1
    assert again(asked).awaits_brief == (states(asked)[0] == "funded")
