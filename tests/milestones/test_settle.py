"""A dispute that both sides end: one gives in, or they agree on a split, with the sums of both before the press."""

import pytest
from django.urls import reverse

from marketplace.actors import Support
from marketplace.deadlines.sweep import sweep
from marketplace.errors import Refused
from milestones.actions import cases as requests
from milestones.actions import disputes
from milestones.models import Case
from milestones.queries.reader import Reader
from milestones.timer_kinds import Kind
from milestones.wording import case_phrases
from tests.milestones.pages.conftest import as_ as as_
from tests.milestones.pages.conftest import words
from tests.workshop import accept, again, hand_in, pay, sheet, states, step

pytestmark = pytest.mark.django_db

FROZEN = {"gateway": -103_000, "escrow": 100_000, "fees": 3_000}


@pytest.fixture
def disputed(order, ada):
    """Ada's order under fair, its first step of $1,000.00 in dispute; Grace has five days to answer."""
    made = order("fair")
    disputes.dispute(step(made, 1), by=ada, reason="Not what we agreed.")
    assert sheet() == FROZEN
    return made


@pytest.fixture
def do(client, request):
    """One person's POST: `do("ada", "give_in", disputed)`."""

    def post(who, verb, order, **data):
        client.force_login(request.getfixturevalue(who))
        return client.post(reverse(f"milestones:{verb}", args=[step(order, 1).pk]), data)

    return post


@pytest.fixture
def propose(do):
    """Propose a split, having seen what it does."""

    def post(who, order, released="600", reason="Half of it is there."):
        seen = round(float(released) * 100)
        return do(who, "propose_split", order, released=released, reason=reason, seen=seen)

    return post


def split_of(order) -> Case:
    return Case.objects.get(order=order, kind="split", state="open")


def answer(client, user, case, verb, **data):
    client.force_login(user)
    return client.post(reverse(f"milestones:{verb}", args=[case.pk]), data)


# --- Giving in


def test_the_freelancer_gives_it_all_back_with_its_fee(do, disputed):
    response = do("grace", "give_in", disputed)

    assert response.status_code == 302
    assert states(disputed) == ["cancelled", "skipped", "skipped", "cancelled"]
    assert sheet() == {"gateway": -103_000, "ada:wallet": 103_000}


def test_the_client_releases_it_all(do, disputed):
    do("ada", "give_in", disputed)

    assert states(disputed) == ["paid", "pending", "pending", "active"]
    assert sheet() == {"gateway": -103_000, "grace:wallet": 95_000, "fees": 8_000}
    assert step(disputed, 1).acceptance == "agreement"


@pytest.mark.parametrize(("who", "status"), [("mallory", 404), ("sam", 403)])
@pytest.mark.parametrize("verb", ["give_in", "propose_split"])
def test_nobody_else_may(verb, who, status, do, disputed, request):
    request.getfixturevalue(who)

    response = do(who, verb, disputed, released="600", reason="Because.", seen=60_000)

    assert (response.status_code, sheet()) == (status, FROZEN)
    assert not Case.objects.filter(kind="split").exists()


def test_a_page_is_shown_though_the_dispute_ends_while_it_is_read(do, propose, disputed, ada, grace):
    """Its question was read before the other side gave in, its steps after."""
    propose("grace", disputed)
    case = split_of(disputed)

    do("grace", "give_in", disputed)

    assert case.state == "open"
    assert case_phrases.effect(case, Reader(case.order, ada)) == "If you agree: the dispute is over."


def test_twice_is_once(do, disputed):
    do("grace", "give_in", disputed)
    books = sheet()

    assert do("grace", "give_in", disputed).status_code == 409
    assert do("ada", "give_in", disputed).status_code == 409
    assert sheet() == books


@pytest.mark.parametrize("verb", ["give_in", "propose_split"])
def test_without_a_dispute_there_is_nothing_to_end(verb, do, order):
    response = do("grace", verb, order("fair"), released="600", reason="Because.", seen=60_000)

    assert (response.status_code, sheet()) == (409, FROZEN)


def test_what_it_does_is_said_to_each_before(as_, ada, grace, disputed):
    hers = as_(grace).see("order", disputed.pk)
    his = as_(ada).see("resolution", disputed.pk)

    assert "Give in: give $1,000.00 back The dispute is over. $1,000.00 goes back to Ada." in hers
    assert "The order ends: steps 2 and 3 never start. This can’t be undone." in hers
    assert "Give in: release $1,000.00 The dispute is over. Grace receives $950.00" in his
    assert "Then you have 14 days to pay step 2." in his


# --- A split


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


def test_an_amount_that_was_changed_after_the_sums_shows_them_again(do, disputed):
    response = do("grace", "propose_split", disputed, released="700", reason="More.", seen=60_000)

    assert "You receive $665.00" in words(response)
    assert not Case.objects.filter(kind="split").exists()


