"""A charge, from the intent to the books."""

from django.db import transaction

from escrow import accounts, ledger, payments
from escrow.models.payments import State

GATEWAY = accounts.gateway("sandbox", "USD")


def intend(user, source, amount=1000, reference="test:1"):
    with transaction.atomic():
        return payments.intend(
            purpose="wallet.top_up",
            reference=reference,
            thread="",
            user=user,
            source=source,
            amount=amount,
            currency="USD",
        )


def test_it_takes_the_money_once(ada, visa):
    payment = payments.attempt(intend(ada, visa))

    assert payment.state == State.SUCCEEDED
    assert ledger.balances([GATEWAY, accounts.wallet(ada.pk, "USD")]) == {
        GATEWAY: -1000,
        accounts.wallet(ada.pk, "USD"): 1000,
    }
    payments.attempt(payment)
    assert ledger.balance(GATEWAY) == -1000
