"""Each fault of faults.py as the SDK sees it: what it raises, what it tries by itself, and what was done meanwhile."""

import pytest
import stripe

from tests.stripe.conftest import charge, client_of, make_intent

CREATE = ("POST", "/v1/payment_intents")
CONFIRM = ("POST", "/v1/payment_intents/{intent}/confirm")
UNKNOWN = (stripe.APIConnectionError, stripe.APIError, stripe.RateLimitError)  # none of them is an answer


def ready(address: str, kind: str, *, retries: int):
    """A client, of little patience for what is slow, and a double that has done all this before."""
    charge(client_of(address))
    return client_of(address, retries=retries, read_within=2 if kind == "slow" else 20)


# What one request without tries of the SDK's own raises, with which HTTP status; and whether the charge was made.
@pytest.mark.parametrize(
    ("kind", "error", "status", "made"),
    [
        ("reset", stripe.APIConnectionError, None, 0),
        ("lost", stripe.APIConnectionError, None, 1),
        ("slow", stripe.APIConnectionError, None, 1),
        ("500", stripe.APIError, 500, 0),
        ("kept_500", stripe.APIError, 500, 0),
        ("kept_500_done", stripe.APIError, 500, 1),
        ("429", stripe.RateLimitError, 429, 0),
        ("409", stripe.APIError, 409, 0),
        ("html", stripe.APIError, 502, 1),
        ("cut", stripe.APIError, 200, 1),
    ],
)
def test_what_is_raised_and_what_was_done(double, address, kind, error, status, made):
    client = ready(address, kind, retries=0)
    intent = make_intent(client)
    before = len(double.charges())
    double.fails(kind, *CONFIRM)

    with pytest.raises(UNKNOWN) as failed:
        client.v1.payment_intents.confirm(intent.id, {"off_session": True})

    assert type(failed.value) is error
    assert failed.value.http_status == status
    assert len(double.charges()) - before == made


# With one more try, which the SDK makes under the same key.
@pytest.mark.parametrize(
    ("kind", "requests", "answered"),
    [
        ("reset", 2, True),
        ("lost", 2, True),
        ("slow", 2, True),
        ("500", 2, True),
        ("kept_500", 2, False),
        ("kept_500_done", 2, False),
        ("429", 1, False),
        ("409", 2, True),
        ("html", 2, True),
        ("cut", 1, False),
    ],
)
def test_what_the_sdk_tries_by_itself(double, address, kind, requests, answered):
    client = ready(address, kind, retries=1)
    intent = make_intent(client)
    charged, before = len(double.charges()), len(double.requests)
    double.fails(kind, *CONFIRM)

    try:
        confirmed = client.v1.payment_intents.confirm(intent.id, {"off_session": True}).status
    except UNKNOWN:
        confirmed = None

    assert confirmed == ("succeeded" if answered else None)
    assert len(double.requests) - before == requests
    assert len({one.key for one in double.requests[before:]}) == 1
    assert len(double.charges()) - charged == int(kind not in ("kept_500", "429"))


@pytest.mark.parametrize("kind", ["reset", "lost", "500", "429", "409", "html", "cut"])
def test_asked_again_under_its_key_it_is_done_once(double, address, kind):
    client = client_of(address, retries=0)
    key = {"idempotency_key": "order:1042"}
    asked = {"amount": 500, "currency": "eur", "payment_method": "pm_card_visa", "payment_method_types": ["card"]}
    asked |= {"confirm": True, "off_session": True}
    double.fails(kind, *CREATE)
    with pytest.raises(UNKNOWN):
        client.v1.payment_intents.create(asked, key)

    again = client.v1.payment_intents.create(asked, key)

    assert again.status == "succeeded"
    assert len(double.charges()) == 1


@pytest.mark.parametrize("kind", ["kept_500", "kept_500_done"])
def test_a_kept_500_is_for_ever_under_its_key_and_the_object_tells(double, address, kind):
    client = client_of(address, retries=0)
    intent, key = make_intent(client), {"idempotency_key": "order:1042:confirm"}
    double.fails(kind, *CONFIRM)

    for replayed in (None, "true", "true"):
        with pytest.raises(stripe.APIError) as failed:
            client.v1.payment_intents.confirm(intent.id, {}, key)
        assert failed.value.headers.get("Idempotent-Replayed") == replayed

    seen = client.v1.payment_intents.retrieve(intent.id)
    assert seen.status == ("succeeded" if kind == "kept_500_done" else "requires_confirmation")
    if kind == "kept_500":
        client.v1.payment_intents.confirm(intent.id, {}, {"idempotency_key": "order:1042:confirm again"})
    assert len(double.charges()) == 1


def test_a_forgotten_key_does_it_again(double, client):
    key = {"idempotency_key": "ada"}
    first = client.v1.customers.create({}, key)

    double.forgets_keys()

    assert client.v1.customers.create({}, key).id != first.id


def test_a_request_that_was_refused_is_not_kept(client):
    key = {"idempotency_key": "order:1042"}
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payment_intents.create({"amount": 500, "currency": "eur", "amont": 1}, key)

    assert client.v1.payment_intents.create({"amount": 500, "currency": "eur"}, key).amount == 500


def test_keys_belong_to_an_account(double, client):
    """In whose name something is asked is part of its key."""
    key = {"idempotency_key": "same"}
    client.v1.customers.create({}, key)

    client.v1.customers.create({}, {**key, "stripe_account": "acct_other"})

    assert len(double.requests) == 2
    assert len(double.keys.kept) == 2


def test_a_fault_strikes_as_often_as_is_said(double, address):
    client = client_of(address, retries=0)
    double.fails("500", *CREATE, times=2)

    for _ in range(2):
        with pytest.raises(stripe.APIError):
            make_intent(client)

    assert make_intent(client).status == "requires_confirmation"


def test_a_fault_strikes_for_ever_until_it_is_mended(double, address):
    client = client_of(address, retries=0)
    double.fails("reset", *CREATE, times=None)
    for _ in range(3):
        with pytest.raises(stripe.APIConnectionError):
            make_intent(client)

    double.mends()

    assert charge(client).status == "succeeded"


def test_a_fault_strikes_nothing_else(double, client):
    double.fails("500", *CONFIRM, times=None)

    assert make_intent(client).status == "requires_confirmation"


@pytest.mark.parametrize(("kind", "path"), [("500", "/v1/payment_intent"), ("501", "/v1/payment_intents")])
def test_a_fault_that_could_never_strike_is_refused(double, kind, path):
    with pytest.raises(ValueError, match="no"):
        double.fails(kind, "POST", path)
