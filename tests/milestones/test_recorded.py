"""A verb returns what it recorded, and the page says just that: never what happened beside it, at the same instant."""

import pytest
from django.contrib.messages import get_messages

from marketplace import clock
from marketplace.events.models import Event
from milestones.actions import cases, deliver
from milestones.actions.approve import approve
from milestones.actions.parts.funding import bill, total
from milestones.models import Case
from tests.milestones.conftest import as_
from tests.workshop import again, hand_in, nth, pay

__all__ = ["as_"]


@pytest.fixture
def frozen(monkeypatch):
    """From now on everything happens at one instant."""
    instant = clock.now()
    return lambda: monkeypatch.setattr(clock, "now", lambda: instant)


def said(response) -> list[str]:
    return [str(one) for one in get_messages(response.wsgi_request)]


def test_it_is_what_stands_in_the_history(ada, order):
    milestone = hand_in(order("steps8"), 1)

    done = approve(milestone, by=ada)

    kinds = [event.kind for event in done.recorded]
    assert kinds == ["milestone.approved", "milestone.paid"]
    newest = Event.objects.of(milestone.order.thread)[: len(kinds)].values_list("kind", flat=True)
    assert list(reversed(newest)) == kinds
    assert (done.thing.pk, done.thing.state, done.payment) == (milestone.pk, "paid", None)


def test_what_the_clock_did_first_is_history(ada, visa, order, move):
    """The first step's money clears on the way to what Ada asks for."""
    placed = order("steps8")
    approve(hand_in(placed, 1), by=ada)
    pay(placed, 2, visa)
    move(days=14, hours=1)

    done = cases.ask_to_cancel(placed, by=ada, reason="We changed our plans.")

    assert [event.kind for event in done.recorded] == ["case.asked"]
    assert Event.objects.filter(kind="milestone.cleared").exists()
    assert done.thing == Case.objects.get()


def test_what_records_nothing_says_nothing(as_, grace, order):
    placed = order("steps8")
    type(nth(placed, 1)).objects.filter(order=placed, position=1).update(substeps=[{"name": "Sketch", "done_at": None}])

    assert said(as_(grace).do("tick", nth(placed, 1), number=0)) == []


def test_the_page_does_not_tell_what_happened_at_the_same_instant(as_, ada, order, frozen):
    placed = order("steps8")
    frozen()
    hand_in(placed, 1)

    assert said(as_(ada).do("approve", nth(placed, 1))) == ["You approved step 1; Grace received $800.00."]


def test_nor_after_a_payment_by_card(as_, ada, visa, order, frozen):
    placed = order("contract14")
    frozen()
    deliver.deliver(nth(placed, 1), by=placed.freelancer, message="Here.")
    approve(nth(placed, 1), by=ada)

    response = as_(ada).do("fund", nth(placed, 2), total=total(bill(again(placed).pending[:1])), source=visa.pk)

    [line] = said(response)
    assert line.startswith("You paid $")
    assert "approved" not in line
