"""`check_books` finds an offer whose money is not what its deposit says."""

from django.db import transaction

from escrow import accounts, ledger
from escrow.checks import check_books
from marketplace.offers.models import Deposit
from tests.offers import conftest as do


def found(breaking) -> set[str]:
    """Which checks complain about a state that is undone afterwards."""
    with transaction.atomic():
        breaking()
        problems = {one.check for one in check_books()}
        transaction.set_rollback(True)
    return problems


def test_a_deposit_without_its_money(proposed):
    offer = proposed("contract14")

    assert found(lambda: Deposit.objects.create(offer=offer, price=5, fee=0)) == {"offers_hold_exactly_their_deposits"}


def test_money_without_a_deposit(proposed):
    offer = proposed("contract14")
    moves = {accounts.suspense("USD"): -5, accounts.escrow(offer.thread, "USD"): 5}

    assert found(lambda: ledger.post("x", moves, kind="test")) == {"offers_hold_exactly_their_deposits"}


def test_a_deposit_that_outlives_its_offer(ada, offered):
    offer = offered("contract14")
    do.actions.withdraw(offer, by=ada)
    do.settle(offer)

    reopened = found(lambda: Deposit.objects.update(ended_at=None, outcome=""))

    assert reopened == {"offers_hold_exactly_their_deposits", "deposits_are_for_open_offers"}