def test_accepted_it_moves_exactly_that(client, propose, disputed, ada, as_):
    propose("grace", disputed)
    assert sheet() == FROZEN
    assert "Grace receives $570.00 ($600.00 less a fee of $30.00)" in as_(ada).see("resolution", disputed.pk)

    answer(client, ada, split_of(disputed), "accept", agreed=100_000)

    assert states(disputed) == ["paid", "pending", "pending", "active"]
    assert sheet() == {"gateway": -103_000, "ada:wallet": 41_200, "grace:wallet": 57_000, "fees": 4_800}
    dispute = Case.objects.get(order=disputed, kind="dispute")
    assert (dispute.state, dispute.data["released"], dispute.data["refunded"]) == ("settled", 60_000, 40_000)
    page = as_(ada).see("order", disputed.pk)
    assert "Settled by both sides" in page
    assert "Approved" not in page


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


def test_nobody_accepts_their_own(client, propose, disputed, grace):
    propose("grace", disputed)

    assert answer(client, grace, split_of(disputed), "accept").status_code == 403
    assert sheet() == FROZEN


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
            disputes.propose_split(step(disputed, 1), by=grace, released=released, reason="Because.")


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
    disputes.dispute(step(made, 1), by=ada, reason="Not what we agreed.")
    propose("grace", made)

    answer(client, ada, split_of(made), "accept")

    # $400.00 and its fee came back and paid for nothing: step 2 is charged to the card as the rulebook says
    assert states(made)[0] == "approved"
    assert step(made, 1).held == 60_000
    assert sheet()["ada:wallet"] == 42_000


# --- Who decided it, and how that is called


def test_the_person_who_decides_is_named_and_so_is_what_was_decided(as_, ada, grace, sam, disputed):
    dispute = Case.objects.get(kind="dispute")
    disputes.decide(dispute, by=Support(sam, "I looked at both."), released=60_000)

    assert "Decided by support" in as_(ada).see("order", disputed.pk)
    for person, back in ((grace, "$400.00 back to Ada"), (ada, "$412.00 back to you")):
        said = f"$600.00 accepted, {back}"
        assert f"Sam from support decided the dispute: {said}" in as_(person).see("history", disputed.pk)
        center = as_(person).see("resolution", disputed.pk)
        assert f"Decided by Sam from support: {said}: “I looked at both.”" in center


def test_the_reason_of_one_act_is_said_once(as_, ada, sam, disputed):
    disputes.decide(Case.objects.get(kind="dispute"), by=Support(sam, "I looked at both."), released=0)

    assert as_(ada).see("history", disputed.pk).count("I looked at both.") == 1


def test_what_the_timer_accepted_is_not_called_approved(as_, ada, order, move):
    made = order("steps8")
    hand_in(made, 1)
    move(days=8)
    sweep()

    page = as_(ada).see("order", made.pk)
    assert "as the time to review it ran out" in page
    assert "Approved" not in page


def test_an_order_of_which_something_went_back_is_not_called_complete(as_, ada, grace, sam, order):
    made = order("fair", 1000)
    dispute = disputes.dispute(step(made, 1), by=ada, reason="Not what we agreed.").thing
    disputes.decide(dispute, by=Support(sam, "I looked at both."), released=60_000)

    assert again(made).ending == "finished"
    page = as_(ada).see("order", made.pk)
    assert "The order has ended: nothing is left to do" in page
    assert "The order is complete" not in page
    assert "Website Ended" in page
    assert "Ended" in as_(ada).see("orders", tab="ended")


def test_an_order_that_a_cancellation_ended_is_not_badged_completed(as_, ada, grace, order):
    made = order("fair")
    accept(hand_in(made, 1).order, 1)
    pay(made, 2, made.payment_source)
    requests.accept(requests.ask_to_cancel(made, by=ada, reason="We changed our mind.").thing, by=grace)

    assert again(made).state == "completed"
    for page in (as_(ada).see("order", made.pk), as_(ada).see("orders", tab="ended")):
        assert "Ended" in page
        assert "Completed" not in page


def test_an_order_that_was_finished_is_badged_completed(as_, ada, order):
    made = order("fair", 1000)
    accept(hand_in(made, 1).order, 1)

    assert "Website Completed" in as_(ada).see("order", made.pk)


def test_the_side_at_fault_is_shown_on_the_order_that_ended(as_, ada, grace, order):
    made = order("fair")
    asked = requests.ask_to_cancel(made, by=ada, reason="We changed our mind.", fault="client").thing
    requests.accept(asked, by=grace)

    assert "The side at fault: Ada." in as_(grace).see("order", made.pk)
    assert "The side at fault: you." in as_(ada).see("order", made.pk)


# --- A yes that moves money


def test_a_yes_says_its_sum_and_is_refused_when_that_changed(client, as_, ada, grace, visa, order):
    made = order("open")
    pay(made, 1, visa)
    asked = requests.ask_to_cancel(made, by=ada, reason="Too slow.", milestone=step(made, 1)).thing
    page = as_(grace).see("resolution", made.pk)

    refused = answer(client, grace, asked, "accept", agreed=50_000)

    assert "Agree: $1,000.00 goes back" in page
    assert "$1,030.00" not in page
    assert refused.status_code == 409
    assert step(made, 1).state == "funded"
    assert answer(client, grace, asked, "accept", agreed=103_000).status_code == 302
    assert step(made, 1).state == "cancelled"
