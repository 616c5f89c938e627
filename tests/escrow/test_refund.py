"""Money on its way back to where it came from."""

import pytest
from django.db import IntegrityError, transaction

from escrow import accounts, ledger, payments
from escrow.gateways.sandbox.models import SandboxCharge
from escrow.models import Payment
from escrow.models.payments import State
from marketplace.errors import Refused
from marketplace.events.models import Event
from tests.conftest import card
from tests.escrow.conftest import GATEWAY, intend, post


def wallet(user):
    return accounts.wallet(user.pk, "USD")


def send_back(user, charge, amount, **options):
    """Out of the wallet, where the charge landed."""
    with transaction.atomic():
        cause = payments.Cause("refund", "test:1", "order:1", **options)
        intent = payments.refund(cause, charge=charge, amount=amount)
        post(f"back:{intent.pk}", moves={wallet(user): -amount, intent.payout_address: amount})
    return intent


@pytest.fixture
def charge(ada, visa):
    return payments.attempt(intend(ada, visa))


def test_it_waits_and_then_leaves(ada, charge):
    refund = send_back(ada, charge, 400)
    room = refund.payout_address
    assert ledger.balances([wallet(ada), room, GATEWAY]) == {wallet(ada): 600, room: 400, GATEWAY: -1000}

    refund = payments.attempt(refund)
    assert refund.state == State.SUCCEEDED
    assert ledger.balances([wallet(ada), room, GATEWAY]) == {wallet(ada): 600, room: 0, GATEWAY: -600}
    assert Event.objects.filter(kind="payment.refunded").count() == 1


def test_twice_is_once(ada, charge):
    refund = payments.attempt(send_back(ada, charge, 400))
    payments.attempt(refund)

    assert ledger.balance(GATEWAY) == -600
    assert SandboxCharge.objects.filter(kind="refund").count() == 1


def test_what_the_bank_does_not_take_back_goes_into_the_wallet(ada):
    charge = payments.attempt(intend(ada, card(ada, "keeps")))
    refund = payments.attempt(send_back(ada, charge, 400))

    assert (refund.state, refund.failure_code) == (State.FAILED, "refund_refused")
    assert ledger.balances([wallet(ada), GATEWAY]) == {wallet(ada): 1000, GATEWAY: -1000}
    assert Event.objects.filter(kind="payment.refund_failed").count() == 1


def test_never_more_than_was_charged(ada, charge):
    send_back(ada, charge, 600)
    with pytest.raises(Refused, match="More than was charged"):
        send_back(ada, charge.pk, 401)
    send_back(ada, charge.pk, 400)


def test_only_a_charge_that_succeeded(ada):
    declined = payments.attempt(intend(ada, card(ada, "declined")))
    with pytest.raises(Refused):
        send_back(ada, declined, 1)


def test_one_that_failed_may_be_tried_again(ada):
    charge = payments.attempt(intend(ada, card(ada, "keeps")))
    payments.attempt(send_back(ada, charge, 1000))

    assert send_back(ada, charge, 1000).state == State.CREATED


def test_the_callers_key_makes_it_once(ada, charge):
    send_back(ada, charge, 100, key="test:1:refund")
    with pytest.raises(IntegrityError):
        send_back(ada, charge, 100, key="test:1:refund")


def test_to_a_card_without_a_charge(ada, charge, visa):
    with transaction.atomic():
        cause = payments.Cause("refund", "test:1")
        refund = payments.refund(cause, source=visa, user=ada, currency="USD", amount=250)
        post("back", moves={wallet(ada): -250, refund.payout_address: 250})
    payments.attempt(refund)

    assert ledger.balance(GATEWAY) == -750


def test_the_bank_itself_refuses_more_than_it_took(ada, charge):
    refund = send_back(ada, charge, 400)
    SandboxCharge.objects.create(
        key="elsewhere",
        kind="refund",
        status="succeeded",
        reference="elsewhere",
        refunds=charge.gateway_reference,
        token="",
        amount=700,
        currency="USD",
        ready_at=charge.created_at,
    )
    assert payments.attempt(refund).state == State.FAILED
    SandboxCharge.objects.filter(key="elsewhere").delete()


def test_it_is_nudged_by_itself(ada, charge, monkeypatch, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        send_back(ada, charge, 400)

    assert len(callbacks) == 1
    assert Payment.objects.filter(kind="refund").get().attempts == 0
