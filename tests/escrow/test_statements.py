"""What pages read of the ledger."""

import pytest

from escrow import accounts, ledger
from tests.escrow.conftest import FEES, SUSPENSE, post


@pytest.fixture
def wallet(ada):
    return accounts.wallet(ada.pk, "USD")


@pytest.fixture
def clearing(ada):
    return accounts.clearing(ada.pk, "USD")


@pytest.fixture
def month(ada, wallet, clearing):
    """Four things that happened to Ada's money, one that did not."""
    post("earned", moves={SUSPENSE: -500, clearing: 400, FEES: 100}, thread="order:1", kind="milestone.pay")
    post("cleared", moves={clearing: -400, wallet: 400}, thread="order:1", kind="milestone.clear")
    post("other", moves={SUSPENSE: -7, FEES: 7})
    post("earned more", moves={SUSPENSE: -50, clearing: 50}, thread="order:2", kind="milestone.pay")
    post("spent", moves={wallet: -150, accounts.escrow("thing:9", "USD"): 150}, thread="order:3")


def test_a_thread_tells_all_its_entries_in_order(ada, month, clearing, wallet, django_assert_num_queries):
    with django_assert_num_queries(1):
        earned, cleared = ledger.entries_of("order:1")

    assert (earned.key, earned.kind, earned.currency) == ("earned", "milestone.pay", "USD")
    assert earned.moves == {SUSPENSE: -500, clearing: 400, FEES: 100}
    assert cleared.moves == {clearing: -400, wallet: 400}


def test_a_wallet_runs_from_the_newest_to_the_oldest(ada, month, django_assert_num_queries):
    with django_assert_num_queries(2):
        rows = ledger.entries_of_owner(ada, "USD")

    assert [(row.key, row.available, row.clearing, row.available_after, row.clearing_after) for row in rows] == [
        ("spent", -150, 0, 250, 50),
        ("earned more", 0, 50, 400, 50),
        ("cleared", 400, -400, 400, 0),
        ("earned", 0, 400, 0, 400),
    ]
    assert (rows[0].total, rows[0].total_after) == (-150, 300)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_join_without_a_seam(ada, month, size):
    whole, paged = ledger.entries_of_owner(ada, "USD"), []
    while page := ledger.entries_of_owner(ada, "USD", before=paged[-1].id if paged else None, limit=size):
        paged += page

    assert paged == whole


def test_another_currency_and_another_person_are_other_wallets(ada, grace, month):
    assert ledger.entries_of_owner(ada, "EUR") == []
    assert ledger.entries_of_owner(grace, "USD") == []
