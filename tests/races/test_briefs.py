"""The questions of an order, answered, handed in, sent back and cancelled for at the same time."""

from itertools import count

import pytest

from marketplace.errors import Refused
from milestones.actions import brief, deliver
from milestones.actions.approve import release
from milestones.models import Order
from tests.milestones.conftest import QUESTIONS
from tests.workshop import again, another, nth, pay, place, sheet, states

names = count()  # rulebooks stay from one test to the next
GIVEN = {1: ["Bread."], 2: ["On paper"]}
HELD = {"gateway": -103_000, "escrow": 100_000, "fees": 3_000}
BACK = {"gateway": -103_000, "ada:wallet": 103_000}


@pytest.fixture
def asked(ada, grace, visa):
    def begin(**changes) -> Order:
        changes |= {"requirements_days": None, "requirements_end": "client_may_cancel"}
        policy = another("fair", f"asks-{next(names)}", **changes)
        order = place(ada, grace, policy.key, source=visa, questions=QUESTIONS)
        if nth(order, 1).state == "pending":
            pay(order, 1, visa)
        return again(order)

    return begin


def refusals(outcomes) -> int:
    return sum(isinstance(one, Refused) for one in outcomes)


def test_hand_in_twice(meet, together, ada, asked):
    order = asked()

    outcomes = together(*[lambda: brief.hand_in_answers(order, by=ada, answers=GIVEN)] * 2)

    assert refusals(outcomes) == 1
    assert order.deadlines.live().filter(kind="due").count() == 1
    assert nth(order, 1).due_at is not None
    assert sheet() == HELD


def test_hand_in_against_cancel(meet, together, ada, asked):
    order = asked()

    outcomes = together(
        lambda: brief.hand_in_answers(order, by=ada, answers=GIVEN), lambda: brief.call_off(order, by=ada)
    )

    assert refusals(outcomes) == 1
    if again(order).is_active:
        assert (again(order).awaits_brief, sheet()) == (False, HELD)
    else:
        assert (states(order)[0], sheet()) == ("cancelled", BACK)


def test_skip_against_cancel(meet, together, ada, grace, asked):
    order = asked()

    outcomes = together(lambda: brief.skip_answers(order, by=grace), lambda: brief.call_off(order, by=ada))

    assert refusals(outcomes) == 1
    assert sheet() == (HELD if again(order).is_active else BACK)


def test_without_the_lock_both_would(meet, unlocked, together, ada, grace, asked):
    order = asked()

    outcomes = together(lambda: brief.skip_answers(order, by=grace), lambda: brief.call_off(order, by=ada))

    assert refusals(outcomes) == 0


def test_return_against_release(meet, together, ada, grace, asked):
    """The client pays the step before it is delivered while the freelancer sends the answers back."""
    order = asked(release_without_delivery=True, requirements_returns=1)
    brief.hand_in_answers(order, by=ada, answers=GIVEN)

    outcomes = together(
        lambda: brief.return_answers(order, by=grace, reason="More."), lambda: release(nth(order, 1), by=ada)
    )

    if refusals(outcomes):  # the money was first
        assert (again(order).awaits_brief, states(order)[0]) == (False, "paid")
    else:
        assert (again(order).awaits_brief, states(order)[0]) == (True, "paid")
    assert sheet()["fees"] == 8_000


def test_return_against_deliver(meet, together, ada, grace, asked):
    order = asked(requirements_returns=1)
    brief.hand_in_answers(order, by=ada, answers=GIVEN)

    outcomes = together(
        lambda: brief.return_answers(order, by=grace, reason="More."),
        lambda: deliver.deliver(nth(order, 1), by=grace, message="Here."),
    )

    assert refusals(outcomes) == 1
    assert again(order).awaits_brief == (states(order)[0] == "funded")
