"""A plan that is changed while one of its steps is paid, while another tab changes it, while a request is accepted."""

from dataclasses import replace

import pytest

from marketplace.errors import Refused
from marketplace.policies.plan import MilestoneTerms
from milestones.actions import cases, fund
from milestones.actions.parts.plan_changes import PlanChange, Step
from milestones.models import Milestone
from tests.workshop import again, nth, sheet

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def deal(order):
    return order("open", *[1000] * 3)


def dearer(deal, *, to=200_000) -> PlanChange:
    """The second for twice as much, and one more behind it."""
    second, third = (MilestoneTerms.of(nth(deal, number)) for number in (2, 3))
    new = Step(replace(third, name="Ads"))
    first = MilestoneTerms.of(nth(deal, 1))
    keys = tuple(nth(deal, number).pk for number in (1, 2, 3))
    steps = (
        Step(first, keys[0], first.mark),
        Step(replace(second, amount=to), keys[1], second.mark),
        new,
        Step(third, keys[2], third.mark),
    )
    return PlanChange(steps, keys)


def refusals(outcomes):
    return [type(one) for one in outcomes if isinstance(one, Exception)]


def prices(deal):
    return [one.price for one in again(deal).plan]


def test_against_paying_a_step_that_it_changes(meet, together, ada, deal, give):
    """Whichever comes first: what was agreed to is what is paid, and the plan is changed as a whole or not at all."""
    give(ada, 500_000)
    change, second = dearer(deal), nth(deal, 2)

    outcomes = together(
        lambda: cases.change_plan(deal, change, by=ada), lambda: fund.fund(second, by=ada, agreed=103_000)
    )

    assert len(refusals(outcomes)) == 1
    paid = nth(deal, 2).state == "funded"
    assert prices(deal) == ([100_000] * 3 if paid else [100_000, 200_000, 100_000, 100_000])
    assert sheet()["ada:wallet"] == 500_000 - (103_000 if paid else 0)


def test_without_the_lock_a_step_is_paid_at_one_price_and_stands_at_another(meet, unlocked, together, ada, deal, give):
    give(ada, 500_000)
    change, second = dearer(deal), nth(deal, 2)

    outcomes = together(
        lambda: cases.change_plan(deal, change, by=ada), lambda: fund.fund(second, by=ada, agreed=103_000)
    )

    assert refusals(outcomes) == []
    assert (nth(deal, 2).state, nth(deal, 2).price, sheet()["escrow"]) == ("funded", 200_000, 100_000)
    Milestone.objects.filter(pk=second.pk).update(amount=1000)  # the books are checked after each test


def test_against_another_tab(meet, together, ada, deal):
    one, two = dearer(deal, to=200_000), dearer(deal, to=300_000)

    outcomes = together(lambda: cases.change_plan(deal, one, by=ada), lambda: cases.change_plan(deal, two, by=ada))

    assert len(refusals(outcomes)) == 1
    assert prices(deal) in ([100_000, 200_000, 100_000, 100_000], [100_000, 300_000, 100_000, 100_000])


def test_against_the_yes_to_a_request(meet, together, ada, grace, deal):
    asked = cases.ask_to_change(deal, dearer(deal, to=300_000), by=grace, reason="More.").thing
    own = dearer(deal)

    outcomes = together(lambda: cases.change_plan(deal, own, by=ada), lambda: cases.accept(asked, by=ada))

    assert len(refusals(outcomes)) == 1
    assert issubclass(refusals(outcomes)[0], Refused)
    assert len(again(deal).plan) == 4
    assert [one.position for one in again(deal).plan] == [1, 2, 3, 4]


def test_two_requests_at_once_leave_one(meet, together, ada, grace, deal):
    outcomes = together(
        lambda: cases.ask_to_change(deal, dearer(deal), by=grace, reason="More."),
        lambda: cases.ask_to_change(deal, dearer(deal, to=300_000), by=ada, reason="Other."),
    )

    assert refusals(outcomes) == []
    assert sorted(deal.cases.values_list("state", flat=True)) == ["declined", "open"]
