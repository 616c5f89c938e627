"""The double listens to this machine alone, each on a port of its own, and forgets everything when it ends."""

import urllib.error
import urllib.request

import pytest
import stripe

from tests.stripe.conftest import client_of
from tests.stripe.double import Double
from tests.stripe.webhooks import by_http


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "localhost", "example.org"])  # noqa: S104
def test_it_listens_nowhere_else(host):
    with pytest.raises(ValueError, match="not"), Double().serving(host):
        pass


@pytest.mark.parametrize("url", ["https://example.org/stripe/", "http://192.0.2.1/", "http://localhost/"])
def test_it_sends_nowhere_else(url):
    with pytest.raises(ValueError, match="not"):
        by_http(url)


def test_two_know_nothing_of_each_other():
    with Double().serving() as one, Double().serving() as other:
        made = client_of(one).v1.customers.create({})

        with pytest.raises(stripe.InvalidRequestError, match="No such customer"):
            client_of(other).v1.customers.retrieve(made.id)


def test_nobody_answers_when_it_has_ended():
    with Double().serving() as url:
        pass

    with pytest.raises(stripe.APIConnectionError):
        client_of(url).v1.customers.create({})


def test_an_address_that_it_does_not_have(client):
    with pytest.raises(stripe.InvalidRequestError, match="Unrecognized request URL") as refused:
        client.raw_request("get", "/v1/subscriptions")

    assert refused.value.http_status == 404


def test_nothing_is_said_without_a_key(address):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{address}/v1/balance")  # noqa: S310

    assert refused.value.code == 401
    refused.value.close()
