"""A charge, from the intent to the books, with every kind of card."""

import pytest
from django.db import DatabaseError, transaction
from django.db.transaction import TransactionManagementError

from escrow import accounts, gateways, ledger, payments, sources
from escrow.gateways.base import Outcome, Status
from escrow.gateways.sandbox.models import SandboxCharge
from escrow.models import Payment
from escrow.models.payments import State
from escrow.payments import Cause
from marketplace import clock
from marketplace.errors import Refused
from tests.conftest import card
from tests.escrow.conftest import GATEWAY, intend, refusal


def wallet(user):
    return accounts.wallet(user.pk, "USD")


def test_it_takes_the_money(ada, visa):
    payment = payments.attempt(intend(ada, visa))

    assert (payment.state, payment.attempts, payment.next_try_at) == (State.SUCCEEDED, 1, None)
    assert payment.gateway_reference
    assert ledger.balances([GATEWAY, wallet(ada)]) == {GATEWAY: -1000, wallet(ada): 1000}


def test_twice_is_once(ada, visa):
    payment = payments.attempt(intend(ada, visa))
    payments.attempt(payment)

    assert ledger.balance(GATEWAY) == -1000
    assert SandboxCharge.objects.get().key == payment.key


@pytest.mark.parametrize(("nature", "code"), [("declined", "card_declined"), ("insufficient", "insufficient_funds")])
def test_a_refusal_says_why_and_moves_nothing(ada, nature, code):
    payment = payments.attempt(intend(ada, card(ada, nature)))

    assert (payment.state, payment.failure_code) == (State.FAILED, code)
    assert payment.failure_text.endswith("card.")
    assert ledger.balance(GATEWAY) == 0


def test_after_a_refusal_another_card_may_try(ada, visa):
    payments.attempt(intend(ada, card(ada, "declined")))

    assert payments.attempt(intend(ada, visa)).state == State.SUCCEEDED


def test_a_lost_answer_is_looked_up(ada):
    payment = payments.attempt(intend(ada, card(ada, "lost")))
    assert payment.state == State.UNKNOWN
    assert ledger.balance(GATEWAY) == 0

    payment = payments.attempt(payment)
    assert payment.state == State.SUCCEEDED
    assert ledger.balance(GATEWAY) == -1000


def test_a_slow_bank_is_asked_again(ada, monkeypatch):
    payment = payments.attempt(intend(ada, card(ada, "slow")))
    assert payments.attempt(payment).state == State.UNKNOWN

    SandboxCharge.objects.update(ready_at=payment.created_at)
    assert payments.attempt(payment).state == State.SUCCEEDED


def test_a_gateway_that_is_down_is_unknown_and_patience_grows(ada, visa, monkeypatch):
    monkeypatch.setattr(gateways.get("sandbox"), "charge", lambda **_: 1 / 0)
    payment = intend(ada, visa)

    waits = []
    for attempts in (0, 1, 2, 1000):
        Payment.objects.update(attempts=attempts)
        before, payment = clock.real(), payments.attempt(payment)
        waits.append(round((payment.next_try_at - before).total_seconds() / 10) * 10)
    assert payment.state == State.UNKNOWN
    assert waits == [10, 20, 40, payments.LONGEST_WAIT.total_seconds()]


def test_a_transaction_is_no_place_for_it(ada, visa):
    payment = intend(ada, visa)
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        payments.attempt(payment)

    assert not SandboxCharge.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_intent_wants_a_transaction(ada, visa):
    for call in (
        lambda: payments.intend(Cause("a", "b"), user=ada, source=visa, amount=1, currency="USD"),
        lambda: payments.refund(Cause("a", "b"), amount=1, source=visa, user=ada, currency="USD"),
        lambda: payments.settle(1, Outcome(Status.UNKNOWN)),
    ):
        with pytest.raises(TransactionManagementError):
            call()


def test_one_live_charge_for_one_thing(ada, visa):
    intend(ada, visa)
    with pytest.raises(Refused, match="under way"):
        intend(ada, visa)
    intend(ada, visa, reference="test:2")


def test_a_card_of_somebody_else_or_a_removed_one_is_refused(ada, grace, visa):
    with pytest.raises(Refused, match="removed"):
        intend(grace, visa)
    sources.remove(visa, by=ada)
    with pytest.raises(Refused, match="removed"):
        intend(ada, visa)


def test_the_default_of_a_user_id_works_too(ada, visa):
    assert intend(ada.pk, visa).user == ada


@pytest.mark.parametrize(
    "change",
    [
        "amount = 0",
        "state = 'lost'",
        "state = 'succeeded'",
        "state = 'confirming'",
        "state = 'failed', settled_at = now(), next_try_at = NULL",
        "settled_at = now()",
        "next_try_at = NULL",
        "refunds_id = id",
        "kind = 'gift'",
    ],
)
def test_a_state_implies_its_columns(ada, visa, change):
    intend(ada, visa)

    assert refusal(f"UPDATE escrow_payment SET {change}").startswith("escrow_payment_")


def test_the_state_moves_by_transitions_only(ada, visa):
    payment = intend(ada, visa)
    with pytest.raises(AttributeError):
        payment.state = State.SUCCEEDED


def test_a_key_used_for_another_amount_is_a_mistake(ada, visa):
    payment = payments.attempt(intend(ada, visa))
    with pytest.raises(ValueError, match="another charge"):
        gateways.get("sandbox").charge(
            key=payment.key, amount=1, currency="USD", source_token=visa.token, description="", return_url=""
        )


def test_database_errors_other_than_the_live_charge_are_not_hidden(ada, visa):
    with pytest.raises(DatabaseError), transaction.atomic():
        intend(ada, visa, reference="x" * 61)
    assert not Payment.objects.exists()
