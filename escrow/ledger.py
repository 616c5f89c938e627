"""The only module that writes money. Each call is one round trip to PostgreSQL, which keeps the rules itself.

Amounts are integers in minor units; positive is credit (the account has more), negative is debit. Call it inside the
transaction that changes what the money is for, after the locks on that: order, milestone, then the ledger, which locks
balances in account order.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection
from django.db.transaction import TransactionManagementError

from escrow.accounts import Address
from escrow.statements import entries_of, entries_of_owner
from marketplace import clock
from marketplace.accounts.models import User
from marketplace.actors import By
from marketplace.errors import Refused
from marketplace.postgresql.prepared import prepared

__all__ = [
    "AlreadyPosted",
    "Entry",
    "Overdrawn",
    "Unbalanced",
    "balance",
    "balances",
    "balances_of",
    "entries_of",
    "entries_of_owner",
    "errors_named",
    "post",
    "post_many",
    "posting",
]


class Overdrawn(Refused):
    """An account would fall below zero. Nothing was moved."""

    def __init__(self) -> None:
        super().__init__("There isn't enough money for this. Nothing was moved.")


class AlreadyPosted(Exception):
    """The key was posted before, or what it reverses was reversed before. Nothing was moved."""


class Unbalanced(Exception):
    """The amounts do not add up to zero, or are not all in one currency. Nothing was moved."""


@dataclass(frozen=True)
class Entry:
    """One movement: `key` makes it happen once, `kind` says what it is, such as "milestone.fund".

    `reverses` is the key of the entry that this one takes back.
    """

    key: str
    kind: str
    moves: Mapping[Address, int]
    thread: str = ""
    actor_id: int | None = None
    effective_at: datetime | None = None
    reverses: str | None = None


def post(
    key: str,
    moves: Mapping[Address, int],
    *,
    kind: str,
    thread: str = "",
    by: By | None = None,
    effective_at: datetime | None = None,
) -> None:
    """Post one entry. Raises Overdrawn, AlreadyPosted or Unbalanced; the transaction is lost then.

    One that reverses another goes through `post_many`.
    """
    post_many([Entry(key, kind, moves, thread, by.pk if by else None, effective_at)])


def post_many(entries: Sequence[Entry]) -> None:
    """Post all of them or none, with the balances locked once, in account order.

    Zero amounts are dropped, and so is an entry in which nothing is left. An overdraft is judged by the net of all
    entries. Raises Overdrawn, AlreadyPosted or Unbalanced; the transaction is lost then.
    """
    statement = posting(entries)
    if statement:
        with errors_named(), connection.cursor() as cursor:
            cursor.execute(*statement)


def posting(entries: Sequence[Entry]) -> tuple[str, list[str]] | None:
    """What `post_many` executes, or None when nothing is left.

    For who sends it to PostgreSQL together with other statements, under `errors_named`.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("Money moves only together with what it is for: open a transaction first.")
    batch = _batch([(entry, moves) for entry in entries if (moves := _without_zeros(entry.moves))])
    return (POST_MANY, batch) if batch else None


POST_MANY = (
    "SELECT public.escrow_post_many(%s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::timestamptz[],"
    " %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::int[], %s::int[], %s::int[], %s::bigint[])"
)


def _without_zeros(moves: Mapping[Address, int]) -> dict[Address, int]:
    if wrong := [amount for amount in moves.values() if type(amount) is not int]:
        raise TypeError(f"The ledger counts in whole minor units, not in {wrong[0]!r}.")
    return {address: amount for address, amount in moves.items() if amount}


def _batch(movements: list[tuple[Entry, dict[Address, int]]]) -> list[str] | None:
    """The arguments of escrow_post_many: columns of the entries, of the accounts (each once) and of the lines."""
    if not movements:
        return None
    now = clock.now()
    addresses = sorted({address for _, moves in movements for address in moves})
    number = {address: position for position, address in enumerate(addresses, 1)}
    lines = [
        (position, line, number[address], amount)
        for position, (_, moves) in enumerate(movements, 1)
        for line, (address, amount) in enumerate(moves.items(), 1)
    ]
    entries = [entry for entry, _ in movements]
    return [
        _texts([entry.key for entry in entries]),
        _texts([entry.kind for entry in entries]),
        _texts([_currency_of(entry, moves) for entry, moves in movements]),
        _texts([entry.thread for entry in entries]),
        _numbers([entry.actor_id for entry in entries]),
        _texts([(entry.effective_at or now).isoformat() for entry in entries]),
        _texts([entry.reverses for entry in entries]),
        *_columns(addresses),
        *[_numbers(column) for column in zip(*lines, strict=True)],
    ]


