"""What a crash, a timeout or a silent bank left open is finished, by anybody, once."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from escrow import gateways, ledger, payments, tasks
from escrow.gateways.sandbox.gateway import Sandbox
from escrow.gateways.sandbox.models import SandboxCharge
from escrow.models import Payment
from escrow.models.payments import State
from marketplace import clock
from tests.conftest import card
from tests.escrow.conftest import GATEWAY, intend


def due():
    Payment.objects.live().update(next_try_at=clock.real() - timedelta(seconds=1))


def test_a_lost_nudge_is_made_up_for(ada, visa):
    payment = intend(ada, visa)
    tasks.reconcile()
    assert Payment.objects.get().attempts == 0

    due()
    tasks.reconcile()
    assert Payment.objects.get().state == State.SUCCEEDED
    assert ledger.balance(GATEWAY) == -payment.amount


class Killed(BaseException):
    """The process is gone."""


def test_killed_between_the_gateway_and_the_books(ada, visa, monkeypatch):
    payment = intend(ada, visa)
    with monkeypatch.context() as patch:
        patch.setattr(payments.gateway_calls, "record", raising(Killed))
        with pytest.raises(Killed):
            payments.attempt(payment)
    assert SandboxCharge.objects.get().status == "succeeded"
    assert (Payment.objects.get().state, ledger.balance(GATEWAY)) == (State.CREATED, 0)

    tasks.reconcile()
    assert ledger.balance(GATEWAY) == 0, "whoever made that call might still be alive"
    due()
    tasks.reconcile()
    tasks.reconcile()

    assert (Payment.objects.get().state, ledger.balance(GATEWAY)) == (State.SUCCEEDED, -1000)
    assert SandboxCharge.objects.count() == 1


def raising(error):
    def fail(*args, **kwargs):
        raise error

    return fail


def test_one_that_cannot_be_recorded_does_not_stop_the_others(ada, visa, caplog):
    intend(ada, visa, reference="test:1", purpose="cursed")
    intend(ada, visa, reference="test:2")
    due()
    with payments.recorders.instead({"cursed": SimpleNamespace(record=raising(ledger.Overdrawn))}):
        tasks.reconcile()

    assert set(Payment.objects.values_list("purpose", "state")) == {
        ("cursed", State.CREATED),
        ("wallet.top_up", State.SUCCEEDED),
    }
    assert "could not be recorded" in caplog.text

    due()
    tasks.reconcile()
    assert ledger.balance(GATEWAY) == -2000


def test_it_asks_what_became_of_the_key_and_charges_only_if_nobody_knows_it(ada, visa, monkeypatch):
    payment = intend(ada, visa)
    Payment.objects.update(attempts=3)
    due()
    tasks.reconcile()

    assert Payment.objects.get(pk=payment.pk).state == State.SUCCEEDED


def test_a_confirmation_that_never_comes_is_cancelled_after_a_day(ada, move):
    payment = payments.attempt(intend(ada, card(ada, "confirm")))
    due()
    tasks.reconcile()
    assert Payment.objects.get().state == State.CONFIRMING

    move(days=1, seconds=1)
    due()
    tasks.reconcile()
    assert Payment.objects.get().state == State.CANCELLED
    assert gateways.get("sandbox").lookup(payment.key).status == "cancelled"


def test_a_cancellation_that_comes_too_late_finds_the_money(ada, move):
    """Confirmed at the bank, but the word never reached us; then the day is over."""
    payment = payments.attempt(intend(ada, card(ada, "confirm")))
    SandboxCharge.objects.update(status="succeeded")
    move(days=2)
    due()
    tasks.reconcile()

    assert Payment.objects.get(pk=payment.pk).state == State.SUCCEEDED
    assert ledger.balance(GATEWAY) == -1000


def test_the_nudge_runs_after_the_commit(ada, visa, monkeypatch, django_capture_on_commit_callbacks):
    nudged = []
    monkeypatch.setattr(tasks.attempt, "delay", lambda pk: nudged.append(pk))
    with django_capture_on_commit_callbacks(execute=True):
        payment = intend(ada, visa)
        payments.nudge(payment)
        assert nudged == []

    assert nudged == [payment.pk]
    tasks.attempt(payment.pk)
    assert Payment.objects.get().state == State.SUCCEEDED


def test_each_gateway_says_how_long_its_payers_take_and_when_to_look_again(ada, move, monkeypatch):
    """Money that is sent from a bank takes days, and nobody asks every ten minutes."""
    monkeypatch.setattr(Sandbox, "confirm_within", lambda gateway, token: timedelta(days=14))
    monkeypatch.setattr(Sandbox, "look_again", lambda gateway, token: timedelta(hours=6))
    payment = payments.attempt(intend(ada, card(ada, "confirm")))
    assert payments.confirm_by(payment) == payment.created_at + timedelta(days=14)
    assert timedelta(hours=5) < payment.next_try_at - clock.real() <= timedelta(hours=6)

    move(days=13, hours=23)
    due()
    tasks.reconcile()
    assert Payment.objects.get().state == State.CONFIRMING

    move(hours=2)
    due()
    tasks.reconcile()
    assert Payment.objects.get().state == State.CANCELLED
