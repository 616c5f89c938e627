"""Orders from gigs, played through HTTP to each of their ends, with the whole balance sheet.

The gig costs 240, 480 or 960 dollars, in 2, 3 or 4 steps. Under steps8 the client’s fee is 5.5 %, the freelancer’s
20 %, and what is paid out clears for 14 days; under fair they are 3 % and 5 %, and nothing clears.
"""

from dataclasses import replace

import pytest

from marketplace.gigs.terms import Workflow
from milestones.models import Order
from tests.gigs.workshop import BASIC, PACKAGES, PREMIUM, STAGES, STANDARD, again, published, terms
from tests.milestones.browsers import Play
from tests.offers import conftest as do
from tests.offers.test_order import order
from tests.workshop import sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def play(client, ada, grace, visa, move):
    """An order of a package of a gig, its first payment made."""

    def begin(package=BASIC, key="steps8", **change) -> Play:
        gig = published(grace, terms(key, questions=[], **change))
        order(client, ada, gig, package, source=visa.pk)
        return Play(Order.objects.get(), visa, move)

    return begin


def single(play, package=STANDARD, key="steps8") -> Play:
    """With payments off: the workflow shows progress, and the package is paid once."""
    return play(package, key, workflow=Workflow(False, STAGES))


ALL_OF_IT = {
    ("steps8", BASIC): (2, {"gateway": -25_320, "grace:clearing": 19_200, "fees": 6_120}),
    ("steps8", STANDARD): (3, {"gateway": -50_640, "grace:clearing": 38_400, "fees": 12_240}),
    ("steps8", PREMIUM): (4, {"gateway": -101_280, "grace:clearing": 76_800, "fees": 24_480}),
    ("fair", BASIC): (2, {"gateway": -24_720, "grace:wallet": 22_800, "fees": 1_920}),
    ("fair", STANDARD): (3, {"gateway": -49_440, "grace:wallet": 45_600, "fees": 3_840}),
    ("fair", PREMIUM): (4, {"gateway": -98_880, "grace:wallet": 91_200, "fees": 7_680}),
}


@pytest.mark.parametrize(("key", "package"), ALL_OF_IT)
def test_each_package_plays_to_its_end(play, key, package):
    number, books = ALL_OF_IT[key, package]
    it = play(package, key)

    for step in range(1, number + 1):
        it.finish(step)

    assert (it.states, it.ending) == (["paid"] * number + ["completed"], "finished")
    assert sheet() == books


STOPPED = {
    "steps8": {"gateway": -12_660, "grace:clearing": 9_600, "fees": 3_060},
    "fair": {"gateway": -12_360, "grace:wallet": 11_400, "fees": 960},
}


@pytest.mark.parametrize("key", STOPPED)
def test_stopped_after_the_first_step_the_others_cost_nothing(play, key):
    it = play(STANDARD, key)
    it.grace.deliver(1)

    it.ada.approve_and_stop(1)

    assert (it.states, it.ending) == (["paid", "skipped", "skipped", "completed"], "stopped_by_client")
    assert sheet() == STOPPED[key]


def test_a_gig_without_milestones_may_cost_less_than_one_with_them(play):
    """steps8 asks 100 dollars of a gig with milestones, and 5 of one payment; a small one costs 3 more of fee."""
    cheap = [replace(PACKAGES[0], price=1_000)]
    it = play(BASIC, packages=cheap, workflow=Workflow(False))

    it.finish(1)

    assert (it.states, it.ending) == (["paid", "completed"], "finished")
    assert sheet() == {"gateway": -1_355, "grace:clearing": 800, "fees": 555}


def test_eight_days_of_silence_accept_and_end_it(play):
    it = play(STANDARD)
    it.grace.deliver(1)
    it.wait(days=7, hours=23)
    assert it.states == ["delivered", "pending", "pending", "active"]

    it.wait(hours=1)

    assert (it.states, it.ending) == (["paid", "skipped", "skipped", "completed"], "stopped_by_timer")
    assert sheet() == STOPPED["steps8"]


def test_a_next_step_that_is_never_paid_lapses(play):
    it = play(PREMIUM)
    it.grace.deliver(1)
    it.ada.approve(1)

    it.wait(days=10)

    assert (it.states, it.ending) == (["paid", "skipped", "skipped", "skipped", "completed"], "lapsed")
    assert sheet() == {"gateway": -25_320, "grace:clearing": 19_200, "fees": 6_120}


CANCELLED = {
    "steps8": {"gateway": -12_660, "ada:wallet": 12_660},
    "fair": {"gateway": -12_360, "ada:wallet": 12_360},
}


@pytest.mark.parametrize("key", CANCELLED)
def test_cancelled_by_both_all_of_it_comes_back_with_its_fee(play, key):
    it = play(STANDARD, key)
    it.ada.ask_to_cancel()

    it.grace.accept()

    assert (it.states, it.ending) == (["cancelled", "skipped", "skipped", "cancelled"], "cancelled_mutually")
    assert sheet() == CANCELLED[key]


def test_cancelled_in_the_second_step_the_first_stays_paid(play):
    it = play(STANDARD)
    it.finish(1)
    it.begin(2)
    it.grace.ask_to_cancel()

    it.ada.accept()

    # 216 dollars of the second step and its fee of 11.88 are Ada's again
    assert it.states == ["paid", "cancelled", "skipped", "completed"]
    assert sheet() == {"gateway": -35_448, "ada:wallet": 22_788, "grace:clearing": 9_600, "fees": 3_060}


SINGLE = {
    "steps8": (3, {"gateway": -50_640, "grace:clearing": 38_400, "fees": 12_240}),
    "fair": (8, {"gateway": -49_440, "grace:wallet": 45_600, "fees": 3_840}),
}


@pytest.mark.parametrize("key", SINGLE)
def test_a_single_one_is_accepted_once(play, key):
    it = single(play, key=key)
    it.grace.deliver(1)

    it.ada.approve(1)

    assert (it.states, it.ending) == (["paid", "completed"], "finished")
    assert sheet() == SINGLE[key][1]


@pytest.mark.parametrize("key", SINGLE)
def test_silence_accepts_a_single_one_after_its_own_days(play, key):
    days, books = SINGLE[key]
    it = single(play, key=key)
    it.grace.deliver(1)
    it.wait(days=days - 1, hours=23)
    assert it.states == ["delivered", "active"]

    it.wait(hours=1)

    assert it.states == ["paid", "completed"]
    assert sheet() == books


def test_a_single_one_that_is_cancelled_comes_back_whole(play):
    it = single(play)
    it.ada.ask_to_cancel()

    it.grace.accept()

    assert it.states == ["cancelled", "cancelled"]
    assert sheet() == {"gateway": -50_640, "ada:wallet": 50_640}


def test_what_is_bought_without_a_workflow_is_single_too(play):
    it = play(BASIC, workflow=Workflow())
    it.grace.deliver(1)

    it.ada.approve(1)

    assert sheet() == ALL_OF_IT["steps8", BASIC][1]


def test_the_gig_sells_on_while_its_orders_run(client, play, mallory):
    it = play(BASIC)
    gig = again(it.order.offer.gig_version.gig)
    second = order(client, mallory, gig, BASIC, source=do.card(mallory).pk)

    assert second.status_code == 302
    assert Order.objects.count() == 2
    assert sheet() == {"gateway": -25_320, "escrow": 24_000, "fees": 1_320}
