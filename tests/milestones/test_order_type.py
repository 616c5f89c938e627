"""Orders with one payment: a single step, with days of review of their own, to which nothing is added."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from marketplace.deadlines.sweep import sweep
from marketplace.errors import Refused
from marketplace.policies.plan import MilestoneTerms
from milestones.actions import cases, deliver, fund
from milestones.actions.parts.plan_changes import PlanChange
from tests import workshop
from tests.stateful import policies
from tests.workshop import again, hand_in, nth, sheet, states

pytestmark = pytest.mark.django_db

MORE = MilestoneTerms("More", 50_000, days=4, deliverables=["Files"])


@pytest.fixture
def single(ada, grace, visa):
    """An order with one payment of 1,000 dollars under a preset, or under one with some changes."""

    def place(key, **changes):
        if changes:
            policies.publish(policies.PRESETS[key], changes, key := f"{key}-changed")
        order = workshop.place(ada, grace, key, (1000,), source=visa, order_type="single")
        workshop.attempt_all(order)
        return again(order)

    return place


def page(client, person, address) -> str:
    client.force_login(person)
    return client.get(address).content.decode().replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("key", "days"), [("steps8", 3), ("steps5", 3), ("fair", 8), ("studio", 5), ("contract14", 14)]
)
def test_its_delivery_is_accepted_after_the_days_of_its_own(key, days, single, move):
    order = single(key)
    if nth(order, 1).state == "pending":
        workshop.pay(order, 1, order.payment_source)
        workshop.attempt_all(order)
    hand_in(order, 1)

    move(days=days, hours=-1)
    sweep()
    assert states(order) == ["delivered", "active"]
    move(hours=2)
    sweep()

    assert states(order) == ["paid", "completed"]
    assert again(order).ending == "finished"


def test_it_pays_as_a_step_does(single, ada, move):
    order = single("steps8")
    hand_in(order, 1)
    move(days=4)
    sweep()

    assert sheet() == {"gateway": -105_500, "grace:clearing": 80_000, "fees": 25_500}


def test_what_is_said_of_the_review_is_what_happens(client, single, ada, grace):
    order = single("steps8")

    assert "then has 3 days to answer" in page(client, grace, order.get_absolute_url())
    hand_in(order, 1)
    assert "8 days" not in page(client, ada, order.get_absolute_url())


def test_without_days_of_its_own_where_steps_have_none_nothing_happens(single, move):
    order = single("open")
    fund.fund(nth(order, 1), by=order.client, source=order.payment_source)
    workshop.attempt_all(order)
    hand_in(order, 1)
    move(days=100)
    sweep()

    assert states(order) == ["delivered", "active"]


def test_nothing_is_added_to_its_plan_or_taken_out(single, ada, grace):
    order = single("open")
    for change in (PlanChange.adding(order, MORE), PlanChange.removing(nth(order, 1))):
        with pytest.raises(Refused, match="This order has one payment"):
            cases.change_plan(order, change, by=ada)
        with pytest.raises(Refused, match="This order has one payment"):
            cases.ask_to_change(order, change, by=grace, reason="It is more.")


def test_its_step_can_be_changed_until_it_is_paid(single, ada):
    order = single("open")

    cases.change_plan(order, PlanChange.editing(nth(order, 1), MORE), by=ada)

    assert nth(order, 1).name == "More"


def test_a_revision_is_not_answered_by_a_step(single, ada, grace):
    order = single("fair")
    hand_in(order, 1)
    deliver.request_revision(nth(order, 1), by=ada, reason="And a logo.")

    with pytest.raises(Refused, match="This order has one payment"):
        cases.offer_change_order(nth(order, 1), by=grace, terms=MORE, reason="That is new scope.")


def test_the_resolution_center_offers_what_can_be_done(client, single, ada):
    order = single("open")
    resolution = reverse("milestones:resolution", args=[order.pk])
    add, change = (
        reverse(f"milestones:{name}", args=[pk]) for name, pk in (("add_milestone", order.pk), ("plan", order.pk))
    )

    said = page(client, ada, resolution)
    assert change in said
    assert add not in said

    fund.fund(nth(order, 1), by=ada, source=order.payment_source)
    workshop.attempt_all(order)
    assert "Only steps that have not begun can be changed." in page(client, ada, resolution)


@pytest.mark.parametrize("where", ["order", "list"])
def test_it_is_said_that_it_has_one_payment(client, single, order, ada, where):
    made = single("fair")
    address = made.get_absolute_url() if where == "order" else reverse("milestones:orders")

    assert "one payment" in page(client, ada, address)


def test_an_order_in_steps_says_nothing_of_it(client, order, ada):
    made = order("fair")

    assert "one payment" not in page(client, ada, made.get_absolute_url())
    assert made.order_type == "milestones"


# It never changes


def sql(statement: str, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


CHANGE = "UPDATE milestones_order SET order_type = 'single' WHERE id = %s"


def test_it_never_changes_whoever_asks(order):
    with pytest.raises(DatabaseError, match="order_type of milestones_order never changes"):
        sql(CHANGE, order("fair").pk)


def test_only_the_trigger_stands_in_the_way(order):
    """The proof of the proof: without it the update goes through."""
    made = order("fair")
    with transaction.atomic():
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        sql("ALTER TABLE milestones_order DISABLE TRIGGER milestones_order_order_type_never_changes")
        sql(CHANGE, made.pk)
        assert again(made).is_single
        transaction.set_rollback(True)
