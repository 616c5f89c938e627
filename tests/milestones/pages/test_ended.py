"""How it is called that something is over: by whom it was accepted, and how the order ended."""

import pytest

from marketplace.actors import Support
from marketplace.deadlines.sweep import sweep
from milestones.actions import cases as requests
from milestones.actions import disputes
from tests.workshop import accept, again, hand_in, nth, pay

pytestmark = pytest.mark.django_db


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
    dispute = disputes.dispute(nth(made, 1), by=ada, reason="Not what we agreed.").thing
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
