"""Under a rulebook with a deposit the client pays the first step with the offer, before the freelancer accepts."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from escrow import payments
from escrow.gateways.base import Fact, Turn
from escrow.gateways.sandbox import gateway
from escrow.gateways.sandbox.models import SandboxCharge
from escrow.models import Payment
from marketplace.actors import GATEWAY
from marketplace.errors import Refused
from marketplace.events.models import Event
from marketplace.offers import actions
from marketplace.offers.models import Deposit
from milestones.pages.statement import Statement
from tests import workshop
from tests.offers import conftest as do
from tests.workshop import sheet

KEY = "contract14"
HELD = {"gateway": -105_000, "escrow": 100_000, "fees": 5_000}


@pytest.fixture
def draft(ada, grace):
    return lambda *amounts: do.write(ada, grace, KEY, *amounts, role="client")


def version(offer, by, *amounts, source=None):
    """Another version, sent."""
    actions.save_draft(offer, by=by, terms=do.terms(KEY, *amounts))
    offer = actions.counter(offer, by=by, source=source).offer
    do.settle(offer)
    return do.again(offer)


def test_it_is_paid_before_the_offer_goes_out(client, ada, grace, visa, draft):
    offer = draft()

    response = do.press(client, ada, offer, "send", source=visa.pk)

    offer = do.again(offer)
    assert response.url == Payment.objects.get().get_absolute_url()
    assert (offer.state, offer.awaits, offer.number) == ("sent", "freelancer", 1)
    assert sheet() == HELD
    assert do.story(offer) == ["offer.deposited", "offer.sent"]


def test_until_then_nobody_else_sees_it(client, ada, grace, draft):
    offer = do.send(draft(), by=ada, source=do.card(ada, "confirm"))

    assert offer.state == "funding"
    client.force_login(grace)
    assert client.get(offer.get_absolute_url()).status_code == 404
    client.force_login(ada)
    assert "The deposit is being paid" in client.get(offer.get_absolute_url()).content.decode()


def test_a_declined_one_leaves_a_draft_that_can_be_sent_again(ada, visa, draft):
    offer = do.send(draft(), by=ada, source=do.card(ada, "declined"))

    assert (offer.state, offer.number) == ("draft", 0)
    assert sheet() == {}
    assert do.send(offer, by=ada, source=visa).state == "sent"
    assert sheet() == HELD


def test_accepting_moves_it_into_the_first_milestone(client, grace, offered):
    offer = offered(KEY)

    do.press(client, grace, offer, "accept", version=1)

    order = do.again(offer).order
    assert workshop.states(order)[0] == "funded"
    assert sheet() == HELD
    assert Deposit.objects.get().outcome == "used"
    assert order.milestones.get(position=1).charges == [[Payment.objects.get().pk, 105_000]]


def test_it_can_still_be_refunded_from_the_order(ada, grace, offered):
    from milestones.actions import stop

    order = do.accept(offered(KEY), by=grace).order

    stop.give_back(workshop.nth(order, 1), by=grace)
    workshop.attempt_all(order)

    assert sheet() == {}


@pytest.mark.parametrize("end", ["decline", "withdraw", "expire"])
def test_it_goes_back_with_its_fee_when_the_offer_ends(client, ada, grace, offered, move, end):
    offer = offered(KEY)

    if end == "decline":
        do.press(client, grace, offer, "decline", reason="No time")
    elif end == "withdraw":
        do.press(client, ada, offer, "withdraw")
    else:
        move(days=14)
        actions.expire(do.timer(offer))

    assert Deposit.objects.get().outcome == "returned"
    assert sheet() == {"gateway": -105_000, "payout": 105_000} if end == "expire" else sheet() == {}
    do.settle(offer)
    assert sheet() == {}


def test_a_card_that_takes_nothing_back_pays_into_the_wallet(client, ada, grace, draft):
    offer = do.send(draft(), by=ada, source=do.card(ada, "keeps"))

    do.press(client, grace, offer, "decline", reason="No")

    assert sheet() == {"gateway": -105_000, "ada:wallet": 105_000}


def test_a_version_that_costs_the_same_keeps_it(ada, offered):
    offer = version(offered(KEY), ada, 1000, 5000)

    assert (offer.state, offer.number) == ("sent", 2)
    assert sheet() == HELD
    assert Payment.objects.count() == 1


def test_a_version_that_costs_something_else_replaces_it(ada, visa, offered):
    offer = version(offered(KEY), ada, 2000, 1000, source=visa)

    do.settle(offer)
    assert (offer.state, offer.number) == ("sent", 2)
    assert sheet() == {"gateway": -210_000, "escrow": 200_000, "fees": 10_000}


def test_while_it_is_replaced_the_old_one_stays_and_nobody_accepts(client, ada, grace, offered):
    offer = version(offered(KEY), ada, 2000, source=do.card(ada, "confirm"))

    assert (offer.state, offer.number) == ("funding", 1)
    assert do.press(client, grace, offer, "accept", version=1).status_code == 409
    payments.cancel(Payment.objects.live().get(), by=GATEWAY)
    offer = do.again(offer)
    assert (offer.state, offer.number, offer.awaits) == ("sent", 1, "freelancer")
    assert sheet() == HELD
    assert do.accept(offer, by=grace).state == "accepted"


def test_a_counter_offer_sends_it_back(ada, grace, visa, offered):
    offer = version(offered(KEY), grace, 2000)

    assert sheet() == {}
    offer = do.accept(offer, by=ada, source=visa)
    assert offer.state == "accepted"
    assert sheet() == {"gateway": -210_000, "escrow": 200_000, "fees": 10_000}


def test_a_proposal_is_deposited_and_placed_at_once(ada, visa, proposed):
    offer = do.accept(proposed(KEY), by=ada, source=visa)

    assert offer.state == "accepted"
    assert not Deposit.objects.exists()
    assert sheet() == HELD


@pytest.mark.parametrize("nature", ["lost", "confirm"])
def test_a_charge_that_comes_after_the_withdrawal_goes_back(ada, draft, nature):
    offer = do.send(draft(), by=ada, source=do.card(ada, nature))
    payment = Payment.objects.get()
    if nature == "confirm":
        gateway.decide(payment.gateway_reference, confirmed=True)

    offer = actions.withdraw(offer, by=ada)

    do.settle(offer)
    assert (do.again(offer).state, payments.Payment.objects.get(pk=payment.pk).state) == ("withdrawn", "succeeded")
    assert do.story(offer)[-2:] == ["payment.kept", "payment.refunded"]
    assert sheet() == {}


def test_a_payment_under_way_is_called_off_by_the_withdrawal(ada, draft):
    offer = do.send(draft(), by=ada, source=do.card(ada, "confirm"))

    actions.withdraw(offer, by=ada)

    assert Payment.objects.get().state == "cancelled"
    assert sheet() == {}


def test_time_that_runs_out_meanwhile_ends_it_as_of_then(ada, grace, offered, move):
    offer = version(offered(KEY, valid_days=2), ada, 2000, source=do.card(ada, "confirm"))
    expires_at = offer.expires_at
    move(days=3)

    actions.expire(do.timer(offer))
    assert do.again(offer).state == "funding"
    payments.cancel(Payment.objects.live().get(), by=GATEWAY)

    offer = do.again(offer)
    assert (offer.state, offer.closed_at) == ("expired", expires_at)
    do.settle(offer)
    assert sheet() == {}


# The whole project. Three steps of 1,000, 500 and 500, with five per cent on top.

WHOLE = {"gateway": -210_000, "escrow": 200_000, "fees": 10_000}


@pytest.fixture
def whole(client, ada, visa, draft):
    """An offer of Ada's with a deposit for all three steps."""

    def make():
        offer = draft(1000, 500, 500)
        do.press(client, ada, offer, "send", source=visa.pk, deposit="whole")
        return do.again(offer)

    return make


