"""Each verb of support, by itself: what it does to the states, the timers and the whole balance sheet."""

from datetime import timedelta

import pytest

from marketplace.deadlines.models import Deadline
from marketplace.deadlines.sweep import sweep
from milestones.actions import cases, deliver, disputes
from milestones.timer_kinds import Kind
from tests.admin.conftest import act, page, url
from tests.workshop import again, announced, attempt_all, hand_in, nth, pay, sheet, states

pytestmark = pytest.mark.django_db

APPROVED = {
    "studio": ("paid pending pending active", {"gateway": -102_900, "grace:wallet": 100_000, "fees": 2_900}),
    "open": ("paid pending pending active", {"gateway": -103_000, "grace:wallet": 90_000, "fees": 13_000}),
    "steps8": ("paid pending pending active", {"gateway": -105_500, "grace:clearing": 80_000, "fees": 25_500}),
    "contract14": ("paid pending pending active", {"gateway": -105_000, "grace:clearing": 90_000, "fees": 15_000}),
    "steps5": ("approved funded pending active", {"gateway": -210_000, "escrow": 200_000, "fees": 10_000}),
    "fair": ("paid pending pending active", {"gateway": -103_000, "grace:wallet": 95_000, "fees": 8_000}),
}
CANCELLED = {
    "studio": ("cancelled skipped skipped cancelled", {}),
    "open": ("cancelled pending pending active", {"gateway": -103_000, "ada:wallet": 103_000}),
    "steps8": ("cancelled skipped skipped cancelled", {"gateway": -105_500, "ada:wallet": 105_500}),
    "contract14": ("cancelled skipped skipped cancelled", {}),
    "steps5": ("cancelled skipped skipped cancelled", {"gateway": -105_000, "ada:wallet": 105_000}),
    "fair": ("cancelled skipped skipped cancelled", {"gateway": -103_000, "ada:wallet": 103_000}),
}


@pytest.fixture
def placed(order, visa):
    """An order under a preset with its first step paid."""

    def place(key):
        made = order(key)
        return made if nth(made, 1).state == "funded" else (pay(made, 1, visa), made)[1]

    return place


@pytest.mark.parametrize("key", APPROVED)
def test_approving_a_delivery(desk, placed, key):
    states_, books = APPROVED[key]
    order = placed(key)
    hand_in(order, 1)

    act(desk, nth(order, 1), "approve")
    attempt_all(order)

    assert (states(order), sheet()) == (states_.split(), books)


@pytest.mark.parametrize("key", APPROVED)
def test_releasing_a_milestone_that_was_not_delivered(desk, placed, key):
    states_, books = APPROVED[key]
    order = placed(key)

    act(desk, nth(order, 1), "approve")
    attempt_all(order)

    assert (states(order), sheet()) == (states_.split(), books)


@pytest.mark.parametrize("key", CANCELLED)
def test_cancelling_a_milestone(desk, placed, key):
    states_, books = CANCELLED[key]
    order = placed(key)

    act(desk, nth(order, 1), "cancel")
    attempt_all(order)

    assert (states(order), sheet()) == (states_.split(), books)


def test_support_judges_no_newer_delivery_unseen(desk, placed):
    """The page was open while more was handed in: it says so, keeps the reason, and asks once more."""
    order = placed("fair")
    looked_at = hand_in(order, 1).delivery_mark
    deliver.request_revision(nth(order, 1), by=order.client, reason="Rounder.")
    newest = hand_in(order, 1)

    for verb in ("approve", "cancel"):
        stale = act(desk, newest, verb, reason="It is clear.", seen=looked_at)
        html = stale.content.decode()
        assert (stale.status_code, states(order)[0]) == (409, "delivered")
        assert "Something newer was handed in" in html
        assert "It is clear." in html
        assert f'value="{newest.delivery_mark}"' in html
    act(desk, newest, "approve", seen=newest.delivery_mark)
    assert states(order)[0] == "paid"


def test_cancelling_a_disputed_milestone_closes_the_dispute(desk, placed):
    order = placed("fair")
    asked = disputes.dispute(nth(order, 1), by=order.client, reason="It is late.").thing

    act(desk, nth(order, 1), "cancel")

    asked = type(asked).objects.get(pk=asked.pk)
    assert (asked.state, states(order)[0]) == ("withdrawn", "cancelled")


@pytest.mark.parametrize("key", CANCELLED)
def test_cancelling_an_order(desk, placed, key):
    books = CANCELLED[key][1]
    order = placed(key)

    act(desk, order, "cancel")
    attempt_all(order)

    assert states(order) == ["cancelled", "skipped", "skipped", "cancelled"]
    assert (again(order).ending, sheet()) == ("cancelled_by_support", books)


