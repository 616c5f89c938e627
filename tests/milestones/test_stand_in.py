"""The bank declines what the order charges by itself, and the default stands in for it, once."""

import pytest

from escrow import payments, sources
from escrow.gateways.base import Outcome, Status
from escrow.models import Payment
from marketplace.actors import Support
from milestones.actions import support
from tests.conftest import card
from tests.workshop import again, sheet

pytestmark = pytest.mark.django_db


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
