"""Answering a revision with a step that has a price of its own."""

from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.errors import Refused
from marketplace.policies.plan import MilestoneTerms
from milestones.actions import cases, deliver
from milestones.actions.parts.plan_changes import PlanChange
from tests.milestones.conftest import asked
from tests.workshop import again, another, hand_in, nth, sheet, states

DARK = MilestoneTerms("Dark version", amount=25_000, days=4, revisions=1)


def test_new_scope_answers_a_revision(as_, ada, grace, order):
    placed = order("fair", 500, 500)
    visitor = as_(grace)
    as_(ada).do("request_revision", hand_in(placed, 1), reason="A dark version too.")
    assert f"Offer new scope for {nth(placed, 1)}" in visitor.see("resolution", placed.pk)
    terms = {
        "name": "Dark version",
        "amount": "250",
        "days": "4",
        "revisions": "1",
        "reason": "It was not in the plan.",
    }

    visitor.do("change_order", nth(placed, 1), **terms)
    assert "If you agree: new step “Dark version”, $250.00, 4 days, after step 1" in as_(ada).see("order", placed.pk)
    as_(ada).do("accept", asked())

    assert states(placed) == ["delivered", "pending", "pending", "active"]
    assert nth(placed, 2).name == "Dark version"


def in_revision(placed, ada):
    return deliver.request_revision(hand_in(placed, 1), by=ada, reason="A dark version too.").thing


def test_the_limits_of_the_rulebook_are_asked_again_when_the_client_agrees(ada, grace, order):
    """What both agree on meanwhile may have filled the plan."""
    placed = order(another("fair", offer_milestones_max=3).key, 500, 500)
    offered = cases.offer_change_order(in_revision(placed, ada), by=grace, terms=DARK, reason="It is new.").thing
    third = PlanChange.adding(again(placed), MilestoneTerms("Print", amount=25_000, days=4, revisions=1))
    cases.accept(cases.ask_to_change(placed, third, by=grace, reason="It grew.").thing, by=ada)
    before = sheet()

    with pytest.raises(Refused, match="Nothing of this change can be done as it is. .* at most 3 steps"):
        cases.accept(offered, by=ada)

    assert states(placed) == ["revision", "pending", "pending", "active"]
    assert sheet() == before


def test_new_scope_is_not_due_on_a_day_that_has_passed_when_the_client_agrees(ada, grace, order, move):
    placed = order(another("fair", time_given="due_date").key, 500, 500)
    soon = MilestoneTerms("Dark version", amount=25_000, due_on=clock.now().date() + timedelta(days=2), revisions=1)
    offered = cases.offer_change_order(in_revision(placed, ada), by=grace, terms=soon, reason="It is new.").thing
    move(days=4)

    with pytest.raises(Refused, match="“Dark version”: This day has passed"):
        cases.accept(offered, by=ada)

    assert states(placed) == ["revision", "pending", "active"]
