"""How an order came to be: it never changes, and every change of the plan is held to its limits."""

import pytest
from django.db import DatabaseError, connection, transaction

from marketplace.errors import Refused
from marketplace.policies.plan import MilestoneTerms
from milestones.actions import cases, deliver
from milestones.actions.parts.plan_changes import PlanChange
from tests import workshop
from tests.stateful import policies
from tests.workshop import again, hand_in, nth

LONG = MilestoneTerms("Longer", 50_000, days=40, deliverables=["Files"])  # than an offer may have it, but not a gig


@pytest.fixture
def placed(ada, grace, visa):
    """An order that came to be in this way, under a rulebook with a longest step, whose plan may be changed."""
    policies.publish(policies.PRESETS["steps8"], {"plan_changes": "client", "change_orders": True}, "malleable")
    return lambda origin: workshop.place(ada, grace, "malleable", source=visa, origin=origin)


def change(order):
    cases.change_plan(order, PlanChange.editing(nth(order, 2), LONG), by=order.client)


def add(order):
    cases.change_plan(order, PlanChange.adding(order, LONG), by=order.client)


def propose(order):
    cases.ask_to_change(order, PlanChange.adding(order, LONG), by=order.freelancer, reason="It takes longer.")


def offer_new_scope(order):
    hand_in(order, 1)
    deliver.request_revision(nth(order, 1), by=order.client, reason="And a logo.")
    cases.offer_change_order(nth(order, 1), by=order.freelancer, terms=LONG, reason="That is new scope.")


VERBS = [change, add, propose, offer_new_scope]


@pytest.mark.parametrize("verb", VERBS)
def test_a_change_of_a_custom_offer_is_held_to_the_limits_of_offers(placed, verb):
    with pytest.raises(Refused, match="at most 30 days") as refused:
        verb(placed("custom_offer"))

    assert refused.value.field == "days"


@pytest.mark.parametrize("verb", VERBS)
def test_a_change_of_a_gig_is_held_to_those_of_gigs(placed, verb):
    verb(placed("gig"))


def sql(statement: str, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


CHANGE = "UPDATE milestones_order SET origin = 'gig' WHERE id = %s"


def test_it_never_changes_whoever_asks(placed):
    with pytest.raises(DatabaseError, match="origin of milestones_order never changes"):
        sql(CHANGE, placed("direct").pk)


def test_only_the_trigger_stands_in_the_way(placed):
    """The proof of the proof: without it the update goes through."""
    order = placed("direct")
    with transaction.atomic():
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        sql("ALTER TABLE milestones_order DISABLE TRIGGER milestones_order_origin_never_changes")
        sql(CHANGE, order.pk)
        assert again(order).origin == "gig"
        transaction.set_rollback(True)
