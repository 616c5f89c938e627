"""The resolution center: asking, answering, and why something cannot be asked."""

import pytest

from marketplace.policies.plan import MilestoneTerms
from milestones.actions import cases
from milestones.actions.parts.plan_changes import PlanChange
from milestones.models import Case
from tests.workshop import again, nth


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


def test_it_costs_the_same_whatever_was_asked(as_, ada, grace, order):
    placed = order("contract14", *[500] * 3)
    visitor = as_(ada)
    few = visitor.count("resolution", placed.pk)
    for number in (2, 3):
        other = MilestoneTerms(name="Other", amount=70_000, due_on=nth(placed, number).due_on)
        change = PlanChange.editing(nth(placed, number), other)
        cases.ask_to_change(again(placed), change, by=grace, reason="Better.")
        cases.decline(Case.objects.latest("pk"), by=ada)
    cases.ask_to_cancel(again(placed), by=ada, milestone=nth(placed, 1), reason="No more.")

    assert visitor.count("resolution", placed.pk) == few <= 8