def test_the_whole_project_can_be_deposited(client, grace, whole):
    offer = whole()

    assert (offer.state, offer.awaits) == ("sent", "freelancer")
    assert sheet() == WHOLE
    assert Deposit.objects.get().whole
    client.force_login(grace)
    assert "deposited $2,000.00 for the whole project" in client.get(offer.get_absolute_url()).content.decode()

    do.press(client, grace, offer, "accept", version=1)

    order = do.again(offer).order
    assert workshop.states(order) == ["funded", "funded", "funded", "active"]
    assert sheet() == WHOLE
    payment = Payment.objects.get().pk
    charges = [milestone.charges for milestone in order.milestones.order_by("position")]
    assert charges == [[[payment, 105_000]], [[payment, 52_500]], [[payment, 52_500]]]


def test_it_goes_back_as_a_whole(client, ada, grace, whole):
    offer = whole()

    do.press(client, grace, offer, "decline", reason="No time")

    assert sheet() == {}


def test_what_the_balance_pays_of_it_goes_into_the_first_steps(client, ada, grace, visa, draft):
    """contract14 takes a balance only where it covers all of it; another rulebook may take a part."""
    workshop.another(KEY, "mixed", paid_from="balance_first")
    workshop.give(ada, 120_000)
    offer = do.write(ada, grace, "mixed", 1000, 500, 500, role="client")

    do.press(client, ada, offer, "send", source=visa.pk, deposit="whole")
    do.press(client, grace, offer, "accept", version=1)

    order = do.again(offer).order
    assert workshop.states(order) == ["funded", "funded", "funded", "active"]
    assert sheet() == WHOLE | {"gateway": -90_000, "suspense": -120_000}
    payment = Payment.objects.get().pk
    charges = [milestone.charges for milestone in order.milestones.order_by("position")]
    assert charges == [[], [[payment, 37_500]], [[payment, 52_500]]]


