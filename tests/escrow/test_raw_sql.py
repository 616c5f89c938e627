"""A raw SQL session of the tables' owner meets a guard at every turn; without the guard the same statement passes."""

from importlib import import_module

import pytest

from tests.escrow.conftest import refusal, sql, undone

pytestmark = pytest.mark.django_db

ENTRY = "(SELECT id FROM escrow_journalentry WHERE key = 'held')"
HELD = "(SELECT id FROM escrow_account WHERE kind = 'escrow' AND currency = 'USD')"
SUSPENSE = "(SELECT id FROM escrow_account WHERE kind = 'suspense')"
EUROS = "(SELECT id FROM escrow_account WHERE currency = 'EUR' AND kind = 'escrow')"
LINES = "INSERT INTO escrow_posting (entry_id, line, account_id, currency, amount) VALUES"
NEW_ENTRY = (
    "WITH e AS (INSERT INTO escrow_journalentry (kind, currency, key, thread, effective_at)"
    " VALUES ('raw', 'USD', 'raw', '', now()) RETURNING id)"
    " INSERT INTO escrow_posting (entry_id, line, account_id, currency, amount)"
)


def lines(*amounts, second=SUSPENSE, currency="USD"):
    """A new entry between the escrow and another account."""
    first, last = amounts
    two = f"(1, {HELD}, 'USD', {first}), (2, {second}, '{currency}', {last})"
    return f"{NEW_ENTRY} SELECT e.id, l.* FROM e, (VALUES {two}) l"


def no(table, trigger):
    return f"DROP TRIGGER {trigger} ON {table}"


def without(table, constraint):
    return f"ALTER TABLE {table} DROP CONSTRAINT {constraint} CASCADE"


ATTACKS = {
    "rewrite an amount": (
        "UPDATE escrow_posting SET amount = amount * 2",
        "escrow_append_only",
        no("escrow_posting", "escrow_posting_append_only"),
    ),
    "delete a line": (
        "DELETE FROM escrow_posting",
        "escrow_append_only",
        no("escrow_posting", "escrow_posting_append_only"),
    ),
    "empty the ledger": (
        "TRUNCATE escrow_posting",
        "escrow_append_only",
        no("escrow_posting", "escrow_posting_append_only"),
    ),
    "rewrite history": (
        "UPDATE escrow_journalentry SET key = 'innocent'",
        "escrow_append_only",
        no("escrow_journalentry", "escrow_entry_append_only"),
    ),
    "give an account to somebody else": (
        "UPDATE escrow_account SET reference = 'mine' WHERE kind = 'escrow'",
        "escrow_append_only",
        no("escrow_account", "escrow_account_append_only"),
    ),
    "take back what a gateway said": (
        "UPDATE escrow_paymentturn SET amount = 1",
        "escrow_append_only",
        no("escrow_paymentturn", "escrow_turn_append_only"),
    ),
    "forget what a gateway said": (
        "DELETE FROM escrow_paymentturn",
        "escrow_append_only",
        no("escrow_paymentturn", "escrow_turn_append_only"),
    ),
    "write a balance": (
        "UPDATE escrow_balance SET posted = 1000000",
        "escrow_balance_follows_postings",
        no("escrow_balance", "escrow_balance_follows_postings"),
    ),
    "lower a floor": (
        "UPDATE escrow_balance SET floor = -1000000",
        "escrow_balance_follows_postings",
        no("escrow_balance", "escrow_balance_follows_postings"),
    ),
    "delete a balance": (
        "DELETE FROM escrow_balance",
        "escrow_balance_follows_postings",
        no("escrow_balance", "escrow_balance_follows_postings"),
    ),
    "make money": (
        lines(5, -4),
        "escrow_entry_balances",
        no("escrow_posting", "escrow_posting_taken"),
    ),
    "overdraw": (
        lines(-1001, 1001),
        "escrow_balance_not_overdrawn",
        without("escrow_balance", "escrow_balance_not_overdrawn"),
    ),
    "exchange dollars for euros": (
        lines(-5, 5, second=EUROS),
        "escrow_posting_account_same_currency",
        without("escrow_posting", "escrow_posting_account_same_currency"),
    ),
    "put euros into a dollar entry": (
        lines(-5, 5, second=EUROS, currency="EUR"),
        "escrow_posting_entry_same_currency",
        without("escrow_posting", "escrow_posting_entry_same_currency"),
    ),
    "write an entry without lines": (
        "INSERT INTO escrow_journalentry (kind, currency, key, thread, effective_at)"
        " VALUES ('raw', 'USD', 'raw', '', now())",
        "escrow_entry_has_postings",
        no("escrow_journalentry", "escrow_entry_has_postings"),
    ),
    "post nothing": (
        lines(0, 0),
        "escrow_posting_amount_not_zero",
        without("escrow_posting", "escrow_posting_amount_not_zero"),
    ),
    "post a key twice": (
        lines(-5, 5).replace("'raw', '', now()", "'held', '', now()"),
        "escrow_entry_key_unique",
        without("escrow_journalentry", "escrow_entry_key_unique"),
    ),
    "open a second account at an address": (
        "INSERT INTO escrow_account (kind, reference, currency) VALUES ('escrow', 'thing:1', 'USD')",
        "escrow_account_address_unique",
        "DROP INDEX escrow_account_address_unique",
    ),
    "open a wallet of nobody": (
        "INSERT INTO escrow_account (kind, reference, currency) VALUES ('wallet', '', 'USD')",
        "escrow_account_owner_fits_kind",
        without("escrow_account", "escrow_account_owner_fits_kind"),
    ),
    "open an escrow for nothing": (
        "INSERT INTO escrow_account (kind, reference, currency) VALUES ('escrow', '', 'USD')",
        "escrow_account_reference_fits_kind",
        without("escrow_account", "escrow_account_reference_fits_kind"),
    ),
    "open an account of a kind that is not": (
        "INSERT INTO escrow_account (kind, reference, currency) VALUES ('pocket', '', 'USD')",
        "escrow_account_kind_known",
        without("escrow_account", "escrow_account_kind_known"),
    ),
}


