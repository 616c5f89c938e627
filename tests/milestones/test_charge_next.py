"""What happens when the rulebook charges the next step by itself and cannot."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from escrow import payments, sources
from escrow.gateways.base import Outcome, Status
from escrow.models import Payment
from marketplace.actors import Support
from milestones.actions import support
from tests.conftest import card
from tests.milestones.stage import Play
from tests.workshop import sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def it(order, visa, move):
    stage = Play(order("steps5"), visa, move)
    stage.grace.deliver(1)
    return stage


def fail(it, how, ada):
    """Make the next charge fail: the card is gone, or the bank says no."""
    if how == "removed":
        sources.remove(it.visa, by=ada)
    else:
        it.visa.token = "sandbox_declined_1"
        it.visa.save(update_fields=["token"])


@pytest.mark.parametrize("how", ["removed", "declined"])
def test_three_days_of_grace_and_then_the_order_ends(it, ada, how):
    fail(it, how, ada)
    it.ada.approve(1)
    assert it.states == ["approved", "pending", "pending", "active"]
    assert it.timers() == {"grace": 3}

    it.wait(days=3)

    assert (it.states, it.ending) == (["paid", "skipped", "skipped", "completed"], "stopped_by_timer")
    assert sheet() == {"gateway": -105_000, "grace:clearing": 80_000, "fees": 25_000}


def test_another_card_pays_within_the_grace(it, ada):
    fail(it, "declined", ada)
    it.ada.approve(1)

    it.ada.pay(2, card(ada))

    assert it.states == ["approved", "funded", "pending", "active"]
    assert it.timers() == {"due": 10}
    assert it.order.payment_source_id != ada.orders_as_client.get().payment_source_id


def test_a_second_failure_does_not_lengthen_the_grace(it, ada):
    fail(it, "declined", ada)
    it.ada.approve(1)
    it.wait(days=2)

    it.ada.pay(2, card(ada, "insufficient"))
    it.wait(days=1)

    assert it.ending == "stopped_by_timer"


def test_an_undecided_payment_holds_the_end_back(it, ada):
    fail(it, "declined", ada)
    it.ada.approve(1)
    it.move(days=2, hours=23)
    slow = card(ada, "confirm")
    it.ada.pay(2, slow)

    it.wait(hours=1)
    assert it.states[-1] == "active"


def test_a_failure_after_the_end_starts_no_grace(it, sam):
    """The bank may say no to a payment whose order was ended meanwhile."""
    it.visa.token = "sandbox_confirm_1"
    it.visa.save(update_fields=["token"])
    it.ada.approve(1)
    waiting = Payment.objects.get(state="confirming")
    support.cancel_order(it.order, by=Support(sam, "Both wrote to us."))

    payments.record(waiting, Outcome(Status.DECLINED, code="no", text="No."))

    assert it.states == ["paid", "skipped", "skipped", "completed"]
    assert "grace" not in it.timers()


def test_what_the_balance_pays_asks_for_no_card(it, ada, give):
    give(ada, 1_000_000)

    with CaptureQueriesContext(connection) as asked:
        it.ada.approve(1)

    assert it.states == ["approved", "funded", "pending", "active"]
    assert not [one["sql"] for one in asked if one["sql"].startswith('SELECT "escrow_paymentsource"')]
