"""What Cairn relies on at Stripe, asked of the double, and of Stripe's test mode where there is a key of it."""

import uuid

import pytest
import stripe

from tests.stripe.conftest import charge, make_intent

RETURN = "https://cairn.example/back/"


def test_a_charge_in_two_steps(target):
    made = make_intent(target, metadata={"key": "order:1042"}, transfer_group="order:1042")
    assert (made.status, made.latest_charge, made.metadata["key"]) == ("requires_confirmation", None, "order:1042")

    target.v1.payment_intents.confirm(made.id, {"off_session": True})

    seen = target.v1.payment_intents.retrieve(made.id, {"expand": ["latest_charge.balance_transaction"]})
    assert (seen.status, seen.amount_received, seen.livemode) == ("succeeded", 105_500, False)
    assert (seen.latest_charge.paid, seen.latest_charge.amount) == (True, 105_500)
    booked = seen.latest_charge.balance_transaction
    assert (booked.type, booked.amount, booked.net) == ("charge", 105_500, 105_500 - booked.fee)


@pytest.mark.parametrize(
    ("card", "code", "decline_code"),
    [
        ("pm_card_visa_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
        ("pm_card_authenticationRequired", "authentication_required", "authentication_required"),
    ],
)
def test_a_decline_is_an_error_that_shows_the_intent(target, card, code, decline_code):
    made = make_intent(target, card)

    with pytest.raises(stripe.CardError) as declined:
        target.v1.payment_intents.confirm(made.id, {"off_session": True})

    error = declined.value
    assert (error.http_status, error.code, error.error.decline_code) == (402, code, decline_code)
    assert (error.error.payment_intent.id, error.error.payment_intent.status) == (made.id, "requires_payment_method")
    seen = target.v1.payment_intents.retrieve(made.id)
    assert (seen.payment_method, seen.last_payment_error.code) == (None, code)
    assert target.v1.payment_intents.cancel(made.id).status == "canceled"


def test_an_authentication_is_a_redirect_where_there_is_a_way_back(target):
    made = make_intent(target, "pm_card_authenticationRequired")

    asked = target.v1.payment_intents.confirm(made.id, {"return_url": RETURN})

    assert (asked.status, asked.next_action.type) == ("requires_action", "redirect_to_url")
    assert asked.next_action.redirect_to_url.url.startswith("https://")
    assert asked.next_action.redirect_to_url.return_url == RETURN


def test_an_intent_is_confirmed_once(target):
    paid = charge(target)

    for again in (target.v1.payment_intents.confirm, target.v1.payment_intents.cancel):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            again(paid.id)
        assert (refused.value.http_status, refused.value.code) == (400, "payment_intent_unexpected_state")
        assert refused.value.error.payment_intent.status == "succeeded"


def test_what_is_cancelled_is_never_charged(target):
    made = make_intent(target)
    target.v1.payment_intents.cancel(made.id)

    with pytest.raises(stripe.InvalidRequestError) as refused:
        target.v1.payment_intents.confirm(made.id)

    assert refused.value.error.payment_intent.status == "canceled"


def test_an_intent_without_a_payment_method_cannot_be_confirmed(target):
    made = target.v1.payment_intents.create({"amount": 500, "currency": "eur", "payment_method_types": ["card"]})
    assert made.status == "requires_payment_method"

    with pytest.raises(stripe.InvalidRequestError) as refused:
        target.v1.payment_intents.confirm(made.id)

    assert refused.value.code == "payment_intent_unexpected_state"


def test_the_same_key_is_answered_with_the_same(target):
    asked, key = {"amount": 700, "currency": "eur"}, {"idempotency_key": str(uuid.uuid4())}
    first = target.v1.payment_intents.create(asked, key)

    again = target.v1.payment_intents.create(asked, key)

    assert again.id == first.id
    assert "Idempotent-Replayed" not in first.last_response.headers
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    with pytest.raises(stripe.IdempotencyError) as refused:
        target.v1.payment_intents.create({**asked, "amount": 800}, key)
    assert refused.value.http_status == 400


def test_a_decline_is_kept_under_its_key(target):
    made, key = make_intent(target, "pm_card_visa_chargeDeclined"), {"idempotency_key": str(uuid.uuid4())}

    for replayed in (None, "true"):
        with pytest.raises(stripe.CardError) as declined:
            target.v1.payment_intents.confirm(made.id, {"off_session": True}, key)
        assert declined.value.headers.get("Idempotent-Replayed") == replayed


@pytest.mark.parametrize(
    ("params", "code", "param"),
    [
        ({"amount": 500, "currency": "eur", "capture_methode": "x"}, "parameter_unknown", "capture_methode"),
        ({"currency": "eur"}, "parameter_missing", "amount"),
        ({"amount": "five", "currency": "eur"}, "parameter_invalid_integer", "amount"),
        ({"amount": 10, "currency": "usd"}, "amount_too_small", "amount"),
        ({"amount": 100_000_000, "currency": "usd"}, "amount_too_large", "amount"),
        ({"amount": 500, "currency": "eur", "customer": "cus_nobody"}, "resource_missing", "customer"),
    ],
)
def test_what_makes_no_intent(target, params, code, param):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        target.v1.payment_intents.create(params)

    assert (refused.value.code, refused.value.param) == (code, param)


@pytest.mark.parametrize("amount", [1001, 100])
def test_three_digits_end_in_nought(target, amount):
    with pytest.raises(stripe.InvalidRequestError):
        target.v1.payment_intents.create({"amount": amount, "currency": "kwd"})


def test_nobodys_intent_is_a_404(target):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        target.v1.payment_intents.retrieve("pi_nobodys")

    assert (refused.value.http_status, refused.value.code) == (404, "resource_missing")


def test_a_wrong_key_is_no_answer(target):
    with pytest.raises(stripe.AuthenticationError):
        target.v1.customers.create({}, {"api_key": "sk_test_wrong"})


def test_refunds_in_parts_and_never_more(target):
    paid = charge(target)
    refund = target.v1.refunds.create

    first = refund({"payment_intent": paid.id, "amount": 80_000, "metadata": {"key": "r1"}})
    with pytest.raises(stripe.InvalidRequestError) as too_much:
        refund({"payment_intent": paid.id, "amount": 25_501})
    rest = refund({"payment_intent": paid.id})
    with pytest.raises(stripe.InvalidRequestError) as nothing_left:
        refund({"payment_intent": paid.id})

    assert (first.amount, first.status, rest.amount) == (80_000, "succeeded", 25_500)
    assert too_much.value.param == "amount"
    assert nothing_left.value.code == "charge_already_refunded"
    listed = target.v1.refunds.list({"payment_intent": paid.id})
    assert [one.metadata.to_dict() for one in listed.data] == [{}, {"key": "r1"}]


def test_lists_come_in_pages(target):
    paid = charge(target)
    for _ in range(3):
        target.v1.refunds.create({"payment_intent": paid.id, "amount": 100})

    first = target.v1.refunds.list({"payment_intent": paid.id, "limit": 2})

    assert (len(first.data), first.has_more) == (2, True)
    assert len(list(first.auto_paging_iter())) == 3


def test_the_page_where_a_card_is_saved(target):
    customer = target.v1.customers.create({"metadata": {"user": "7"}})
    asked = {"mode": "setup", "customer": customer.id, "success_url": f"{RETURN}?session={{CHECKOUT_SESSION_ID}}"}

    made = target.v1.checkout.sessions.create({**asked, "currency": "eur"})

    assert (made.status, made.customer, made.mode) == ("open", customer.id, "setup")
    assert made.url.startswith("https://")
    setup = target.v1.setup_intents.retrieve(made.setup_intent)
    assert (setup.status, setup.payment_method) == ("requires_payment_method", None)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        target.v1.checkout.sessions.create(asked)
    assert refused.value.param == "currency"