def _columns(addresses: list[Address]) -> list[str]:
    """Accounts by kind, owner, reference and currency, as our functions take them."""
    return [
        _texts([address.kind for address in addresses]),
        _numbers([address.owner for address in addresses]),
        _texts([address.reference for address in addresses]),
        _texts([address.currency for address in addresses]),
    ]


# Arrays as PostgreSQL writes them: many times as fast as letting the driver find out what is in them.


def _numbers(values: Iterable[int | None]) -> str:
    return "{" + ",".join(["NULL" if value is None else str(value) for value in values]) + "}"


def _texts(values: Iterable[str | None]) -> str:
    return "{" + ",".join(["NULL" if value is None else _quoted(value) for value in values]) + "}"


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _currency_of(entry: Entry, moves: Mapping[Address, int]) -> str:
    currencies = {address.currency for address in moves}
    if len(currencies) > 1:
        raise Unbalanced(f"{entry.key} mixes {' and '.join(sorted(currencies))}.")
    return currencies.pop()


@contextmanager
def errors_named() -> Iterator[None]:
    """Turn the database's "no" into ours, by the name of the constraint that said it."""
    try:
        yield
    except DatabaseError as error:
        diagnosis: Any = getattr(error.__cause__, "diag", None)
        match diagnosis and diagnosis.constraint_name:
            case "escrow_balance_not_overdrawn":
                raise Overdrawn from error
            case "escrow_entry_key_unique" | "escrow_entry_reversed_once":
                raise AlreadyPosted(diagnosis.message_detail) from error
            case "escrow_entry_balances":
                raise Unbalanced(diagnosis.message_primary) from error
        raise


# Reading


def balance(address: Address) -> int:
    """What the account holds now, in minor units. An account that was never used holds nothing."""
    return balances([address])[address]


def balances(addresses: Iterable[Address]) -> dict[Address, int]:
    """What each account holds now, in one query."""
    wanted = list(dict.fromkeys(addresses))
    columns = _columns(wanted)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(prepared(connection, STANDINGS_OF_ADDRESSES, len(columns)), columns)
        found = _standings(cursor)
    return {address: found.get(address, 0) for address in wanted}


def balances_of(
    *, kind: str | None = None, owner: User | int | None = None, reference_in: Iterable[str] | None = None
) -> dict[Address, int]:
    """What the accounts of a kind, a person or some references hold now, in one query. Unused accounts are left out.

    `owner` is a user or a user id.
    """
    filters: list[str] = []
    values: list[Any] = []
    if kind is not None:
        filters.append("a.kind = %s")
        values.append(kind)
    if owner is not None:
        filters.append("a.owner_id = %s")
        values.append(owner if isinstance(owner, int) else owner.pk)
    if reference_in is not None:
        filters.append("a.reference = ANY (%s)")
        values.append(list(reference_in))
    if not filters:
        raise ValueError("Name a kind, an owner or references: all balances at once is the job of check_books.")
    with connection.cursor() as cursor:
        cursor.execute(f"{STANDINGS} {' AND '.join(filters)} {BY_ADDRESS}", values)
        return _standings(cursor)


STANDINGS = (
    "SELECT a.kind, a.owner_id, a.reference, a.currency, s.posted"
    " FROM public.escrow_account a JOIN public.escrow_standing s ON s.account_id = a.id WHERE"
)
BY_ADDRESS = "ORDER BY a.kind, a.owner_id, a.reference, a.currency"
STANDINGS_OF_ADDRESSES = (
    f"{STANDINGS} a.id = ANY (public.escrow_account_ids(%s::text[], %s::bigint[], %s::text[], %s::text[]))"
)


def _standings(cursor: Any) -> dict[Address, int]:
    return {Address(*address): posted for *address, posted in cursor.fetchall()}
