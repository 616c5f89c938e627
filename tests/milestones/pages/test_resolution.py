"""The resolution center: asking, answering, and why something cannot be asked."""

import pytest

from marketplace.policies.plan import MilestoneTerms
from milestones.actions import cases, disputes
from milestones.models import Case
from tests.workshop import again, hand_in, pay, sheet, states, step


def asked() -> Case:
    return Case.objects.get()


def test_a_cancellation_is_asked_for_and_agreed(as_, ada, grace, order):
    placed = order("fair", 500, 500)

    response = as_(ada).do("ask_to_cancel", placed, milestone="all", fault="client", reason="We changed our mind.")

    assert response.url == f"/orders/{placed.pk}/resolution/"
    page = as_(grace).see("resolution", placed.pk)
    assert "Ada asks to cancel what is under way" in page
    assert "We changed our mind." in page
    assert "If you agree: $500.00 goes back to Ada. The order ends: step 2 never starts." in page
    hers = "If Grace agrees: $515.00 goes back to you ($500.00 and the fee of $15.00). The order ends: step 2 never"
    assert hers in as_(ada).see("resolution", placed.pk)
    assert "The side at fault: Ada." in page

    response = as_(grace).do("accept", asked(), answer="All right.")

    assert response.url == f"/orders/{placed.pk}/resolution/"
    assert states(placed) == ["cancelled", "skipped", "cancelled"]
    assert sheet() == {"gateway": -51_500, "ada:wallet": 51_500}
    assert "Grace: All right." in as_(ada).see("resolution", placed.pk)


def test_it_is_declined(as_, ada, grace, order):
    placed = order("fair", 500, 500)
    as_(ada).do("ask_to_cancel", placed, milestone="all", fault="nobody", reason="Why not.")

    as_(grace).do("decline", asked(), answer="I am nearly done.")

    assert states(placed) == ["funded", "pending", "active"]
    assert "Declined" in as_(ada).see("resolution", placed.pk)


def test_only_the_other_side_answers(as_, ada, mallory, sam, order):
    placed = order("fair", 500, 500)
    as_(ada).do("ask_to_cancel", placed, milestone="all", fault="nobody", reason="Why not.")
    before = sheet()

    for person, status in ((ada, 403), (sam, 403), (mallory, 404)):
        assert as_(person).do("accept", asked()).status_code == status
    assert (asked().state, sheet()) == ("open", before)


def test_only_the_asker_takes_it_back(as_, ada, grace, order):
    placed = order("fair", 500, 500)
    as_(ada).do("ask_to_cancel", placed, milestone="all", fault="nobody", reason="Why not.")

    assert as_(grace).do("withdraw", asked()).status_code == 403
    as_(ada).do("withdraw", asked())
    assert asked().state == "withdrawn"


def test_twice_is_once(as_, ada, grace, order):
    placed = order("fair", 500, 500)
    terms = {"milestone": "all", "fault": "nobody", "reason": "Why not."}
    as_(ada).do("ask_to_cancel", placed, **terms)
    assert as_(ada).do("ask_to_cancel", placed, **terms).status_code == 409
    visitor = as_(grace)
    visitor.do("accept", asked())
    before = sheet()

    response = visitor.do("accept", asked())

    assert response.status_code == 409
    assert 'role="alert"' in response.content.decode()
    assert sheet() == before


def test_a_reason_is_asked_for_next_to_its_field(as_, ada, order):
    response = as_(ada).do("ask_to_cancel", order("fair"), milestone="all", fault="nobody", reason="")

    html = response.content.decode()
    assert response.status_code == 422
    assert "Give the reason: the other side will read it." in html
    assert '<details id="ask_to_cancel" name="options" open>' in html
    assert not Case.objects.exists()


def test_a_step_of_another_order_cannot_be_named(as_, ada, order):
    placed, other = order("fair"), order("fair")

    response = as_(ada).do("ask_to_cancel", placed, milestone=step(other, 1).pk, fault="nobody", reason="Why not.")

    assert response.status_code == 422


@pytest.mark.parametrize(
    ("key", "who", "says"),
    [
        ("studio", "ada", "Under this rulebook the plan can’t be changed after signing."),
        ("studio", "ada", "Under this rulebook you can’t stop the order alone."),
        ("steps5", "ada", "Under this rulebook a cancellation goes through support."),
        ("contract14", "grace", "Under this rulebook you don’t ask to cancel: you can give the money of a step back"),
        ("open", "ada", "More time is for a step that is being worked on, and none is now."),
        ("open", "ada", "Only a step with money in escrow can be cancelled, and none has any now."),
    ],
)
def test_it_says_why_something_is_not_possible(as_, order, request, key, who, says):
    placed = order(key)

    page = as_(request.getfixturevalue(who)).see("resolution", placed.pk)

    assert says in page
    assert "The whole of it is in the rulebook" in page


