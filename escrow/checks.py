"""What must always be true of the books; run by every test, every night, and by `manage.py check_books`.

PostgreSQL refuses most of it at the door. This is the second look, which trusts nothing: it recomputes.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from marketplace.postgresql.prepared import prepared
from marketplace.registry import Registry

MOST = 50  # offending rows that each check names


@dataclass(frozen=True)
class Problem:
    """One offending row: which promise it breaks, and what is wrong with it."""

    check: str
    text: str

    def __str__(self) -> str:
        return f"{self.check}: {self.text}"


Check = Callable[[], Iterable[str]]

# Functions that yield a sentence per offending row; their names say what must be true.
promises: Registry[Check] = Registry("promise of the books")


def check_books() -> list[Problem]:
    """Run every check on one snapshot of the database, so that it is right while payments go on."""
    with _snapshot():
        return [Problem(name, text) for name, check in promises.items() for text in check()]


@contextmanager
def _snapshot() -> Iterator[None]:
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        with connection.unhurried():  # type: ignore[attr-defined]  # of marketplace.postgresql
            yield


def offenders(sql: str) -> list[tuple[Any, ...]]:
    """The first rows that a query for offenders finds."""
    with connection.cursor() as cursor:
        cursor.execute(prepared(connection, f"{sql} LIMIT {MOST}", 0))
        return cursor.fetchall()


@promises.register()
def every_entry_adds_up_to_zero() -> Iterator[str]:
    for entry, total, lines in offenders(
        "SELECT entry_id, sum(amount), count(*) FROM public.escrow_posting GROUP BY entry_id"
        " HAVING sum(amount) <> 0 OR count(*) < 2"
    ):
        yield f"entry {entry} adds up to {total} in {lines} lines"


@promises.register()
def every_entry_has_lines() -> Iterator[str]:
    for (entry,) in offenders(
        "SELECT e.id FROM public.escrow_journalentry e"
        " WHERE NOT EXISTS (SELECT FROM public.escrow_posting p WHERE p.entry_id = e.id)"
    ):
        yield f"entry {entry} has none"


@promises.register()
def every_line_is_in_the_currency_of_its_entry_and_account() -> Iterator[str]:
    for entry, line, currency, of_entry, of_account in offenders(
        "SELECT p.entry_id, p.line, p.currency, e.currency, a.currency FROM public.escrow_posting p"
        " LEFT JOIN public.escrow_journalentry e ON e.id = p.entry_id"
        " LEFT JOIN public.escrow_account a ON a.id = p.account_id"
        " WHERE p.currency IS DISTINCT FROM e.currency OR p.currency IS DISTINCT FROM a.currency"
    ):
        yield f"line {line} of entry {entry} is in {currency}, its entry in {of_entry}, its account in {of_account}"


@promises.register()
def every_currency_adds_up_to_zero() -> Iterator[str]:
    for currency, total in offenders(
        "SELECT a.currency, sum(s.posted) FROM public.escrow_standing s"
        " JOIN public.escrow_account a ON a.id = s.account_id GROUP BY a.currency HAVING sum(s.posted) <> 0"
    ):
        yield f"all accounts in {currency} add up to {total}"


@promises.register()
def every_balance_is_the_sum_of_its_lines() -> Iterator[str]:
    """Stored balances and roll-ups alike."""
    for account, says, lines in offenders(
        "SELECT s.account_id, s.posted, coalesce(p.total, 0) FROM public.escrow_standing s"
        " LEFT JOIN (SELECT account_id, sum(amount) AS total FROM public.escrow_posting GROUP BY account_id) p"
        " ON p.account_id = s.account_id WHERE s.posted IS DISTINCT FROM coalesce(p.total, 0)"
    ):
        yield f"account {account} says {says}, its lines add up to {lines}"


@promises.register()
def no_balance_is_below_its_floor() -> Iterator[str]:
    for account, posted, floor in offenders(
        "SELECT account_id, posted, floor FROM public.escrow_balance WHERE posted < floor"
    ):
        yield f"account {account} holds {posted}, at least {floor} is allowed"


@promises.register()
def every_reversal_takes_back_exactly_what_it_reverses() -> Iterator[str]:
    for entry, reversed_entry, account, left in offenders(
        "SELECT e.id, e.reverses_id, p.account_id, sum(p.amount) FROM public.escrow_journalentry e"
        " JOIN public.escrow_posting p ON p.entry_id IN (e.id, e.reverses_id) WHERE e.reverses_id IS NOT NULL"
        " GROUP BY e.id, e.reverses_id, p.account_id HAVING sum(p.amount) <> 0"
    ):
        yield f"entry {entry} reverses entry {reversed_entry}, but leaves {left} on account {account}"


# What the turns of a payment add to what its gateway holds, in minor units.
TURNED = (
    "SELECT t.payment_id, sum(CASE"
    "  WHEN t.kind = 'lost' THEN 0 WHEN t.kind = 'disputed' THEN -t.amount WHEN t.kind = 'won' THEN t.amount"
    "  WHEN (t.kind = 'late') = (c.kind = 'charge') THEN t.amount ELSE -t.amount END - t.cost) AS amount"
    " FROM public.escrow_paymentturn t JOIN public.escrow_payment c ON c.id = t.payment_id GROUP BY t.payment_id"
)


@promises.register()
def every_gateway_account_is_what_its_payments_moved() -> Iterator[str]:
    for gateway, currency, holds, moved in offenders(
        f"WITH turned AS ({TURNED}),"  # noqa: S608 - our own words
        " moved AS (SELECT s.gateway, p.currency, sum(coalesce(t.amount, 0)"
        "  + CASE WHEN p.state <> 'succeeded' THEN 0 WHEN p.kind = 'charge' THEN p.amount ELSE -p.amount END) AS amount"
        "  FROM public.escrow_payment p JOIN public.escrow_paymentsource s ON s.id = p.source_id"
        "  LEFT JOIN turned t ON t.payment_id = p.id GROUP BY s.gateway, p.currency),"
        " held AS (SELECT a.reference AS gateway, a.currency, -s.posted AS amount FROM public.escrow_standing s"
        "  JOIN public.escrow_account a ON a.id = s.account_id WHERE a.kind = 'gateway')"
        " SELECT gateway, currency, coalesce(held.amount, 0), coalesce(moved.amount, 0)"
        " FROM held FULL JOIN moved USING (gateway, currency)"
        " WHERE coalesce(held.amount, 0) <> coalesce(moved.amount, 0)"
    ):
        yield f"{gateway} holds {holds} {currency} by the ledger, but {moved} by the payments"


@promises.register()
def every_payout_waits_exactly_as_long_as_its_refund() -> Iterator[str]:
    for payment, state, waits, due in offenders(
        "WITH waiting AS (SELECT a.reference, a.currency, b.posted FROM public.escrow_account a"
        "  JOIN public.escrow_balance b ON b.account_id = a.id WHERE a.kind = 'payout'),"
        " refund AS (SELECT 'payment:' || id AS reference, currency, state,"
        "  CASE WHEN state IN ('created', 'confirming', 'unknown') THEN amount ELSE 0 END AS due"
        "  FROM public.escrow_payment WHERE kind = 'refund')"
        " SELECT reference, state, coalesce(posted, 0), coalesce(due, 0)"
        " FROM waiting FULL JOIN refund USING (reference, currency) WHERE coalesce(posted, 0) <> coalesce(due, 0)"
    ):
        yield f"{payment} ({state or 'no refund'}) has {waits} waiting, {due} expected"


@promises.register()
def no_charge_is_refunded_more_than_it_took() -> Iterator[str]:
    for charge, took, returned in offenders(
        "SELECT c.id, c.amount, sum(r.amount) FROM public.escrow_payment c"
        " JOIN public.escrow_payment r ON r.refunds_id = c.id AND r.state NOT IN ('failed', 'cancelled')"
        " AND NOT EXISTS (SELECT FROM public.escrow_paymentturn t WHERE t.payment_id = r.id AND t.kind = 'returned')"
        " GROUP BY c.id HAVING sum(r.amount) > c.amount OR c.state <> 'succeeded'"
        " OR bool_or(r.currency <> c.currency)"
    ):
        yield f"payment {charge} took {took}, {returned} goes back"


@promises.register()
def every_disputed_account_is_what_its_disputes_took() -> Iterator[str]:
    """What a bank took back, until it decides; a second decision about one dispute is for the desk."""
    for payment, holds, taken in offenders(
        "WITH told AS (SELECT 'payment:' || t.payment_id AS reference, p.currency, t.kind, t.amount, row_number() OVER"
        "  (PARTITION BY t.payment_id, t.reference, t.kind = 'disputed' ORDER BY t.id) AS number"
        "  FROM public.escrow_paymentturn t JOIN public.escrow_payment p ON p.id = t.payment_id"
        "  WHERE t.kind IN ('disputed', 'won', 'lost')),"
        " taken AS (SELECT reference, currency, sum(CASE kind WHEN 'disputed' THEN -amount ELSE amount END) AS amount"
        "  FROM told WHERE number = 1 GROUP BY reference, currency),"
        " held AS (SELECT a.reference, a.currency, s.posted AS amount FROM public.escrow_standing s"
        "  JOIN public.escrow_account a ON a.id = s.account_id WHERE a.kind = 'disputed')"
        " SELECT reference, coalesce(held.amount, 0), coalesce(taken.amount, 0)"
        " FROM held FULL JOIN taken USING (reference, currency)"
        " WHERE coalesce(held.amount, 0) <> coalesce(taken.amount, 0)"
    ):
        yield f"{payment} has {holds} disputed by the ledger, but {taken} by what the gateway told"
