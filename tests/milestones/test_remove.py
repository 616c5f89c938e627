"""Taking a step that has not begun out of the plan."""

from dataclasses import replace

import pytest

from marketplace.deadlines.models import Deadline
from marketplace.deadlines.sweep import sweep
from marketplace.events.models import Event
from marketplace.notifications import fan_out
from marketplace.notifications.models import Notification
from marketplace.policies.plan import MilestoneTerms
from milestones.actions import approve, cases, stop
from milestones.actions.parts.plan_changes import PlanChange
from tests.milestones.conftest import words
from tests.milestones.plan_screen import PlanScreen
from tests.workshop import accept, again, hand_in, nth, pay, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def take_out(ada, grace):
    """Both agree to it, under a rulebook that asks both."""

    def agree(order, number):
        removal = PlanChange.removing(nth(order, number))
        cases.accept(cases.ask_to_change(order, removal, by=ada, reason="Not needed.").thing, by=grace)

    return agree


def in_other_words(milestone) -> MilestoneTerms:
    return replace(MilestoneTerms.of(milestone), description="Rather in other words.")


def windows(order) -> dict:
    """The live timers that end an order for want of a payment, with their reminders."""
    live = Deadline.objects.live().filter(order=order)
    return {(one.kind, one.due_at): one.milestone.position for one in live}


def test_what_is_paid_next_in_its_place_has_the_same_time(take_out, order, move):
    deal = order("fair")
    hand_in(deal, 1)
    accept(deal, 1)
    before = windows(deal)
    move(days=4)

    take_out(deal, 2)

    assert set(before.values()) == {2}
    assert windows(deal) == dict.fromkeys(before, 3)
    move(days=10)
    sweep()
    assert (states(deal), again(deal).ending) == (["paid", "skipped", "skipped", "completed"], "lapsed")


def test_an_order_whose_plan_became_shorter_is_finished(take_out, order, visa):
    deal = order("fair")
    take_out(deal, 2)
    hand_in(deal, 1)
    accept(deal, 1)
    pay(deal, 3, visa)
    hand_in(deal, 3)
    accept(deal, 3)

    assert (states(deal), again(deal).ending) == (["paid", "skipped", "paid", "completed"], "finished")


def test_it_is_not_said_that_the_order_was_stopped(take_out, as_, ada, order, visa):
    deal = order("fair")
    hand_in(deal, 1)
    accept(deal, 1)
    take_out(deal, 3)
    pay(deal, 2, visa)

    page = as_(ada).see("order", deal.pk)

    assert "never started" not in page
    assert "Taken out of the plan" in page


def test_it_does_not_come_back_when_the_order_is_reopened(take_out, ada, grace, order):
    deal = order("fair", 1000, 1000, 1000, 1000)
    hand_in(deal, 1)
    accept(deal, 1)
    take_out(deal, 3)
    stop.stop(deal, by=ada)

    cases.accept(cases.ask_to_reopen(again(deal), by=ada, reason="Go on.").thing, by=grace)

    assert states(deal) == ["paid", "pending", "skipped", "pending", "active"]


def test_approving_the_last_one_left_finishes(take_out, ada, order):
    deal = order("fair", 1000, 1000)
    take_out(deal, 2)

    approve.approve(hand_in(deal, 1), by=ada)

    assert again(deal).ending == "finished"


@pytest.mark.parametrize("op", ["remove", "edit"])
def test_what_is_paid_meanwhile_is_not_changed_any_more(ada, grace, order, visa, op):
    """The question has no object then: nobody is asked to agree to what can't be done."""
    deal = order("fair")
    hand_in(deal, 1)
    accept(deal, 1)
    second = nth(deal, 2)
    removal, edit = PlanChange.removing(second), PlanChange.editing(second, in_other_words(second))
    change = {"remove": removal, "edit": edit}[op]
    asked = cases.ask_to_change(deal, change, by=grace, reason="No need.").thing

    pay(deal, 2, visa)

    asked.refresh_from_db(fields=["state"])
    assert asked.state == "withdrawn"
    fan_out.tell()
    assert told_of_closing() == [grace]


def told_of_closing() -> list:
    """Who hears that a request was closed without an answer."""
    return [one.user for one in Notification.objects.filter(kind="case.voided").select_related("user")]


@pytest.fixture
def asked_to_change(ada, grace, order):
    """A plan of the client's alone, and the other words for its third step that the freelancer asks for."""
    deal = order("contract14")
    third = nth(deal, 3)
    change = PlanChange.editing(third, in_other_words(third))
    return cases.ask_to_change(deal, change, by=grace, reason="Other words.").thing


def test_what_the_client_takes_out_is_not_asked_about_any_more(as_, ada, grace, asked_to_change):
    deal = asked_to_change.order

    visitor = as_(ada)
    response = PlanScreen(visitor, deal).take_out(3).send()

    asked_to_change.refresh_from_db(fields=["state"])
    assert asked_to_change.state == "withdrawn"
    assert "The change to the plan was closed without an answer" in words(visitor.get(response.url))
    fan_out.tell()
    assert told_of_closing() == [grace]
    assert states(deal)[2] == "skipped"


def test_who_takes_it_out_reads_that_nobody_answers_what_was_asked(as_, ada, asked_to_change):
    page = words(PlanScreen(as_(ada), asked_to_change.order).take_out(3).post("review"))

    assert "“Grace asks to change step 3” is closed with it, without an answer." in page


def test_who_pays_reads_that_it_can_not_change_any_more(as_, ada, order):
    second = nth(ask_to_change_the_second(order("fair"), ada), 2)

    assert "“You ask to change step 2” is closed with it" in as_(ada).see("fund", second.pk)


def ask_to_change_the_second(deal, by):
    """When it waits for its payment."""
    hand_in(deal, 1)
    accept(deal, 1)
    change = PlanChange.editing(nth(deal, 2), in_other_words(nth(deal, 2)))
    cases.ask_to_change(deal, change, by=by, reason="Other words.")
    return deal


def test_nobody_is_told_what_they_closed_themselves(ada, order):
    deal = order("contract14")
    third = nth(deal, 3)
    change = PlanChange.editing(third, in_other_words(third))
    asked = cases.ask_to_change(deal, change, by=ada, reason="Other words.").thing

    cases.change_plan(deal, PlanChange.removing(third), by=ada)
    fan_out.tell()

    asked.refresh_from_db(fields=["state"])
    assert (asked.state, told_of_closing()) == ("withdrawn", [])


def test_the_page_names_what_leaves_the_plan_and_what_it_costs(as_, ada, order):
    deal = order("contract14")
    nothing_left = PlanScreen(as_(ada), deal).take_out(3).take_out(2).post("review")

    leaving = [(one.terms.name, one.what) for one in nothing_left.context["editor"].compared]
    assert leaving == [("Part 2", "Taken out"), ("Part 3", "Taken out")]
    assert "Total of the plan, $3,000.00 until now $1,000.00" in words(nothing_left)


@pytest.mark.parametrize(("rulebook", "who"), [("contract14", "ada"), ("fair", "grace")])
def test_a_plan_that_is_saved_as_it_was_is_no_change(as_, request, order, rulebook, who):
    screen = PlanScreen(as_(request.getfixturevalue(who)), order(rulebook))
    before = Event.objects.count()

    answer = screen.send("No reason.")

    assert answer.status_code == 422
    assert "That is what the plan says already" in words(answer)
    assert Event.objects.count() == before
