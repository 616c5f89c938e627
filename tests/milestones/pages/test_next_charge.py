"""What the rulebook charges by itself is charged to what the page names, and the page names it before."""

import pytest
from django.urls import reverse

from escrow import payments
from escrow.models import Payment
from marketplace.actors import Support
from milestones.actions import approve, fund
from tests.conftest import card
from tests.milestones.stage import Play
from tests.workshop import again, hand_in, place, sheet, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def delivered(ada, grace, visa, move):
    """An order under steps5 whose first step is delivered; what paid it is the order's own card, or given."""

    def begin(source=None, **own):
        play = Play(place(ada, grace, "steps5", source=source or visa), visa, move)
        if own:
            type(play.order).objects.filter(pk=play.order.pk).update(**own)
        hand_in(play.order, 1)
        return play

    return begin


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


# --- A side whose account is suspended


@pytest.fixture
def suspend():
    def switch_off(user):
        type(user).objects.filter(pk=user.pk).update(is_active=False)

    return switch_off


def test_no_step_is_paid_for_somebody_who_is_suspended(order, as_, ada, grace, visa, suspend):
    made = order("open", 500, 500)
    suspend(grace)
    books = sheet()

    page = as_(ada).see("order", made.pk)
    response = as_(ada).do("fund", step(made, 1), total=51_500, source=visa.pk)

    assert "Grace’s account is suspended" in page
    assert "Pay step 1" not in page
    assert response.status_code == 302
    assert sheet() == books
    assert step(made, 1).state == "pending"


def test_nor_the_whole_plan(order, as_, ada, grace, visa, suspend):
    made = order("open", 500, 500)
    suspend(grace)

    response = as_(ada).do("fund_plan", made, total=103_000, source=visa.pk)

    assert "The account of Grace is suspended" in response.content.decode()
    assert sheet() == {}


@pytest.mark.parametrize("who", ["ada", "grace"])
def test_nothing_is_charged_by_itself(who, delivered, suspend, sam, request):
    it = delivered()
    suspend(request.getfixturevalue(who))

    approve.approve_for_support(it.step(1), by=Support(sam, "The work is fine."))

    assert it.states[:2] == ["approved", "pending"]
    assert "is suspended" in again(it.order).charge_problem


def test_a_charge_that_was_under_way_comes_back(order, ada, grace, visa, suspend):
    made = order("open", 500)
    payment = fund.fund(step(made, 1), by=ada, source=visa)
    suspend(grace)

    payments.attempt(payment)

    assert step(made, 1).state == "pending"
    assert sheet() == {"gateway": -51_500, "ada:wallet": 51_500}
