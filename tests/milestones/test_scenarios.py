"""The scenarios of the rulebooks that must come out exactly: three equal steps of $1,000, every balance checked.

Source: the table "Scenarios that must come out exactly" of the specification, docs/policies.md. The rows about offers
(totals, numbers and lengths of steps) are in tests/offers.
"""

import pytest
from django.urls import reverse

from marketplace.actors import Support
from milestones.actions import support
from tests.milestones.browsers import Play
from tests.workshop import sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def play(order, visa, move):
    """An order of three steps under a preset, the first one paid."""

    def begin(key: str) -> Play:
        stage = Play(order(key), visa, move)
        stage.begin()
        return stage

    return begin


M1_APPROVED = {
    "studio": ("paid pending pending active", {}, {"gateway": -102_900, "grace:wallet": 100_000, "fees": 2_900}),
    "open": ("paid pending pending active", {}, {"gateway": -103_000, "grace:wallet": 90_000, "fees": 13_000}),
    "steps8": (
        "paid pending pending active",
        {"pay_next": 10, "clear": 14},
        {"gateway": -105_500, "grace:clearing": 80_000, "fees": 25_500},
    ),
    "contract14": (
        "paid pending pending active",
        {"clear": 5},
        {"gateway": -105_000, "grace:clearing": 90_000, "fees": 15_000},
    ),
    "steps5": ("approved funded pending active", {"due": 10}, {"gateway": -210_000, "escrow": 200_000, "fees": 10_000}),
    "fair": (
        "paid pending pending active",
        {"pay_next": 14},
        {"gateway": -103_000, "grace:wallet": 95_000, "fees": 8_000},
    ),
}


@pytest.mark.parametrize("key", M1_APPROVED)
def test_m1_approved(play, key):
    states, timers, books = M1_APPROVED[key]
    it = play(key)
    it.grace.deliver(1)

    it.ada.approve(1)

    assert (it.states, it.timers(), sheet()) == (states.split(), timers, books)


SILENCE = {
    "studio": (5, "paid pending pending active", "", {"gateway": -102_900, "grace:wallet": 100_000, "fees": 2_900}),
    "open": (None, "delivered pending pending active", "", {"gateway": -103_000, "escrow": 100_000, "fees": 3_000}),
    "steps8": (
        8,
        "paid skipped skipped completed",
        "stopped_by_timer",
        {"gateway": -105_500, "grace:clearing": 80_000, "fees": 25_500},
    ),
    "contract14": (
        14,
        "paid pending pending active",
        "",
        {"gateway": -105_000, "grace:clearing": 90_000, "fees": 15_000},
    ),
    "steps5": (
        5,
        "paid skipped skipped completed",
        "stopped_by_timer",
        {"gateway": -105_000, "grace:clearing": 80_000, "fees": 25_000},
    ),
    "fair": (8, "paid pending pending active", "", {"gateway": -103_000, "grace:wallet": 95_000, "fees": 8_000}),
}


@pytest.mark.parametrize("key", SILENCE)
def test_m1_delivered_and_the_client_is_silent(play, key):
    day, states, ending, books = SILENCE[key]
    it = play(key)
    it.grace.deliver(1)
    before = sheet()

    it.wait(days=(day or 400) - 1, hours=23)
    assert it.states[0] == "delivered"
    assert sheet() == before

    it.wait(hours=1)
    assert (it.states, it.ending, sheet()) == (states.split(), ending, books)


def test_fair_waits_fourteen_days_and_then_the_order_ends(play):
    it = play("fair")
    it.grace.deliver(1)
    it.wait(days=8)

    it.wait(days=14)

    assert (it.states, it.ending) == (["paid", "skipped", "skipped", "completed"], "lapsed")


# The client wants out after M2 was delivered


@pytest.fixture
def m2_delivered(play):
    def begin(key):
        it = play(key)
        it.finish(1)
        it.begin(2)
        it.grace.deliver(2)
        return it

    return begin


def test_out_after_m2_delivered_studio_both_agree(m2_delivered):
    it = m2_delivered("studio")
    assert it.ada.stop().status_code == 409

    it.ada.ask_to_cancel()
    it.grace.accept()

    assert (it.states, it.ending) == (["paid", "cancelled", "skipped", "completed"], "cancelled_mutually")
    assert sheet() == {"gateway": -102_900, "grace:wallet": 100_000, "fees": 2_900}


