"""The double is held against Stripe's own shapes, in both directions, and says when it is itself at fault."""

import pytest
import stripe
from stripe.v2.core import Account

from tests.stripe import accounts, customers
from tests.stripe.conftest import GRACE, client_of, make_intent
from tests.stripe.double import VERSION, Double
from tests.stripe.endpoints import ENDPOINTS
from tests.stripe.errors import DoubleIsWrong
from tests.stripe.forms import parse
from tests.stripe.sdk_types import problems
from tests.stripe.shapes import spec
from tests.stripe.store import Store


@pytest.fixture
def liar():
    """A double that may be wrong: nothing looks at it afterwards."""
    double = Double()
    with double.serving() as url:
        yield double, client_of(url, retries=0)


@pytest.mark.parametrize(
    "changed", [{"created": "yesterday"}, {"creatd": 1}, {"object": "costumer"}, {"metadata": {"user": 7}}]
)
def test_a_wrong_answer_is_called_wrong_by_the_double_itself(liar, monkeypatch, changed):
    double, client = liar
    lie = ENDPOINTS["POST", "/v1/customers"]
    monkeypatch.setitem(
        ENDPOINTS,
        ("POST", "/v1/customers"),
        type(lie)(lie.method, lie.path, lie.minds, lambda *a, **k: customers.create(*a, **k) | changed),
    )

    with pytest.raises(stripe.APIError, match="THE DOUBLE IS WRONG"):
        client.v1.customers.create({"email": "ada@example.org"})

    assert len(double.wrong) == 1


def test_an_event_is_looked_at_when_it_is_made():
    store = Store()
    customer = store.add("customer", metadata={})
    store.tell("customer.created", customer)

    with pytest.raises(DoubleIsWrong, match="nickname"):
        store.tell("customer.updated", customer | {"nickname": "Ada"})


def test_a_wrong_answer_of_v2_is_found(liar, monkeypatch):
    double, client = liar
    monkeypatch.setattr(
        accounts, "capability", lambda status: {"stripe_balance": {"stripe_transfers": {"status": "on"}}}
    )

    with pytest.raises(stripe.APIError, match="THE DOUBLE IS WRONG"):
        client.v2.core.accounts.create({**GRACE, "include": ["configuration.recipient"]})

    assert "stripe_transfers" in double.wrong[0]


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"dashboard": "expres"}, "params.dashboard"),
        ({"dashbord": "express"}, "params.dashbord: unknown"),
        ({"configuration": {"recipient": {"capabilities": {"transfers": {}}}}}, "capabilities.transfers: unknown"),
        ({"identity": "de"}, "params.identity"),
    ],
)
def test_a_misspelt_request_of_v2_is_refused(client, wrong, where):
    with pytest.raises(stripe.InvalidRequestError, match=where):
        client.v2.core.accounts.create(GRACE | wrong)


def test_a_type_that_is_not_understood_is_no_pass():
    with pytest.raises(TypeError, match="does not understand"):
        problems(complex, 1)


def test_what_answers_need_is_missed():
    assert "account.id: missing" in problems(Account, {"object": "v2.core.account"}, "account")


@pytest.mark.parametrize(
    ("params", "param"),
    [
        ({"payment_method_typs": ["card"]}, "payment_method_typs"),
        ({"automatic_payment_methods": {"enabled": True, "enabld": True}}, "automatic_payment_methods[enabld]"),
    ],
)
def test_a_misspelt_parameter_is_refused(client, params, param):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        make_intent(client, **params)

    assert (refused.value.code, refused.value.param) == ("parameter_unknown", param)


def test_a_misspelt_filter_is_refused(client):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.list({"payment_intents": "pi_1"})

    assert refused.value.code == "parameter_unknown"


def test_what_the_double_does_not_mind_is_refused(client):
    with pytest.raises(stripe.InvalidRequestError, match="does not mind application_fee_amount"):
        make_intent(client, application_fee_amount=100)


def test_another_version_is_refused(client):
    with pytest.raises(stripe.InvalidRequestError, match="The double speaks"):
        client.v1.customers.create({}, {"stripe_version": "2020-08-27"})


def test_the_version_is_that_of_the_specification():
    assert spec().version == VERSION


def test_all_endpoints_are_in_a_specification():
    known = {(method.upper(), path) for path, methods in spec().document["paths"].items() for method in methods}

    assert set(ENDPOINTS) <= known | set(accounts.TYPES)
    assert {key for key in ENDPOINTS if key[1].startswith("/v2/")} == set(accounts.TYPES)


def test_what_endpoints_mind_is_in_the_specification():
    for (method, path), found in ENDPOINTS.items():
        if path.startswith("/v1/"):
            assert found.minds <= spec().parameters(method, path)["properties"].keys() | {"expand"}, (method, path)


def test_forms_are_read_as_the_sdk_and_others_write_them():
    assert parse("a[b]=1&list[0]=x&list[1]=y&more[]=p&more[]=q&empty=") == {
        "a": {"b": "1"},
        "list": ["x", "y"],
        "more": ["p", "q"],
        "empty": "",
    }
