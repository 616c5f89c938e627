"""The payer, their card and its bank, as the double plays them, and what the API says of it afterwards."""

from fractions import Fraction

import pytest
import stripe

from tests.stripe.conftest import charge, make_intent

BACK = "https://cairn.example/back/?session={CHECKOUT_SESSION_ID}"
CONFIRM_BACK = {"return_url": "https://cairn.example/back/"}


@pytest.fixture
def session(client):
    customer = client.v1.customers.create({"email": "ada@example.org", "metadata": {"user": "7"}})
    asked = {"mode": "setup", "customer": customer.id, "currency": "eur", "success_url": BACK}
    return client.v1.checkout.sessions.create(asked)


def test_a_card_is_saved_and_charged_without_its_holder(double, client, session):
    saved = double.payer_enters("pm_card_visa")

    seen = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["setup_intent.payment_method"]})
    assert (seen.status, seen.setup_intent.status) == ("complete", "succeeded")
    assert (seen.setup_intent.payment_method.id, seen.setup_intent.payment_method.card.last4) == (saved, "4242")
    paid = charge(client, saved, customer=session.customer)
    assert (paid.status, paid.payment_method) == ("succeeded", saved)


def test_a_card_has_the_same_fingerprint_each_time(double, client, session):
    saved = double.payer_enters("pm_card_visa")
    kinds = ["pm_card_visa", "pm_card_refundFail"]
    same, other = (make_intent(client, kind, expand=["payment_method"]).payment_method for kind in kinds)

    seen = client.v1.payment_methods.retrieve(saved)

    assert seen.card.fingerprint == same.card.fingerprint != other.card.fingerprint


def test_a_card_that_is_not_to_be_saved(double, client, session):
    assert double.payer_enters("pm_card_visa_chargeDeclined") is None

    assert client.v1.checkout.sessions.retrieve(session.id).status == "open"
    assert double.payer_enters("pm_card_visa") is not None


def test_a_payer_who_walks_away(double, client, session):
    double.payer_walks_away()

    assert client.v1.checkout.sessions.retrieve(session.id).status == "expired"
    with pytest.raises(LookupError):
        double.payer_enters("pm_card_visa")


def test_a_card_of_somebody_else_is_refused(double, client, session):
    saved = double.payer_enters("pm_card_visa")
    other = client.v1.customers.create({})

    for customer in ({"customer": other.id}, {}):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            make_intent(client, saved, **customer)
        assert refused.value.param == "payment_method"


def test_a_detached_card_is_gone(double, client, session):
    saved = double.payer_enters("pm_card_visa")

    assert client.v1.payment_methods.detach(saved).customer is None

    with pytest.raises(stripe.InvalidRequestError):
        make_intent(client, saved, customer=session.customer)
    with pytest.raises(stripe.InvalidRequestError, match="not attached"):
        client.v1.payment_methods.detach(saved)


def test_a_good_card_turns_bad(double, client, session):
    saved = double.payer_enters("pm_card_visa")

    double.card_turns(saved, "pm_card_visa_chargeDeclinedInsufficientFunds")

    with pytest.raises(stripe.CardError, match="insufficient funds"):
        charge(client, saved, customer=session.customer)


@pytest.mark.parametrize(("says_yes", "status"), [(True, "succeeded"), (False, "requires_payment_method")])
def test_the_bank_asks_its_holder(double, client, says_yes, status):
    made = make_intent(client, "pm_card_authenticationRequired")
    client.v1.payment_intents.confirm(made.id, CONFIRM_BACK)

    (double.bank_confirms if says_yes else double.bank_refuses)()

    seen = client.v1.payment_intents.retrieve(made.id)
    assert (seen.status, seen.next_action, len(double.charges())) == (status, None, int(says_yes))
    if not says_yes:
        assert seen.last_payment_error.code == "payment_intent_authentication_failure"


def test_methods_that_redirect_want_a_way_back(client):
    made = client.v1.payment_intents.create({"amount": 500, "currency": "eur", "payment_method": "pm_card_visa"})
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.payment_intents.confirm(made.id)

    assert refused.value.param == "return_url"
    assert client.v1.payment_intents.confirm(made.id, CONFIRM_BACK).status == "succeeded"


