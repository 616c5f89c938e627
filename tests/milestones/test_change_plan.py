"""Changing the whole rest of a plan at once: by the client alone, or as one request with all its changes."""

from dataclasses import replace

import pytest

from marketplace import clock
from marketplace.errors import Refused
from marketplace.events.models import Event
from marketplace.policies.plan import MilestoneTerms
from marketplace.stale import Overtaken
from milestones.actions import approve, cases
from milestones.actions.parts.plan_changes import PlanChange, Step
from milestones.models import Case
from tests.workshop import again, nth, pay, sheet, states

pytestmark = pytest.mark.django_db


def as_it_is(milestone) -> Step:
    terms = MilestoneTerms.of(milestone)
    return Step(terms, milestone.pk, terms.mark)


def other(milestone, **terms) -> Step:
    now = MilestoneTerms.of(milestone)
    return Step(replace(now, **terms), milestone.pk, now.mark)


def new(milestone, name: str) -> Step:
    return Step(replace(MilestoneTerms.of(milestone), name=name))


def gone(milestone) -> Step:
    return Step(None, milestone.pk, MilestoneTerms.of(milestone).mark)


def all_at_once(placed) -> PlanChange:
    """The fourth first and dearer, a new one behind it, the third out, the second as it is."""
    second, third, fourth = (nth(placed, number) for number in (2, 3, 4))
    steps = (other(fourth, amount=150_000), new(fourth, "Ads"), gone(third), as_it_is(second))
    return PlanChange(steps, (second.pk, third.pk, fourth.pk))


def plan(placed) -> list[tuple[str, int, str]]:
    return [(one.name, one.price, one.state) for one in again(placed).plan]


CHANGED = [
    ("Part 1", 100_000, "funded"),
    ("Part 4", 150_000, "pending"),
    ("Part 3", 100_000, "skipped"),
    ("Ads", 100_000, "pending"),
    ("Part 2", 100_000, "pending"),
]


def test_the_client_changes_all_of_it_with_a_message_and_no_money_moves(ada, order):
    placed = order("contract14", *[1000] * 4)
    before = sheet()

    did = cases.change_plan(placed, all_at_once(placed), by=ada, message="As we said on Monday.")

    assert (plan(placed), sheet()) == (CHANGED, before)
    assert [one.position for one in again(placed).plan] == [1, 2, 3, 4, 5]
    assert [one.kind for one in did.recorded] == ["order.plan_changed"]
    told = did.recorded[0].data
    assert (told["reason"], told["moved"]) == ("As we said on Monday.", True)
    assert [(one["number"], one.get("added"), one.get("removed")) for one in told["changes"]] == [
        (2, None, None),
        (4, "Ads", None),
        (3, None, "Part 3"),
    ]


def test_both_sides_agree_on_all_of_it_or_nothing_is_done(ada, grace, order):
    placed = order("fair", *[1000] * 4)
    asked = cases.ask_to_change(placed, all_at_once(placed), by=grace, reason="It grew.").thing
    assert plan(placed)[1:] == [(f"Part {number}", 100_000, "pending") for number in (2, 3, 4)]

    cases.accept(asked, by=ada)

    assert plan(placed) == CHANGED


def test_the_limits_are_asked_again_when_it_is_accepted(ada, grace, order, move):
    placed = order("contract14", *[1000] * 3)
    soon = (clock.now() + clock.days(2)).date()
    edit = PlanChange.editing(nth(placed, 3), other(nth(placed, 3), due_on=soon).terms)
    asked = cases.ask_to_change(placed, edit, by=grace, reason="Sooner.").thing
    move(days=4)

    with pytest.raises(Refused, match="Nothing of this change can be done as it is. “Part 3”: This day has passed."):
        cases.accept(asked, by=ada)

    assert nth(placed, 3).due_on != soon


def test_what_was_paid_meanwhile_stops_all_of_it_and_names_its_row(ada, order, visa):
    placed = order("open", *[1000] * 4)
    change = all_at_once(placed)
    pay(placed, 4, visa)
    before = sheet()

    with pytest.raises(Refused, match="Step 4 is locked: it is") as refused:
        cases.change_plan(placed, change, by=ada)

    assert (refused.value.row, sheet()) == (0, before)
    assert "skipped" not in states(placed)


def test_what_was_left_as_it_was_may_be_paid_or_changed_meanwhile(ada, order, visa):
    placed = order("contract14", *[1000] * 4)
    change = PlanChange.editing(nth(placed, 4), replace(MilestoneTerms.of(nth(placed, 4)), name="Last"))
    cases.change_plan(placed, PlanChange.editing(nth(placed, 3), other(nth(placed, 3), name="Third").terms), by=ada)
    cases.change_plan(placed, PlanChange.adding(again(placed), new(nth(placed, 3), "Fifth").terms), by=ada)

    cases.change_plan(placed, change, by=ada)

    assert [name for name, *_ in plan(placed)] == ["Part 1", "Part 2", "Third", "Last", "Fifth"]