def test_out_after_m2_delivered_open_drops_only_what_is_not_paid(m2_delivered):
    it = m2_delivered("open")

    it.ada.stop()
    assert it.states == ["paid", "delivered", "skipped", "active"]
    it.ada.approve(2)

    assert (it.states, it.ending) == (["paid", "paid", "skipped", "completed"], "stopped_by_client")
    assert sheet() == {"gateway": -206_000, "grace:wallet": 180_000, "fees": 26_000}


@pytest.mark.parametrize("answer", ["approve", "revise"])
def test_out_after_m2_delivered_steps8_answers_the_delivery_first(m2_delivered, answer):
    it = m2_delivered("steps8")
    assert it.ada.stop().status_code == 409

    getattr(it.ada, answer)(2)

    assert it.ada.stop().status_code == (302 if answer == "approve" else 409)


def test_out_after_m2_delivered_contract14_refunds_after_seven_days_of_silence(m2_delivered):
    it = m2_delivered("contract14")
    it.ada.ask_to_cancel()
    it.wait(days=6, hours=23)
    assert it.states == ["paid", "delivered", "pending", "active"]

    it.wait(hours=1)

    assert (it.states, it.ending) == (["paid", "cancelled", "skipped", "completed"], "cancelled_mutually")
    assert sheet() == {"gateway": -105_000, "grace:wallet": 90_000, "fees": 15_000}


def test_out_after_m2_delivered_steps5_counts_m2(m2_delivered):
    it = m2_delivered("steps5")

    it.ada.approve_and_stop(2)

    assert (it.states, it.ending) == (["paid", "paid", "skipped", "completed"], "stopped_by_client")
    assert sheet() == {"gateway": -210_000, "grace:clearing": 160_000, "fees": 50_000}


# The client wants out after M2 was approved


OUT = {
    "open": {"gateway": -206_000, "grace:wallet": 180_000, "fees": 26_000},
    "steps8": {"gateway": -211_000, "grace:clearing": 160_000, "fees": 51_000},
    "contract14": {"gateway": -210_000, "grace:clearing": 180_000, "fees": 30_000},
    "fair": {"gateway": -206_000, "grace:wallet": 190_000, "fees": 16_000},
}


@pytest.mark.parametrize("key", OUT)
def test_out_after_m2_approved(m2_delivered, key):
    it = m2_delivered(key)
    it.ada.approve(2)

    it.ada.stop()

    assert (it.states, it.ending) == (["paid", "paid", "skipped", "completed"], "stopped_by_client")
    assert sheet() == OUT[key]


def test_out_after_m2_approved_studio_both_agree(m2_delivered):
    it = m2_delivered("studio")
    it.ada.approve(2)
    assert it.ada.stop().status_code == 409

    it.grace.ask_to_cancel()
    it.ada.accept()

    assert (it.states, it.ending) == (["paid", "paid", "skipped", "completed"], "cancelled_mutually")
    assert sheet() == {"gateway": -202_900, "grace:wallet": 200_000, "fees": 2_900}


def test_steps5_offers_approve_and_continue_and_approve_and_stop(m2_delivered):
    page = m2_delivered("steps5").ada.page()

    assert "Approve" in page
    assert "Approve and stop" in page


# M2 is under way, M1 is done, and a cancellation is agreed


CANCELLED = {
    "studio": ("paid cancelled skipped completed", {"gateway": -102_900, "grace:wallet": 100_000, "fees": 2_900}),
    "open": (
        "paid cancelled pending active",
        {"gateway": -206_000, "ada:wallet": 103_000, "grace:wallet": 90_000, "fees": 13_000},
    ),
    "steps8": (
        "paid cancelled skipped completed",
        {"gateway": -211_000, "ada:wallet": 105_500, "grace:clearing": 80_000, "fees": 25_500},
    ),
    "contract14": (
        "paid cancelled skipped completed",
        {"gateway": -105_000, "grace:clearing": 90_000, "fees": 15_000},
    ),
    "fair": (
        "paid cancelled skipped completed",
        {"gateway": -206_000, "ada:wallet": 103_000, "grace:wallet": 95_000, "fees": 8_000},
    ),
}


@pytest.mark.parametrize("key", CANCELLED)
def test_cancellation_agreed_while_m2_is_under_way(play, key):
    states, books = CANCELLED[key]
    it = play(key)
    it.finish(1)
    it.begin(2)

    it.ada.ask_to_cancel(2)
    it.grace.accept()

    assert (it.states, sheet()) == (states.split(), books)


