"""The rulebook charges the next step by itself: to what the page names before, and what happens when it cannot."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from escrow import payments, sources
from escrow.gateways.base import Outcome, Status
from escrow.models import Payment
from marketplace.actors import Support
from milestones.actions import approve, support
from tests.conftest import card
from tests.milestones.browsers import Play
from tests.workshop import again, nth, sheet

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


def charged(play):
    return Payment.objects.filter(thread=play.order.thread).latest("pk").source


def test_an_order_without_a_card_of_its_own_charges_the_default(delivered, as_, ada, visa):
    it = delivered(payment_source=None)
    assert "Step 2 is charged at once: $1,050.00, to Visa ending in 4242." in as_(ada).see("order", it.order.pk)

    it.ada.approve(1)

    assert (it.states[1], charged(it)) == ("funded", visa)


def test_the_balance_pays_where_it_covers_all(delivered, as_, ada, give):
    it = delivered()
    give(ada, 105_000)
    assert "Step 2 is charged at once: $1,050.00, from your balance." in as_(ada).see("order", it.order.pk)

    it.ada.approve(1)

    assert (it.states[1], sheet().get("ada:wallet")) == ("funded", None)


def test_the_card_that_paid_in_the_order_goes_before_the_default(delivered, as_, ada, visa):
    own = card(ada)
    type(own).objects.filter(pk=own.pk).update(last4="1111")
    it = delivered(source=own)
    assert "to Visa ending in 1111" in as_(ada).see("order", it.order.pk)

    it.ada.approve(1)

    assert charged(it) == own


def test_removing_a_card_that_an_order_charges_asks_and_names_it(delivered, client, ada, visa):
    it, other = delivered(), card(ada)
    client.force_login(ada)
    where = reverse("escrow:remove_source", args=[visa.pk])

    asked = client.post(where).content.decode()

    assert "Website" in asked
    assert f"The next payment is charged to {other}." in asked
    visa.refresh_from_db()
    assert visa.removed_at is None
    client.post(where, {"anyway": "1"})
    it.ada.approve(1)
    assert (it.states[1], charged(it)) == ("funded", other)


def test_a_card_that_nothing_charges_goes_at_once(client, ada, visa, order):
    order("fair")
    client.force_login(ada)

    client.post(reverse("escrow:remove_source", args=[visa.pk]))

    visa.refresh_from_db()
    assert visa.removed_at


def test_that_nothing_can_pay_is_said_before_and_reads_right_after(delivered, as_, ada, grace, visa):
    it = delivered()
    type(visa).objects.filter(pk=visa.pk).update(removed_at=it.order.created_at, is_default=False)
    page = as_(ada).see("order", it.order.pk)
    assert "Step 2 costs $1,050.00, which can’t be charged: Your balance does not cover it all." in page
    assert "You then have 72 hours to pay it in another way, or the order ends." in page

    it.ada.approve(1)

    page = as_(ada).see("order", it.order.pk)
    assert "The payment for step 2 failed Your balance does not cover it all." in page
    assert "its payment failed" in page
    assert "charged when" not in page
    it.ada.pay(2, card(ada))
    assert again(it.order).charge_problem == ""


def test_the_other_side_reads_no_card(delivered, as_, grace):
    it = delivered()

    assert "4242" not in as_(grace).see("order", it.order.pk)


def test_the_sources_page_names_the_orders(delivered, client, ada):
    delivered()
    client.force_login(ada)

    assert "pays the next step of" in client.get(reverse("escrow:sources")).content.decode()


@pytest.mark.parametrize("who", ["ada", "grace"])
def test_nothing_is_charged_by_itself(who, delivered, close_account, sam, request):
    it = delivered()
    close_account(request.getfixturevalue(who))

    approve.approve_for_support(it.milestone(1), by=Support(sam, "The work is fine."))

    assert it.states[:2] == ["approved", "pending"]
    assert "is closed" in again(it.order).charge_problem


def test_nothing_is_charged_by_itself_for_who_is_suspended_and_the_client_is_asked(it, ada, grace, suspend, as_):
    suspend(grace)
    before = sheet()["gateway"]

    as_(ada).do("approve", nth(it.order, 1))

    assert sheet()["gateway"] == before
    assert [one.state for one in again(it.order).plan][:2] == ["approved", "pending"]
    assert "nothing is charged by itself" in again(it.order).charge_problem
    page = as_(ada).see("order", it.order.pk)
    assert "Grace’s account is suspended" in page
    assert "Pay step 2 to go on" in page
