"""A step is ended by a split that both agree on, at any time: proposed, countered, agreed, with the sums first."""

import pytest

from marketplace.deadlines.sweep import sweep
from marketplace.errors import Refused
from milestones.actions import approve, cases, deliver, disputes, split
from milestones.models import Case
from milestones.timer_kinds import Kind
from tests.milestones.browsers import Play
from tests.milestones.conftest import split_of
from tests.workshop import hand_in, nth, pay, sheet, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def play(order, visa, move):
    """An order of three steps under a preset, the first one paid."""

    def begin(key: str) -> Play:
        stage = Play(order(key), visa, move)
        stage.begin()
        return stage

    return begin


# $600.00 of $1,000.00 is paid; $400.00 and its part of the fee go back. What comes next is the rulebook’s.
AGREED = {
    "studio": ("paid pending pending active", {"gateway": -61_740, "grace:wallet": 60_000, "fees": 1_740}),
    "open": (
        "paid pending pending active",
        {"gateway": -103_000, "ada:wallet": 41_200, "grace:wallet": 54_000, "fees": 7_800},
    ),
    "steps8": (
        "paid pending pending active",
        {"gateway": -105_500, "ada:wallet": 42_200, "grace:clearing": 48_000, "fees": 15_300},
    ),
    "contract14": ("paid pending pending active", {"gateway": -63_000, "grace:clearing": 54_000, "fees": 9_000}),
    "steps5": (
        "approved funded pending active",
        {"gateway": -210_000, "ada:wallet": 42_000, "escrow": 160_000, "fees": 8_000},
    ),
    "fair": (
        "paid pending pending active",
        {"gateway": -103_000, "ada:wallet": 41_200, "grace:wallet": 57_000, "fees": 4_800},
    ),
}


@pytest.mark.parametrize("key", AGREED)
@pytest.mark.parametrize("state", ["funded", "delivered"])
def test_both_agree_on_a_split(play, state, key, grace):
    it = play(key)
    before = sheet()
    if state == "delivered":
        it.grace.deliver(1)
    split.propose_split(nth(it.order, 1), by=grace, released=60_000, reason="Half of it is there.")
    assert (states(it.order)[0], sheet()) == (state, before), "a proposal moves nothing"

    it.ada.accept()

    expected, books = AGREED[key]
    assert (states(it.order), sheet()) == (expected.split(), books)
    assert not it.order.deadlines.live().filter(kind=Kind.REVIEW).exists()
    assert nth(it.order, 1).acceptance == "agreement"


def test_it_is_proposed_countered_and_agreed_to_through_its_pages(as_, ada, grace, order):
    made = order("fair")
    hand_in(made, 1)
    milestone = nth(made, 1)
    due = made.deadlines.live().get(kind=Kind.REVIEW).due_at
    page = as_(ada).see("order", made.pk)
    assert "A split of the money for step 1" in page
    assert "Split the money of a step" in as_(grace).see("resolution", made.pk)

    asked = as_(grace).see("propose_split", milestone.pk)
    assert "If Ada agrees, step 1 is over and the money moves at once. Until then it goes on as agreed." in asked
    as_(grace).do("propose_split", milestone, released="600", reason="Half of it is there.", seen=60_000)
    his = as_(ada).see("resolution", made.pk)
    assert "If you agree: step 1 is over. Grace receives $570.00 ($600.00 less a fee of $30.00)." in his
    assert "The time to review step 1 runs on: when it ends, the step is accepted as a whole." in his
    assert made.deadlines.live().get(kind=Kind.REVIEW).due_at == due, "only agreeing ends the review"
    assert "Grace proposed to split the money of step 1" in as_(ada).see("history", made.pk)

    as_(ada).do("propose_split", milestone, released="250", reason="It is much less.", seen=25_000)
    assert Case.objects.filter(kind="split").values_list("state", flat=True).order_by("pk")[0] == "declined"
    as_(grace).do("accept", split_of(made))

    assert sheet() == {"gateway": -103_000, "ada:wallet": 77_250, "grace:wallet": 23_750, "fees": 2_000}
    told = as_(grace).see("history", made.pk)
    assert "Both sides settled step 1: $250.00 accepted, $750.00 back to Ada" in told


def test_what_decides_the_step_first_closes_the_proposal(order, ada, grace, visa, move):
    """Each way in an order of its own: an approval, a part, a dispute, and the end of the review."""
    ways = {
        "approve": lambda one: approve.approve(one, by=ada),
        "dispute": lambda one: disputes.dispute(one, by=ada, reason="Not what we agreed."),
        "part": lambda one: approve.release_part(one, by=ada, part=50_000),
        "lapse": lambda one: (move(days=9), sweep()),
    }
    for way, act in ways.items():
        made = order("open" if way == "part" else "fair")
        if way == "part":
            pay(made, 1, visa)
        hand_in(made, 1)
        proposed = split.propose_split(nth(made, 1), by=grace, released=60_000, reason="Fair.").thing

        act(nth(made, 1))

        proposed.refresh_from_db()
        assert proposed.state == "withdrawn", way
        with pytest.raises(Refused):
            cases.accept(proposed, by=ada)


def test_work_goes_on_while_a_proposal_waits(order, ada, grace):
    made = order("fair")
    proposed = split.propose_split(nth(made, 1), by=ada, released=60_000, reason="Let us stop here.").thing
    hand_in(made, 1)
    deliver.request_revision(nth(made, 1), by=ada, reason="Once more.")

    cases.accept(proposed, by=grace)

    assert states(made)[0] == "paid"


@pytest.mark.parametrize("who", ["ada", "grace"])
def test_more_time_is_asked_for_or_given_beside_the_step(who, as_, order, request):
    person, made = request.getfixturevalue(who), order("steps8")
    milestone = nth(made, 1)
    assert "More time for step 1" in as_(person).see("order", made.pk)
    page = as_(person).see("more_time", milestone.pk)
    assert ("Give the time" if who == "ada" else "Ask for the time") in page

    wrong = as_(person).do("more_time", milestone, days="0", reason="Ill.")
    assert wrong.status_code == 422
    as_(person).do("more_time", milestone, days="3", reason="Ill.")

    later = (nth(made, 1).due_at - milestone.due_at).days
    assert (later, Case.objects.filter(kind="extend").count()) == ((3, 0) if who == "ada" else (0, 1))
