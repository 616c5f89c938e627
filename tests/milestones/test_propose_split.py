"""Both sides end a dispute: they agree on a split, with the sums of both before the press."""

import pytest

from marketplace.actors import Support
from marketplace.deadlines.sweep import sweep
from marketplace.errors import Refused
from milestones.actions import cases as requests
from milestones.actions import disputes, split
from milestones.models import Case
from milestones.timer_kinds import Kind
from tests.milestones.conftest import FROZEN, answer, split_of, words
from tests.workshop import nth, sheet, states

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("who", "status"), [("mallory", 404), ("sam", 403)])
def test_nobody_else_may(who, status, do, disputed, request):
    request.getfixturevalue(who)

    response = do(who, "propose_split", disputed, released="600", reason="Because.", seen=60_000)

    assert (response.status_code, sheet()) == (status, FROZEN)
    assert not Case.objects.filter(kind="split").exists()


def test_a_step_that_holds_nothing_has_nothing_to_split(client, order, ada):
    made = order("fair")
    client.force_login(ada)

    response = client.post(f"/milestones/{nth(made, 2).pk}/propose-split/", {"released": "600", "reason": "Why."})

    assert (response.status_code, sheet()) == (409, FROZEN)


def test_the_sums_of_both_sides_come_before_the_proposal(do, disputed):
    response = do("grace", "propose_split", disputed, released="600", reason="Half of it is there.")

    said = words(response)
    assert response.status_code == 200
    assert "You receive $570.00 ($600.00 less a fee of $30.00)" in said
    assert "$400.00 goes back to Ada." in said
    assert not Case.objects.filter(kind="split").exists()


def test_the_page_of_the_sums_has_what_was_typed_as_it_was_typed(do, disputed):
    """Else the browser takes it for something else, and offers what was typed as not sent."""
    response = do("grace", "propose_split", disputed, released="600", reason=" Half of it is there. ")

    form = response.context["form"]
    assert (form["released"].value(), form["reason"].value()) == ("600", " Half of it is there. ")
    assert form["seen"].value() == 60_000


def test_it_does_not_say_that_nothing_happens_where_support_may_decide(client, propose, disputed, ada):
    propose("grace", disputed)
    client.force_login(ada)

    said = words(client.get(f"/orders/{disputed.pk}/resolution/"))

    assert "It waits until it is answered or taken back, or the dispute is decided." in said
    assert "taken back; nothing happens by itself" not in said


def test_an_amount_that_was_changed_after_the_sums_shows_them_again(do, disputed):
    response = do("grace", "propose_split", disputed, released="700", reason="More.", seen=60_000)

    assert "You receive $665.00" in words(response)
    assert not Case.objects.filter(kind="split").exists()


def test_a_counter_proposal_is_a_no_and_takes_its_place(client, propose, disputed, ada, grace):
    propose("grace", disputed)
    first = split_of(disputed)

    propose("ada", disputed, released="250", reason="It is much less.")

    first.refresh_from_db()
    assert (first.state, first.closed_by) == ("declined", ada)
    answer(client, grace, split_of(disputed), "accept")
    assert sheet() == {"gateway": -103_000, "ada:wallet": 77_250, "grace:wallet": 23_750, "fees": 2_000}


def test_ones_own_is_taken_back_by_a_better_one(propose, disputed, grace):
    propose("grace", disputed)
    propose("grace", disputed, released="500")

    assert split_of(disputed).data["released"] == 50_000
    assert Case.objects.get(kind="split", state="withdrawn").closed_by == grace


@pytest.mark.parametrize(
    ("released", "says"),
    [
        ("0", "More than nothing"),
        ("1000", "less than $1,000.00"),
        ("-5", "more than zero"),
        ("abc", "Enter an amount"),
    ],
)
def test_a_bad_amount_is_refused_next_to_it(released, says, do, disputed):
    response = do("grace", "propose_split", disputed, released=released, reason="Because.", seen="")

    assert response.status_code == 422
    assert says in words(response)


def test_a_proposal_that_waits_is_said_as_what_a_yes_would_do(propose, as_, ada, grace, disputed):
    propose("grace", disputed)

    his, hers = (as_(one).see("resolution", disputed.pk) for one in (ada, grace))
    assert "If you agree: the dispute is over. Grace receives $570.00" in his
    assert "If Ada agrees: the dispute is over. You receive $570.00" in hers


def test_a_split_is_proposed_from_one_place(propose, as_, ada, disputed):
    assert as_(ada).see("resolution", disputed.pk).count("Propose a split") == 1

    propose("grace", disputed)

    page = as_(ada).see("resolution", disputed.pk)
    assert (page.count("Propose a split"), page.count("Propose another split")) == (0, 1)


def test_a_proposal_that_answers_the_dispute_says_it_in_one_sentence(propose, as_, grace, disputed):
    propose("grace", disputed)

    told = as_(grace).see("history", disputed.pk)
    assert "You proposed to end the dispute with a split, which is also the answer to it" in told
    assert "answered the dispute" not in told


def test_the_verb_refuses_what_is_no_split(disputed, grace):
    for released in (-1, 0, 100_000, 100_001):
        with pytest.raises(Refused):
            split.propose_split(nth(disputed, 1), by=grace, released=released, reason="Because.")


def test_from_the_side_that_has_to_answer_it_is_an_answer(propose, disputed):
    propose("grace", disputed)

    assert not disputed.deadlines.live().filter(kind=Kind.DISPUTE).exists()
    assert Case.objects.get(kind="dispute").answer == "Half of it is there."


def test_from_the_side_that_opened_it_it_is_none(propose, disputed):
    propose("ada", disputed)

    assert disputed.deadlines.live().filter(kind=Kind.DISPUTE).exists()


@pytest.mark.parametrize("way", ["withdraw", "decide", "silence"])
def test_the_end_of_the_dispute_is_the_end_of_the_proposal(way, propose, disputed, ada, sam, move):
    propose("ada", disputed)
    dispute = Case.objects.get(kind="dispute")
    match way:
        case "withdraw":
            requests.withdraw(dispute, by=ada)
        case "decide":
            disputes.decide(dispute, by=Support(sam, "I looked at both."), released=10_000)
        case "silence":
            move(days=6)
            sweep()  # support decides under fair: the proposal waits on
            disputes.decide(dispute, by=Support(sam, "I looked at both."), released=0)

    assert Case.objects.get(kind="split").state == "withdrawn"


def test_under_steps5_the_share_waits_for_the_end_of_the_order(client, order, propose, ada, grace):
    made = order("steps5")
    disputes.dispute(nth(made, 1), by=ada, reason="Not what we agreed.")
    propose("grace", made)

    answer(client, ada, split_of(made), "accept")

    # $400.00 and its fee came back and paid for nothing: step 2 is charged to the card as the rulebook says
    assert states(made)[0] == "approved"
    assert nth(made, 1).held == 60_000
    assert sheet()["ada:wallet"] == 42_000
