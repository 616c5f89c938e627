"""What the rulebook charges by itself is charged to what the page names, and the page names it before."""

import pytest
from django.urls import reverse

from escrow import payments, sources
from escrow.gateways.base import Outcome, Status
from escrow.models import Payment
from marketplace.actors import Support
from milestones.actions import approve, fund, support
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


# --- The bank declines what the order charges, and the default stands in


@pytest.fixture
def declining(delivered, ada, visa):
    """An order whose own card declines by now, while the default is another."""

    def begin(nature="declined"):
        own = card(ada)
        it = delivered(source=own)
        type(own).objects.filter(pk=own.pk).update(token=f"sandbox_{nature}_own", last4="0002")
        return it

    return begin


def tries(it):
    """What was charged for step 2: the source's last digits and what became of it."""
    found = Payment.objects.filter(thread=it.order.thread).order_by("pk").select_related("source")
    return [(one.source.last4, one.state) for one in found][1:]


def test_the_default_stands_in_for_a_card_that_is_declined(declining, as_, ada, visa):
    it = declining()
    page = as_(ada).see("order", it.order.pk)
    assert "to Visa ending in 0002. If that is declined, we try Visa ending in 4242, your default." in page
    assert "else from Visa ending in 0002; if that is declined, from Visa ending in 4242" in page

    it.ada.approve(1)

    assert it.states[1] == "funded"
    assert tries(it) == [("0002", "failed"), ("4242", "succeeded")]
    assert again(it.order).payment_source == visa
    assert (again(it.order).charge_problem, it.timers().get("grace")) == ("", None)
    history = as_(ada).see("order", it.order.pk)
    assert "You paid $1,050.00 into escrow for step 2 (fee $50.00), from Visa ending in 4242" in history
    assert "The bank declined the card. So Visa ending in 4242, the default, is tried once" in history
    assert "from Visa ending in 4242" in as_(ada).see("statement", it.order.pk)
    assert sheet()["gateway"] == -210_000


def test_the_other_side_reads_of_neither_card(declining, as_, grace):
    it = declining()

    it.ada.approve(1)

    for page in ("order", "history", "statement"):
        read = as_(grace).see(page, it.order.pk)
        assert not any(digits in read for digits in ("0002", "4242", "declined"))


def test_the_payment_that_was_declined_leads_to_the_one_in_its_place(declining, client, ada):
    it = declining()
    it.ada.approve(1)
    first, second = Payment.objects.filter(thread=it.order.thread).order_by("pk")[1:]
    client.force_login(ada)

    page = client.get(first.get_absolute_url()).content.decode()

    assert f'Visa ending in 4242, was tried instead: <a href="{second.get_absolute_url()}">' in page
    assert "Try another card" not in page


def test_both_are_named_where_both_are_declined(declining, as_, ada, visa):
    it = declining()
    type(visa).objects.filter(pk=visa.pk).update(token="sandbox_insufficient_default")

    it.ada.approve(1)

    first, second = "The bank declined the card.", "There is not enough money on the card."
    both = f"Visa ending in 0002: {first} Visa ending in 4242: {second}"
    assert both in as_(ada).see("order", it.order.pk)
    assert again(it.order).charge_problem == both
    assert tries(it) == [("0002", "failed"), ("4242", "failed")]
    assert (it.states[1], it.timers()) == ("pending", {"grace": 3})


def test_without_another_default_the_order_waits(declining, ada, visa):
    it = declining()
    sources.remove(visa, by=ada)

    it.ada.approve(1)

    assert tries(it) == [("0002", "failed")]
    assert again(it.order).charge_problem == "Visa ending in 0002: The bank declined the card."
    assert it.timers() == {"grace": 3}


def test_nothing_else_is_charged_while_the_bank_is_silent(declining, move):
    it = declining("slow")

    it.ada.approve(1)

    assert tries(it) == [("0002", "unknown")]
    assert it.states[1] == "pending"


def test_nor_when_the_payer_says_no(declining):
    """Who refuses to confirm a payment did not ask for another card to be charged."""
    it = declining("confirm")
    it.ada.approve(1)
    waiting = Payment.objects.get(state="confirming")
    payments.record(waiting, Outcome(Status.UNKNOWN))

    payments.record(waiting, Outcome(Status.DECLINED, code="not_confirmed", text="You refused it."))

    assert tries(it) == [("0002", "failed")]
    assert it.timers() == {"grace": 3}


def test_nor_when_somebody_chose_the_card(declining, ada, visa):
    it = declining()
    sources.remove(visa, by=ada)
    it.ada.approve(1)
    made = card(ada)
    sources.make_default(made, by=ada)

    it.ada.pay(2, card(ada, "declined"))

    assert [state for _, state in tries(it)] == ["failed", "failed"]
    assert it.timers() == {"grace": 3}


def test_nor_when_the_order_ended_meanwhile(declining, sam):
    it = declining("slow")
    it.ada.approve(1)
    waiting = Payment.objects.get(state="unknown")
    support.cancel_order(it.order, by=Support(sam, "Both wrote to us."))

    payments.record(waiting, Outcome(Status.DECLINED, code="no", text="No."))

    assert len(tries(it)) == 1


def test_an_answer_that_comes_twice_tries_it_once(declining, ada, visa):
    it = declining("slow")
    it.ada.approve(1)
    waiting = Payment.objects.get(state="unknown")
    type(visa).objects.filter(pk=visa.pk).update(token="sandbox_slow_default")

    for _ in range(2):
        payments.record(waiting, Outcome(Status.DECLINED, code="no", text="No."))

    assert tries(it) == [("0002", "failed"), ("4242", "created")]


def test_the_balance_pays_where_it_covers_all_by_then(declining, give, ada):
    it = declining("slow")
    it.ada.approve(1)
    give(ada, 105_000)

    payments.record(Payment.objects.get(state="unknown"), Outcome(Status.DECLINED, code="no", text="No."))

    assert it.states[1] == "funded"
    assert len(tries(it)) == 1


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
    payment = fund.fund(step(made, 1), by=ada, source=visa).payment
    suspend(grace)

    payments.attempt(payment)

    assert step(made, 1).state == "pending"
    assert sheet() == {"gateway": -51_500, "ada:wallet": 51_500}