@pytest.mark.parametrize("suffix", ["1042", "ORDER <1042>", "A VERY LONG NAME OF AN ORDER"])
def test_what_stands_on_no_statement(client, suffix):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        make_intent(client, statement_descriptor_suffix=suffix)

    assert refused.value.param == "statement_descriptor_suffix"


def test_a_refund_that_the_bank_turns_down_later(client):
    charge(client, amount=10_000)  # covers the fee of the other
    paid = charge(client, "pm_card_refundFail")

    answered = client.v1.refunds.create({"payment_intent": paid.id})

    seen = client.v1.refunds.retrieve(answered.id)
    assert (answered.status, seen.status, seen.failure_reason) == ("succeeded", "failed", "expired_or_canceled_card")
    assert client.v1.charges.retrieve(paid.latest_charge).amount_refunded == 0
    kinds = [one.type for one in client.v1.balance_transactions.list().data]
    assert kinds == ["refund_failure", "refund", "charge", "charge"]


def test_a_refund_that_arrives_and_bounces_on_request(double, client):
    paid = charge(client, "pm_card_pendingRefund")
    asked = client.v1.refunds.create({"payment_intent": paid.id, "amount": 500})
    assert (asked.status, asked.pending_reason) == ("pending", "processing")

    double.refund_arrives()
    assert client.v1.refunds.retrieve(asked.id).status == "succeeded"

    double.refund_bounces()
    assert client.v1.refunds.retrieve(asked.id).status == "failed"


def test_a_refund_waits_for_cover(client):
    """The fee of the charge is missing for it."""
    paid = charge(client)

    asked = client.v1.refunds.create({"payment_intent": paid.id})

    assert (asked.status, asked.pending_reason, asked.balance_transaction) == ("pending", "insufficient_funds", None)


def test_a_currency_that_we_do_not_hold_is_converted(double, client):
    double.converts("sek", "eur", Fraction(1, 11))

    paid = charge(client, amount=110_000, currency="sek")

    seen = client.v1.payment_intents.retrieve(paid.id, {"expand": ["latest_charge.balance_transaction"]})
    booked = seen.latest_charge.balance_transaction
    assert (seen.currency, booked.currency, booked.amount, booked.fee) == ("sek", "eur", 10_000, 293)
    assert booked.exchange_rate == pytest.approx(1 / 11)
    assert total(client) == 10_000 - 293


@pytest.mark.parametrize(("won", "gives_back", "status"), [(True, 105_500, "won"), (False, 0, "lost")])
def test_a_dispute_takes_the_money_until_it_is_decided(double, client, won, gives_back, status):
    paid = charge(client)
    before = total(client)

    dispute = double.disputes()
    assert total(client) == before - 105_500 - 1500
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.create({"payment_intent": paid.id})
    assert refused.value.code == "charge_disputed"
    answered = client.v1.disputes.update(dispute, {"evidence": {"uncategorized_text": "Delivered on 3 May."}})
    assert (answered.status, answered.evidence_details.submission_count) == ("under_review", 1)

    double.bank_decides(won=won)

    seen = client.v1.disputes.retrieve(dispute)
    assert (seen.status, seen.payment_intent) == (status, paid.id)
    assert total(client) == before - 105_500 - 1500 + gives_back  # the fee is not given back


def test_a_dispute_is_answered_once(double, client):
    charge(client, "pm_card_createDispute")
    dispute = client.v1.events.list({"type": "charge.dispute.created"}).data[0].data.object["id"]
    draft = client.v1.disputes.update(dispute, {"evidence": {"uncategorized_text": "Dra"}, "submit": False})
    assert draft.status == "needs_response"
    client.v1.disputes.update(dispute, {"submit": True})

    with pytest.raises(stripe.InvalidRequestError):
        client.v1.disputes.update(dispute, {"submit": True})

    assert client.v1.disputes.close(dispute).status == "lost"


def total(client) -> int:
    seen = client.v1.balance.retrieve()
    return sum(row.amount for row in [*seen.available, *seen.pending])