def test_steps5_is_cancelled_by_support_only(play, sam):
    it = play("steps5")
    it.finish(1)
    assert it.ada.ask_to_cancel(2).status_code == 409

    support.cancel_and_refund(it.milestone(2), by=Support(sam, "They agreed on the phone."))

    assert (it.states, it.ending) == (["paid", "cancelled", "skipped", "completed"], "cancelled_by_support")
    assert sheet() == {"gateway": -210_000, "ada:wallet": 105_000, "grace:clearing": 80_000, "fees": 25_000}


# The third revision, with an allowance of two


def third_revision(it, number=1) -> list[int]:
    """The status of three requests for a revision, with deliveries between them."""
    statuses = []
    for _ in range(3):
        it.grace.deliver(number)
        statuses.append(it.ada.revise(number).status_code)
    return statuses


@pytest.mark.parametrize(
    ("key", "statuses"),
    [
        ("studio", [302, 302, 302]),
        ("open", [409, 409, 409]),
        ("steps8", [302, 302, 409]),
        ("contract14", [302, 302, 302]),
        ("steps5", [302, 302, 409]),
        ("fair", [302, 302, 409]),
    ],
)
def test_third_revision(play, key, statuses):
    assert third_revision(play(key)) == statuses


def test_steps8_has_two_more_revisions_in_the_next_milestone(play):
    it = play("steps8")
    third_revision(it)
    it.ada.approve(1)
    it.begin(2)

    assert third_revision(it, 2) == [302, 302, 409]


def test_steps5_spends_one_allowance_in_any_milestone(play):
    it = play("steps5")
    it.grace.deliver(1)
    it.ada.revise(1)
    it.finish(1)

    assert third_revision(it, 2) == [302, 409, 409]


# The freelancer changes M3


@pytest.mark.parametrize("key", ["studio", "steps5"])
def test_nobody_changes_the_plan(play, key):
    it = play(key)

    assert it.grace.change(3, "1500.00").status_code in (403, 409)
    assert it.ada.change(3, "1500.00").status_code in (403, 409)
    assert it.milestone(3).price == 100_000


@pytest.mark.parametrize("key", ["open", "steps8", "contract14", "fair"])
@pytest.mark.parametrize(("answer", "price"), [("accept", 150_000), ("decline", 100_000)])
def test_the_freelancer_asks_and_the_client_answers(play, key, answer, price):
    it = play(key)
    it.grace.change(3, "1500.00")
    assert it.milestone(3).price == 100_000

    getattr(it.ada, answer)()

    assert it.milestone(3).price == price


@pytest.mark.parametrize(("key", "price"), [("open", 150_000), ("contract14", 150_000), ("steps8", 100_000)])
def test_the_client_changes_m3_alone_where_the_rulebook_says_so(play, key, price):
    it = play(key)

    it.ada.change(3, "1500.00")

    assert it.milestone(3).price == price


# The client releases 60 % of M1


@pytest.mark.parametrize("key", ["studio", "steps8", "steps5", "fair"])
def test_partial_release_refused(play, key):
    it = play(key)
    before = sheet()

    assert it.ada.release_part(1, "600.00").status_code == 409
    assert sheet() == before


def test_partial_release_open_holds_the_rest(play):
    it = play("open")

    it.ada.release_part(1, "600.00")

    assert it.states == ["funded", "pending", "pending", "active"]
    assert sheet() == {"gateway": -103_000, "escrow": 40_000, "grace:wallet": 54_000, "fees": 9_000}


def test_partial_release_contract14_rolls_the_rest_into_m2(play):
    it = play("contract14")

    it.ada.release_part(1, "600.00")

    assert it.states == ["paid", "pending", "pending", "active"]
    assert (it.milestone(2).price, it.milestone(2).held) == (140_000, 40_000)
    assert sheet() == {"gateway": -105_000, "escrow": 40_000, "grace:clearing": 54_000, "fees": 11_000}
    bill = it.ada.browser.get(reverse("milestones:fund", args=[it.milestone(2).pk])).content.decode()
    assert all(text in bill for text in ("$1,400.00", "−$400.00", "$50.00", "$1,050.00"))
    it.ada.pay(2, it.visa)
    assert sheet() == {"gateway": -210_000, "escrow": 140_000, "grace:clearing": 54_000, "fees": 16_000}
