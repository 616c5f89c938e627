"""A double and a client of the official SDK for each test. No test here needs a database.

A test that takes `target` asks Stripe's test mode as well, where STRIPE_TEST_KEY has a key of it.
"""

import os

import pytest
import stripe
from stripe import HTTPClient, RequestsClient, StripeClient

from tests.stripe.double import KEY, VERSION, Double

TEST_KEY = os.environ.get("STRIPE_TEST_KEY", "")
GRACE = {
    "contact_email": "grace@example.org",
    "display_name": "Grace",
    "dashboard": "express",
    "identity": {"country": "de", "entity_type": "individual"},
    "configuration": {"recipient": {"capabilities": {"stripe_balance": {"stripe_transfers": {"requested": True}}}}},
    "defaults": {"responsibilities": {"fees_collector": "application", "losses_collector": "application"}},
}


@pytest.fixture(autouse=True)
def quick_and_quiet(request, monkeypatch):
    """The SDK waits half a second before it asks again, which a double need not be given; it tells nobody anything."""
    monkeypatch.setattr(stripe, "enable_telemetry", False)
    if "target" not in request.fixturenames:
        monkeypatch.setattr(HTTPClient, "INITIAL_DELAY", 0.001)
        monkeypatch.setattr(HTTPClient, "MAX_DELAY", 0.002)


@pytest.fixture
def double():
    double = Double()
    yield double
    assert double.wrong == []


@pytest.fixture
def address(double):
    with double.serving() as url:
        yield url


@pytest.fixture
def client(address):
    return client_of(address)


@pytest.fixture(params=["double", *(["stripe"] if TEST_KEY else [])])
def target(request):
    if request.param == "double":
        return request.getfixturevalue("client")
    if not TEST_KEY.startswith(("sk_test_", "rk_test_")):
        pytest.fail("STRIPE_TEST_KEY is no key of the test mode")
    return StripeClient(TEST_KEY, stripe_version=VERSION, http_client=patient(), max_network_retries=1)


def client_of(address: str, *, retries: int = 1, read_within: float = 20) -> StripeClient:
    """As Cairn will make it: a whole answer in less than a minute, and one more try by the SDK itself."""
    return StripeClient(
        KEY,
        base_addresses={"api": address},
        stripe_version=VERSION,
        http_client=patient(read_within),
        max_network_retries=retries,
    )


def patient(read_within: float = 20) -> RequestsClient:
    return RequestsClient(timeout=(3, read_within))


def make_intent(client: StripeClient, card: str = "pm_card_visa", amount: int = 105_500, **values):
    """An intent by this test card that is not confirmed yet."""
    asked = {"amount": amount, "currency": "eur", "payment_method": card, "payment_method_types": ["card"]}
    return client.v1.payment_intents.create(asked | values)


def charge(client: StripeClient, card: str = "pm_card_visa", amount: int = 105_500, **values):
    """An intent by this test card, confirmed without its holder."""
    made = make_intent(client, card, amount, **values)
    return client.v1.payment_intents.confirm(made.id, {"off_session": True})
