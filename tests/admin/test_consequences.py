"""What a page of the desk promises is what happens: the same amounts, the same ending."""

import re

import pytest

from marketplace.deadlines.models import Deadline
from marketplace.deadlines.sweep import sweep
from milestones.actions import approve, disputes
from milestones.admin import consequences, timer_consequences
from milestones.timer_kinds import Kind
from tests.admin.conftest import act
from tests.workshop import accept, again, attempt_all, hand_in, nth, pay, sheet, states

pytestmark = pytest.mark.django_db

PRESETS = ["fair", "studio", "open", "steps8", "contract14", "steps5"]


@pytest.fixture
def begun(order, visa):
    """An order under a preset, with so many steps accepted and the next one paid."""

    def begin(key, done=0):
        placed = order(key)
        for number in range(1, done + 2):
            if nth(placed, number).state == "pending":
                pay(placed, number, visa)
            if number <= done:
                hand_in(placed, number)
                accept(placed, number)
        return placed

    return begin


def amounts(sentences, pattern) -> int:
    """The sum of the amounts that sentences name in this place, in cents."""
    found = re.findall(pattern.replace("$", r"\$([\d,]+\.\d\d)"), " ".join(sentences))
    return sum(int(one.replace(",", "").replace(".", "")) for one in found)


def changed(before, name) -> int:
    return sheet().get(name, 0) - before.get(name, 0)


def grace_has(before):
    return changed(before, "grace:wallet") + changed(before, "grace:clearing")


@pytest.mark.parametrize("delivered", [True, False])
@pytest.mark.parametrize("done", [0, 2])
@pytest.mark.parametrize("key", PRESETS)
def test_approving_does_what_was_said(desk, begun, key, done, delivered):
    order = begun(key, done)
    if delivered:
        hand_in(order, done + 1)
    said, before = consequences.of_approval(nth(order, done + 1)), sheet()

    act(desk, nth(order, done + 1), "approve")
    attempt_all(order)

    waits = "stay in escrow until the order completes" in " ".join(said)
    ended = "The order ends" in " ".join(said)
    assert not again(order).is_active == ended
    assert grace_has(before) == (0 if waits and not ended else amounts(said, "Grace gets $"))


@pytest.mark.parametrize("done", [0, 2])
@pytest.mark.parametrize("key", PRESETS)
def test_cancelling_does_what_was_said(desk, begun, key, done):
    order = begun(key, done)
    said, before = consequences.of_cancelling(nth(order, done + 1)), sheet()

    act(desk, nth(order, done + 1), "cancel")
    attempt_all(order)

    back = amounts(said, "^$ of step") + amounts(said, "with its fee of $")
    assert changed(before, "ada:wallet") + changed(before, "gateway") == back
    assert grace_has(before) == amounts(said, "Grace gets $")
    assert ("The order ends" in " ".join(said)) != again(order).is_active
    ended = re.search("ends as (completed|cancelled)", " ".join(said))
    assert not ended or states(order)[-1] == ended.group(1)


@pytest.mark.parametrize("key", PRESETS)
def test_cancelling_the_order_does_what_was_said(desk, begun, key):
    order = begun(key, done=1)
    said, before = consequences.of_cancelling_order(again(order)), sheet()

    act(desk, order, "cancel")
    attempt_all(order)

    assert grace_has(before) == amounts(said, "Grace gets $")
    assert changed(before, "ada:wallet") + changed(before, "gateway") == amounts(said, "^$ of") + amounts(
        said, "with its fee of $"
    )
    assert "step 3 never starts and costs nothing" in " ".join(said)
    assert states(order)[-1] == "completed"


@pytest.mark.parametrize("released", [0, 1, 33_333, 60_000, 100_000])
@pytest.mark.parametrize("key", PRESETS)
def test_deciding_does_what_was_said(desk, begun, key, released):
    order = begun(key)
    asked = disputes.dispute(nth(order, 1), by=order.client, reason="It is late.").thing
    said, before = consequences.of_decision(nth(order, 1), released), sheet()

    split = "part" if 0 < released < 100_000 else "all" if released else "nothing"
    act(desk, asked, "decide", split=split, released=f"{released / 100:.2f}")
    attempt_all(order)

    waits = "stay in escrow" in " ".join(said)
    assert grace_has(before) == (0 if waits else amounts(said, "Grace gets $"))
    back = amounts(said, "^$ of step") + amounts(said, "with its fee of $")
    charged = -amounts(said, "charged to Ada at once: $")
    assert changed(before, "ada:wallet") + changed(before, "gateway") == back + charged


def test_what_was_carried_goes_back_with_the_order(begun):
    order = begun("contract14")
    approve.release_part(nth(order, 1), by=order.client, part=60_000)

    said = consequences.of_cancelling_order(again(order))

    assert "$400.00 of step 2 go back to Ada, with its fee of $20.00: to the card or bank account that paid." in said


def test_a_milestone_that_was_paid_out_in_part_says_what_stays(begun):
    order = begun("open")
    approve.release_part(nth(order, 1), by=order.client, part=60_000)

    said = consequences.of_cancelling(nth(order, 1))

    assert "$600.00 of this step were paid out before: they stay with Grace." in said


def test_other_milestones_under_way_go_on(begun, visa):
    order = begun("open")
    pay(order, 2, visa)

    assert consequences.of_cancelling(nth(order, 1))[-1] == "Step 2 is under way: the order goes on."


WITH_A_WINDOW = ["steps8", "steps5", "fair", "contract14"]


@pytest.mark.parametrize("done", [0, 1, 2])
@pytest.mark.parametrize("key", WITH_A_WINDOW)
def test_a_review_timer_says_what_it_does(begun, key, done, move):
    """In the middle of the plan and at its end, the words are what the sweep then does."""
    order = begun(key, done)
    hand_in(order, done + 1)
    timer = Deadline.objects.live().select_related("order").get(kind=Kind.REVIEW)
    said = timer_consequences.of_timer(timer)

    move(days=15)
    sweep()

    assert nth(order, done + 1).approved_at
    assert (" and is paid" in said) == (nth(order, done + 1).state == "paid")
    assert (", and the order ends" in said) == (not again(order).is_active)
    assert ("; the order goes on" in said) == again(order).is_active


def test_a_last_delivery_ends_the_order_in_silence(begun):
    order = begun("fair", done=2)
    hand_in(order, 3)

    said = timer_consequences.of_timer(Deadline.objects.live().get(kind=Kind.REVIEW))

    assert said == "the delivery counts as accepted and is paid, and the order ends"
