"""A refund that went to the balance goes on to the card, on request."""

import pytest
from django.core.exceptions import PermissionDenied

from marketplace.errors import Refused
from milestones.actions.parts.refunding import refund_of
from milestones.actions.send_back import send_back
from tests.milestones.browsers import Play
from tests.workshop import attempt_all, nth, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def refunded(order, visa, move):
    """The only paid step was cancelled, and $1,055.00 are on Ada's balance."""
    it = Play(order("steps8"), visa, move)
    it.ada.ask_to_cancel(1)
    it.grace.accept()
    return it


def test_it_goes_back_to_the_card(refunded, ada):
    send_back(refunded.milestone(1), by=ada)
    refunded.gateway_answers()

    assert sheet() == {}


def test_twice_is_once(refunded, ada):
    send_back(refunded.milestone(1), by=ada)

    with pytest.raises(Refused):
        send_back(refunded.milestone(1), by=ada)


def test_nobody_else_may(refunded, grace):
    with pytest.raises(PermissionDenied):
        send_back(refunded.milestone(1), by=grace)
    assert sheet()["ada:wallet"] == 105_500


def test_what_was_spent_cannot_go_back(refunded, ada, order):
    refunded.order = order("open")
    refunded.ada.pay(1)
    cancelled = ada.orders_as_client.earliest("pk").milestones.get(position=1)

    with pytest.raises(Refused, match="balance"):
        send_back(cancelled, by=ada)


def test_a_rulebook_that_refunds_to_the_card_has_nothing_left_to_send(order, visa, move, ada):
    it = Play(order("contract14"), visa, move)
    it.grace.act("give_back", 1)

    with pytest.raises(Refused, match="no refund"):
        send_back(it.milestone(1), by=ada)


def test_a_refund_is_sent_on_to_the_card(as_, ada, grace, order):
    placed = order("fair", 500, 500)
    as_(grace).do("give_back", nth(placed, 1))
    visitor = as_(ada)
    assert "Send $515.00 on to your card" in visitor.see("order", placed.pk)

    visitor.do("send_back", nth(placed, 1))
    attempt_all(placed)

    assert sheet() == {}
    assert "You sent $515.00 on to the card that paid it" in visitor.see("order", placed.pk)
    assert "on to" not in as_(grace).see("order", placed.pk)
    assert visitor.do("send_back", nth(placed, 1)).status_code == 409
    assert as_(grace).do("send_back", nth(placed, 1)).status_code == 403


def test_what_the_bank_does_not_take_back_stays_on_the_balance(refunded, ada, takes):
    """It takes whole dimes only, and $1,055.00 less five cents was paid with the card."""
    milestone = refunded.milestone(1)
    [[charge, paid]] = milestone.charges
    type(milestone).objects.filter(pk=milestone.pk).update(charges=[[charge, paid - 5]])
    takes(smallest=10, step=10, largest=1_000_000)

    send_back(refunded.milestone(1), by=ada)
    refunded.gateway_answers()

    assert sheet() == {"gateway": -10, "ada:wallet": 10}


def test_a_refund_to_the_card_keeps_to_its_steps(order, visa, move, takes):
    """Under a rulebook that refunds to the card, the cents go to the balance; the page says the same before."""
    it = Play(order("contract14"), visa, move)
    milestone = it.milestone(1)
    takes(smallest=10, step=10, largest=1_000_000)

    back = refund_of(milestone, 10_004)  # and a fee of 5 %

    assert (back.total, back.to_source, back.to_balance) == (10_504, 10_500, 4)
