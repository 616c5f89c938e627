"""What a gateway tells us unasked."""

import json

import pytest
from django.urls import reverse

from escrow import ledger, payments
from escrow.gateways.sandbox import gateway
from escrow.gateways.sandbox.models import SandboxCharge
from escrow.models import Payment
from escrow.models.payments import State
from tests.conftest import card
from tests.escrow.conftest import GATEWAY, intend

URL = "/gateways/sandbox/webhook/"


def tell(client, body, headers):
    return client.post(URL, body, content_type="application/json", headers=headers)


@pytest.fixture
def lost(ada):
    """Charged, but we do not know it yet."""
    return payments.attempt(intend(ada, card(ada, "lost")))


def test_it_settles_the_payment(client, lost):
    assert URL == reverse("escrow:webhook", args=["sandbox"])
    assert tell(client, *gateway.webhook(lost.key)).status_code == 204

    assert Payment.objects.get().state == State.SUCCEEDED
    assert ledger.balance(GATEWAY) == -1000


def test_twice_is_once(client, lost):
    tell(client, *gateway.webhook(lost.key))
    payments.attempt(lost)
    tell(client, *gateway.webhook(lost.key))

    assert ledger.balance(GATEWAY) == -1000


@pytest.mark.parametrize("signature", ["", "t=1,v1=abc", "t=,v1=", "v1=abc", "nonsense", "t=x,v1=ü"])
def test_a_forged_one_is_refused(client, lost, signature):
    body, _ = gateway.webhook(lost.key)

    assert tell(client, body, {"Sandbox-Signature": signature}).status_code == 400
    assert Payment.objects.get().state == State.UNKNOWN


def test_the_signature_covers_the_body(client, lost):
    body, headers = gateway.webhook(lost.key)
    other = json.dumps([json.loads(body)[0] | {"status": "declined"}])

    assert tell(client, other, headers).status_code == 400


def test_an_old_one_is_refused(client, lost, monkeypatch):
    monkeypatch.setattr(gateway, "WEBHOOK_MAX_AGE", -gateway.WEBHOOK_MAX_AGE)

    assert tell(client, *gateway.webhook(lost.key)).status_code == 400


def test_keys_that_are_not_ours_are_ignored(client, lost):
    SandboxCharge.objects.filter(key=lost.key).update(key="foreign")
    body, headers = gateway.webhook("foreign")
    assert tell(client, body, headers).status_code == 204
    SandboxCharge.objects.filter(key="foreign").update(key=lost.key)

    assert Payment.objects.get().state == State.UNKNOWN


def test_other_gateways_have_no_door(client, db):
    assert client.post("/gateways/nobody/webhook/").status_code == 404
    assert client.get(URL).status_code == 405