def test_extending_a_review(desk, placed, move):
    order = placed("steps8")
    hand_in(order, 1)
    timer = Deadline.objects.live().get(kind=Kind.REVIEW)

    act(desk, timer, "extend", days=3, seen=timer.due_at.isoformat())
    move(days=8, hours=1)
    sweep()

    assert states(order)[0] == "delivered"
    move(days=3)
    sweep()
    assert states(order) == ["paid", "skipped", "skipped", "completed"]


def test_extending_renews_the_reminders(desk, placed):
    order = placed("steps8")
    hand_in(order, 1)
    timer = Deadline.objects.live().get(kind=Kind.REVIEW)

    act(desk, timer, "extend", days=3, seen=timer.due_at.isoformat())

    due = timer.due_at + timedelta(days=3)
    reminder = Deadline.objects.live().get(kind=Kind.REMIND)
    assert [due - moment for moment in announced(reminder)] == [timedelta(hours=48), timedelta(hours=24)]
    assert reminder.data["until"] == due.isoformat()


@pytest.mark.parametrize(
    ("field", "given", "complaint"),
    [
        ("days", "0", "At least 1."),
        ("days", "91", "At most 90."),
        ("days", "soon", "whole number"),
    ],
)
def test_a_bad_number_of_days_is_told(desk, placed, field, given, complaint):
    order = placed("steps8")
    hand_in(order, 1)
    timer = Deadline.objects.live().get(kind=Kind.REVIEW)

    response = act(desk, timer, "extend", seen=timer.due_at.isoformat(), **{field: given})

    assert response.status_code == 422
    assert complaint in response.content.decode()


def test_a_timer_that_was_moved_meanwhile_is_not_moved_again(desk, placed):
    order = placed("steps8")
    hand_in(order, 1)
    timer = Deadline.objects.live().get(kind=Kind.REVIEW)
    act(desk, timer, "extend", days=3, seen=timer.due_at.isoformat())

    response = act(desk, timer, "extend", days=3, seen=timer.due_at.isoformat())

    assert response.status_code == 409
    assert "moved meanwhile" in response.content.decode()


DECIDED = {
    "all": ("paid pending pending active", {"gateway": -103_000, "grace:wallet": 95_000, "fees": 8_000}),
    "nothing": ("cancelled skipped skipped cancelled", {"gateway": -103_000, "ada:wallet": 103_000}),
    "part": (
        "paid pending pending active",
        {"gateway": -103_000, "ada:wallet": 41_200, "grace:wallet": 57_000, "fees": 4_800},
    ),
}


@pytest.fixture
def dispute(placed):
    order = placed("fair")
    hand_in(order, 1)
    return disputes.dispute(nth(order, 1), by=order.client, reason="Half of it is missing.").thing


@pytest.mark.parametrize("split", DECIDED)
def test_deciding_a_dispute(desk, dispute, split):
    states_, books = DECIDED[split]

    response = act(desk, dispute, "decide", split=split, released="600.00")

    assert response.status_code == 302
    assert (states(dispute.order), sheet()) == (states_.split(), books)


@pytest.mark.parametrize(
    ("released", "complaint"),
    [
        ("", "Say how much"),
        ("0", "More than nothing"),
        ("1000", "less than $1,000.00"),
        ("1000.01", "less than $1,000.00"),
        ("-5", "more than zero"),
        ("1.005", "USD has 2 decimals at most."),
        ("NaN", "Enter an amount"),
        ("half", "Enter an amount"),
    ],
)
def test_a_bad_amount_is_told_next_to_the_field(desk, dispute, released, complaint):
    before = sheet()

    response = act(desk, dispute, "decide", split="part", released=released)

    assert response.status_code == 422
    assert complaint in response.content.decode()
    assert sheet() == before


def test_both_sides_are_read_before_deciding(desk, dispute):
    disputes.reply(dispute, by=dispute.order.freelancer, answer="It is all there.")

    said = page(desk, url(dispute, "decide"))

    assert "Half of it is missing." in said
    assert "It is all there." in said


def test_showing_what_a_split_does_decides_nothing(desk, dispute):
    before = sheet()

    response = act(desk, dispute, "decide", split="part", released="600", _preview="1")

    said = response.content.decode()
    assert "$400.00 of step 1 go back to Ada, with its fee of $12.00" in said
    assert "Grace gets $570.00 (the fee of $30.00 is taken)" in said
    assert sheet() == before


def test_a_request_that_is_no_dispute_is_not_decided(desk, placed):
    order = placed("steps8")
    asked = cases.ask_to_cancel(order, by=order.client, reason="We changed our plans.").thing

    assert url(asked, "decide") not in page(desk, url(asked))
    response = act(desk, asked, "decide", split="nothing")

    assert response.status_code == 404
    assert states(order)[0] == "funded"