@pytest.mark.parametrize(
    ("key", "who", "says"),
    [
        ("steps8", "grace", "Ask for more time Ada has 48 hours to answer; after that it counts as agreed."),
        ("steps5", "grace", "Ada has 4 days to answer; after that it counts as withdrawn."),
        ("steps8", "ada", "Give more time Grace gets the days at once."),
        ("fair", "ada", "Ask for more time Grace has to agree; nothing happens by itself."),
        (
            "contract14",
            "ada",
            "Ask to cancel $1,050.00 goes back to you ($1,000.00 and the fee of $50.00). The order ends: steps 2 "
            "and 3 never start. What was paid stays paid. Grace has 7 days to answer",
        ),
        ("contract14", "ada", "Change the plan Only steps that have not begun can change. It changes at once."),
        ("contract14", "grace", "Propose a change to the plan Only steps that have not begun can change. Ada has to"),
    ],
)
def test_it_offers_what_the_rulebook_has(as_, order, request, key, who, says):
    assert says in as_(request.getfixturevalue(who)).see("resolution", order(key).pk)


def test_time_is_asked_for_and_silence_is_told(as_, ada, grace, order):
    placed = order("steps8")

    as_(grace).do("ask_for_time", placed, milestone=step(placed, 1).pk, days="3", reason="Ill.")

    page = as_(ada).see("resolution", placed.pk)
    assert "Grace asks for 3 more days for step 1 1 d 23 h left" in page
    assert "Without an answer by" in page
    assert "it counts as agreed" in page


def test_time_is_given(as_, ada, order):
    placed = order("steps8")
    before = step(placed, 1).due_at

    as_(ada).do("grant_time", placed, milestone=step(placed, 1).pk, days="3")

    assert (step(placed, 1).due_at - before).days == 3


@pytest.mark.parametrize("days", ["0", "366", "-1", "x", ""])
def test_days_are_a_number_of_days(as_, grace, order, days):
    placed = order("steps8")

    response = as_(grace).do("ask_for_time", placed, milestone=step(placed, 1).pk, days=days, reason="Ill.")

    assert response.status_code == 422
    assert not Case.objects.exists()


def test_a_dispute_is_opened_answered_and_withdrawn(as_, ada, grace, order):
    placed = order("fair", 500, 500)
    hand_in(placed, 1)

    as_(ada).do(
        "dispute", placed, milestone=step(placed, 1).pk, reason="Half of it is missing.", wanted="Half of the money."
    )
    page = as_(grace).see("resolution", placed.pk)
    assert "Ada disputes step 1" in page
    assert "Half of it is missing." in page
    assert "Half of the money." in page
    assert "$500.00 stays frozen in escrow until it is decided" in page
    assert as_(grace).do("reply", asked(), answer=" ").status_code == 422

    as_(grace).do("reply", asked(), answer="It is all there.")
    page = as_(ada).see("resolution", placed.pk)
    assert "It is all there." in page
    assert "Support reads both sides and decides." in page
    assert "Support decides the dispute about step 1" in as_(ada).see("order", placed.pk)
    assert "Send your answer" not in as_(grace).see("resolution", placed.pk)

    as_(ada).do("withdraw", asked())
    assert states(placed)[0] == "delivered"


def test_an_unanswered_dispute_says_who_would_lose(as_, ada, grace, order, visa):
    placed = order("open", 500)
    pay(placed, 1, visa)
    disputes.dispute(step(placed, 1), by=ada, reason="Nothing came.")

    assert "$500.00 goes back to Ada" in as_(grace).see("order", placed.pk)


def test_a_stopped_order_is_reopened_by_both(as_, ada, grace, order):
    placed = order("fair", 500, 500)
    hand_in(placed, 1)
    as_(ada).do("approve_and_stop", step(placed, 1))
    assert "What you can still do" in as_(ada).see("resolution", placed.pk)

    as_(ada).do("ask_to_reopen", placed, reason="We found the money.")
    assert "Ada asks to reopen the order" in as_(grace).see("order", placed.pk)
    as_(grace).do("accept", asked())

    assert states(placed) == ["paid", "pending", "active"]


def test_new_scope_answers_a_revision(as_, ada, grace, order):
    placed = order("fair", 500, 500)
    visitor = as_(grace)
    as_(ada).do("request_revision", hand_in(placed, 1), reason="A dark version too.")
    assert f"Offer new scope for {step(placed, 1)}" in visitor.see("resolution", placed.pk)
    terms = {
        "name": "Dark version",
        "amount": "250",
        "days": "4",
        "revisions": "1",
        "reason": "It was not in the plan.",
    }

    visitor.do("change_order", step(placed, 1), **terms)
    assert "If you agree: new step “Dark version”, $250.00, 4 days, after step 1" in as_(ada).see("order", placed.pk)
    as_(ada).do("accept", asked())

    assert states(placed) == ["delivered", "pending", "pending", "active"]
    assert step(placed, 2).name == "Dark version"


def test_it_costs_the_same_whatever_was_asked(as_, ada, grace, order):
    placed = order("contract14", *[500] * 3)
    visitor = as_(ada)
    few = visitor.count("resolution", placed.pk)
    for number in (2, 3):
        other = MilestoneTerms(name="Other", amount=70_000, due_on=step(placed, number).due_on)
        change = cases.Change("edit", step(placed, number), other)
        cases.ask_to_change(again(placed), change, by=grace, reason="Better.")
        cases.decline(Case.objects.latest("pk"), by=ada)
    cases.ask_to_cancel(again(placed), by=ada, milestone=step(placed, 1), reason="No more.")

    assert visitor.count("resolution", placed.pk) == few <= 8