@pytest.fixture(autouse=True)
def ledger_in_two_currencies(held):
    sql("INSERT INTO escrow_account (kind, reference, currency) VALUES ('escrow', 'thing:1', 'EUR')")


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_guard_stops_it_and_nothing_else_would(attack):
    statement, guard, removal = ATTACKS[attack]

    assert refusal(statement) == guard
    with undone():
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        sql(removal)
        assert refusal(statement) == ""


@pytest.mark.django_db(transaction=True)
def test_a_committed_entry_is_closed():
    more = f"{LINES} ({ENTRY}, 8, {HELD}, 'USD', 5), ({ENTRY}, 9, {SUSPENSE}, 'USD', -5)"

    assert refusal(more) == "escrow_entry_is_closed"
    with undone():
        sql(no("escrow_posting", "escrow_posting_taken"))
        assert refusal(more) == ""


def test_an_entry_of_an_honest_owner_goes_through():
    assert refusal(lines(-5, 5)) == ""


def test_a_forged_transaction_number_opens_no_entry():
    forged = lines(-5, 5).replace("effective_at)", "effective_at, xid8)").replace("now())", "now(), '3')")

    assert refusal(forged) == "escrow_entry_is_closed"


def test_a_balance_opens_at_nothing_and_with_its_account_only():
    assert refusal(f"INSERT INTO escrow_balance (account_id, posted, floor) VALUES ({SUSPENSE}, 5, 0)") == (
        "escrow_balance_follows_postings"
    )


def test_the_guards_can_be_taken_down_and_put_up_again():
    later = [one for one in import_module("escrow.migrations.0005_turns").Migration.operations if hasattr(one, "sql")]
    operations = [*import_module("escrow.migrations.0002_guards").Migration.operations, *later]
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    for operation in reversed(operations):
        sql(operation.reverse_sql)
    for operation in operations:
        sql(operation.sql)

    assert refusal(lines(5, -4)) == "escrow_entry_balances"