def test_the_other_choice_is_shown_with_what_was_typed_and_sends_nothing(client, ada, visa, draft):
    offer = draft(1000, 500, 500)
    client.force_login(ada)
    page = client.get(f"/offers/{offer.pk}/send/").content.decode()
    assert "Deposit $1,050.00 and send" in page
    assert "A lesser amount, to cover the first step" in page

    second = do.card(ada, "works")
    read = re.search(r'name="read" value="(\w+)"', page)[1]
    sent = {"message": "Half in May", "source": second.pk, "read": read, "deposit": "first"}
    response = client.post(f"/offers/{offer.pk}/send/", sent | {"show": "whole"})
    shown = response.content.decode()

    assert response.status_code == 200
    assert "Deposit $2,100.00 and send" in shown
    assert response.context["form"]["source"].value() == str(second.pk)
    assert "stops after step" in page
    assert "stops after step" not in shown  # everything is in escrow then: there is nothing left to stop
    assert "Half in May" in shown
    assert do.again(offer).state == "draft"
    assert sheet() == {}


def test_the_choice_outlives_the_way_to_a_new_card(client, ada, draft):
    offer = draft(1000, 500, 500)
    client.force_login(ada)
    page = client.post(f"/offers/{offer.pk}/send/", {"show": "whole"}).content.decode()
    (way,) = set(re.findall(r'href="([^"]*/sources/add/[^"]*)"', page))
    onward = parse_qs(urlsplit(way).query)["next"][0]

    back = client.get(onward.partition("#")[0]).content.decode()

    assert "You deposit $2,100.00" in back


def test_a_next_version_keeps_the_whole_deposit_or_replaces_it(client, ada, visa, whole):
    offer = whole()
    actions.save_draft(offer, by=ada, terms=do.terms(KEY, 1000, 500, 500))
    assert "Nothing more is charged." in client.get(f"/offers/{offer.pk}/send/").content.decode()
    do.press(client, ada, offer, "send", deposit="whole")
    assert sheet() == WHOLE

    actions.save_draft(do.again(offer), by=ada, terms=do.terms(KEY, 1000, 500, 500))
    do.press(client, ada, offer, "send", source=visa.pk, deposit="first")

    assert do.again(offer).number == 3
    do.settle(offer)  # the refund
    assert sheet() == HELD


def test_one_step_has_nothing_to_choose(client, ada, visa, draft):
    offer = draft(1000)
    with pytest.raises(Refused, match="Only the first step"):
        actions.send(offer, by=ada, source=visa, whole=True, signature=do.signature(offer, ada))
    do.press(client, ada, offer, "send", source=visa.pk, deposit="whole")

    assert not Deposit.objects.get().whole
    assert sheet() == HELD


def test_a_rulebook_that_takes_only_the_first_step_offers_no_choice(client, ada, grace, visa):
    workshop.another(KEY, "no-whole", whole_plan_payable=False)
    offer = do.write(ada, grace, "no-whole", 1000, 500, role="client")
    client.force_login(ada)
    assert "A lesser amount" not in client.get(f"/offers/{offer.pk}/send/").content.decode()

    with pytest.raises(Refused, match="Only the first step"):
        actions.send(offer, by=ada, source=visa, whole=True)

    do.press(client, ada, offer, "send", source=visa.pk, deposit="whole")  # a field that the form does not have
    assert sheet() == HELD


def test_a_deposit_that_the_bank_does_not_take_is_refused_and_the_draft_stays(client, ada, visa, draft, takes):
    """Each step may be paid by itself, but the fee on the first makes it more than the bank takes at once."""
    offer = draft()
    takes(smallest=50, step=1, largest=104_999)

    with pytest.raises(Refused, match=r"With the fee on it \$1,050.00 would have to be paid. The most") as refused:
        do.send(offer, by=ada, source=visa)

    assert refused.value.field == "amount"
    assert do.again(offer).state == "draft"
    assert sheet() == {}


def test_nor_is_a_whole_plan_that_is_more_than_it_takes_at_once(ada, visa, draft, takes):
    offer = draft(1000, 1000)
    takes(smallest=50, step=1, largest=200_000)

    with pytest.raises(Refused, match=r"\$2,100.00 can’t be charged.") as refused:
        actions.send(offer, by=ada, source=visa, whole=True, signature=do.signature(offer, ada))

    assert refused.value.field == "source"
    assert sheet() == {}


def test_what_turns_after_the_order_began_is_told_in_the_order(ada, grace, visa, draft):
    """Its deposit paid the first step: a dispute of it is in the order's statement and history, not the offer's."""
    offer = do.send(draft(), by=ada, source=visa)
    taken = Fact(Turn.DISPUTED, 105_000, "a", 1500)
    SandboxCharge.objects.update(status="disputed", dispute="a", cost=1500)
    payments.hear("sandbox", [(Payment.objects.get().key, taken)])
    assert do.story(offer)[-1] == "payment.disputed"

    order = do.accept(offer, by=grace).order
    payments.hear("sandbox", [(Payment.objects.get().key, Fact(Turn.LOST, 105_000, "a"))])

    SandboxCharge.objects.update(status="lost")
    assert "payment.dispute_lost" not in do.story(offer)
    assert Event.objects.of(order.thread).filter(kind="payment.dispute_lost").exists()
    assert Statement(order, ada).rows[-1].text == "The bank decided the dispute for the payer"
    assert Statement(order, ada).adds_up