def test_an_older_tab_overwrites_nothing(ada, order):
    placed = order("contract14", *[1000] * 4)
    change = all_at_once(placed)
    cases.change_plan(placed, PlanChange.editing(nth(placed, 3), other(nth(placed, 3), name="Third").terms), by=ada)

    with pytest.raises(Overtaken) as overtaken:
        cases.change_plan(placed, change, by=ada)

    assert (overtaken.value.row, plan(placed)[2][0], "skipped" in states(placed)) == (2, "Third", False)


def test_a_request_whose_step_was_changed_meanwhile_says_which(ada, grace, order):
    placed = order("contract14", *[1000] * 4)
    edit = PlanChange.editing(nth(placed, 3), other(nth(placed, 3), amount=120_000).terms)
    asked = cases.ask_to_change(placed, edit, by=grace, reason="More.").thing
    cases.change_plan(placed, PlanChange.editing(nth(placed, 3), other(nth(placed, 3), name="Third").terms), by=ada)

    with pytest.raises(Refused, match="“Part 3”: it was changed since this was asked"):
        cases.accept(asked, by=ada)

    assert (plan(placed)[2], Case.objects.get().state) == (("Third", 100_000, "pending"), "open")


def test_another_request_takes_the_place_of_the_one_that_waits(ada, grace, order):
    placed = order("fair", *[1000] * 4)
    cases.ask_to_change(placed, all_at_once(placed), by=grace, reason="It grew.")
    cases.ask_to_change(placed, PlanChange.removing(nth(placed, 4)), by=ada, reason="Rather less.")
    cases.ask_to_change(placed, PlanChange.removing(nth(placed, 3)), by=ada, reason="Rather that.")

    assert [one.state for one in Case.objects.order_by("pk")] == ["declined", "withdrawn", "open"]
    assert not Event.objects.filter(kind="order.plan_changed").exists()


def test_a_step_that_carries_money_moves_and_changes_but_does_not_leave(ada, order, hand_over):
    placed = hand_over
    second, third = nth(placed, 2), nth(placed, 3)
    before = sheet()
    assert second.carried == 40_000
    moved = PlanChange((as_it_is(third), other(second, amount=120_000)), (second.pk, third.pk))

    cases.change_plan(placed, moved, by=ada)

    assert [(one.name, one.price, one.carried) for one in again(placed).plan[1:]] == [
        ("Part 3", 100_000, 0),
        ("Part 2", 120_000, 40_000),
    ]
    assert sheet() == before
    with pytest.raises(Refused, match="it can’t be removed") as refused:
        cases.change_plan(placed, PlanChange.removing(second), by=ada)
    assert refused.value.row == 1
    with pytest.raises(Refused, match="its amount must be more than that") as refused:
        cases.change_plan(placed, PlanChange.editing(second, other(second, amount=40_000).terms), by=ada)
    assert refused.value.field == "amount"


@pytest.fixture
def hand_over(ada, order):
    """A part of the first step was released, and the rest rolled into the second."""
    placed = order("contract14", *[1000] * 3)
    approve.release_part(nth(placed, 1), by=ada, part=60_000)
    return placed


@pytest.mark.parametrize("rows", [(other, gone), (gone, other), (other, other), (as_it_is, new, as_it_is)])
@pytest.mark.parametrize("moved", [True, False])
def test_two_rows_about_one_step_are_refused_at_the_second(ada, order, rows, moved):
    placed = order("contract14", 1000, 1000, 1000)
    second, third = nth(placed, 2), nth(placed, 3)
    makes = {new: lambda one: new(one, "Ads"), other: lambda one: other(one, amount=150_000)}
    steps = tuple(makes.get(make, make)(third) for make in rows)

    with pytest.raises(Refused, match="stands in the plan twice") as refused:
        cases.change_plan(placed, PlanChange(steps, (third.pk, second.pk) if moved else ()), by=ada)
    assert refused.value.row == len(rows) - 1
    assert plan(placed)[1:] == [("Part 2", 100_000, "pending"), ("Part 3", 100_000, "pending")]


def test_a_step_that_cannot_be_charged_is_refused_at_its_amount(ada, order, takes):
    placed = order("contract14", *[1000] * 3)
    takes(smallest=50, step=1, largest=150_000)
    dearer = replace(MilestoneTerms.of(nth(placed, 3)), amount=150_000)

    with pytest.raises(Refused, match="The most that can be paid at once is") as refused:
        cases.change_plan(placed, PlanChange.editing(nth(placed, 3), dearer), by=ada)

    assert refused.value.field == "amount"
