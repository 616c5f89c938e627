"""Posting through `escrow.ledger`: what goes through, and what each "no" is called."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.db.transaction import TransactionManagementError

from escrow import accounts, ledger
from escrow.models import Account, JournalEntry
from tests.escrow.conftest import FEES, SUSPENSE, post, sql

pytestmark = pytest.mark.django_db


def test_it_moves_money(ada, held):
    wallet = accounts.wallet(ada.pk, "USD")

    post("pay", moves={held: -1000, wallet: 800, FEES: 200}, kind="milestone.pay", thread="order:1", by=ada)

    assert ledger.balances([held, wallet, FEES, SUSPENSE]) == {held: 0, wallet: 800, FEES: 200, SUSPENSE: -1000}
    entry = JournalEntry.objects.get(key="pay")
    assert (entry.kind, entry.thread, entry.actor, entry.currency) == ("milestone.pay", "order:1", ada, "USD")


def test_it_is_one_round_trip(held, django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(1):
        ledger.post_many(
            [ledger.Entry(f"pay:{number}", "test", {held: -1, FEES: 1}, "order:1") for number in range(200)]
        )

    assert ledger.balance(held) == 800


def test_it_wants_a_transaction(transactional_db):
    with pytest.raises(TransactionManagementError):
        ledger.post("alone", {SUSPENSE: -1, FEES: 1}, kind="test")


@pytest.mark.parametrize("amounts", [(-1, 2), (-1, 0), (5, 5)])
def test_what_does_not_add_up_is_unbalanced(amounts):
    with pytest.raises(ledger.Unbalanced):
        post(moves={SUSPENSE: amounts[0], FEES: amounts[1]})


def test_two_currencies_are_unbalanced():
    with pytest.raises(ledger.Unbalanced, match="EUR and USD"):
        post(moves={SUSPENSE: -1, accounts.fees("EUR"): 1})


def test_more_than_there_is_is_overdrawn(ada, held):
    with pytest.raises(ledger.Overdrawn, match="enough money"):
        post(moves={held: -1001, FEES: 1001})

    assert ledger.balances([held, FEES]) == {held: 1000, FEES: 0}


def test_an_overdraft_is_judged_by_the_net_of_all_entries(ada, held):
    wallet = accounts.wallet(ada.pk, "USD")
    spend = ledger.Entry("spend", "test", {wallet: -1000, FEES: 1000})
    earn = ledger.Entry("earn", "test", {held: -1000, wallet: 1000})

    with transaction.atomic():
        ledger.post_many([spend, earn])

    assert ledger.balances([held, wallet, FEES]) == {held: 0, wallet: 0, FEES: 1000}


def test_the_same_key_is_posted_once(held):
    with pytest.raises(ledger.AlreadyPosted, match="held"):
        post("held", moves={held: -1, FEES: 1})

    assert ledger.balance(held) == 1000


def test_an_entry_is_reversed_once(held):
    back = {held: -1000, SUSPENSE: 1000}
    post("back", moves=back, reverses="held")
    assert JournalEntry.objects.get(key="back").reverses.key == "held"

    post("again", moves={held: 1000, SUSPENSE: -1000})
    with pytest.raises(ledger.AlreadyPosted):
        post("back again", moves=back, reverses="held")


def test_what_was_never_posted_cannot_be_reversed():
    with pytest.raises(IntegrityError, match="no entry nothing to reverse"):
        post(moves={SUSPENSE: -1, FEES: 1}, reverses="nothing")


def test_zeros_are_dropped_and_an_empty_entry_with_them():
    post("some", moves={SUSPENSE: -1, FEES: 1, accounts.escrow("thing:2", "USD"): 0})
    post("none", moves={SUSPENSE: 0, FEES: 0})

    assert JournalEntry.objects.get().postings.count() == 2
    assert not Account.objects.filter(kind="escrow").exists()


@pytest.mark.parametrize("amount", [1.0, True, "1"])
def test_only_whole_minor_units_count(amount):
    with pytest.raises(TypeError, match="whole minor units"):
        post(moves={SUSPENSE: -1, FEES: amount})


def test_it_happened_when_the_clock_says_so_or_the_caller(move):
    move(days=5)
    before = datetime(2026, 1, 1, tzinfo=UTC)
    post("now", moves={SUSPENSE: -1, FEES: 1})
    post("then", moves={SUSPENSE: -1, FEES: 1}, effective_at=before)

    now, then = JournalEntry.objects.order_by("pk")
    assert 4 <= (now.effective_at - now.created_at).days <= 5
    assert then.effective_at == before


def test_balances_are_read_in_one_query(ada, held, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert ledger.balances([held, FEES, held]) == {held: 1000, FEES: 0}
    with django_assert_num_queries(1):
        assert ledger.balances_of(kind="escrow", reference_in=["thing:1", "thing:2"]) == {held: 1000}
    assert ledger.balances_of(owner=ada) == {}
    assert ledger.balances([]) == {}


def test_all_balances_at_once_is_a_mistake():
    with pytest.raises(ValueError, match="check_books"):
        ledger.balances_of()


def full_reads() -> int:
    return sql("SELECT sum(seq_scan) FROM pg_stat_xact_user_tables WHERE relname LIKE 'escrow_%'")[0][0]


def test_no_table_is_read_from_end_to_end_however_small_it_was_when_the_session_began(held):
    """Plans are kept: one that was made for an empty table and scans it would be slower with every entry."""
    before = full_reads()
    for number in range(3):
        entries = [ledger.Entry(f"{number}:{one}", "test", {held: -1, FEES: 1}) for one in range(20)]
        with transaction.atomic():
            ledger.post_many(entries)
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        sql("SET CONSTRAINTS ALL DEFERRED")

    assert full_reads() == before
