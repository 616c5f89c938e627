"""The wallet, put together: what is free, what clears when, what orders hold, and every entry behind it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.conf import settings

from escrow import ledger
from marketplace.deadlines.models import Deadline
from marketplace.formats import decimal_text
from marketplace.registry import Registry
from marketplace.spreadsheets import inert
from milestones.pages import wallet_entries
from milestones.queries.holdings import Held, by_currency, held_for
from milestones.timer_kinds import Kind

ENTRIES = 25
CLEARINGS = 12


@dataclass(frozen=True)
class Purse:
    """A person's money in one currency, in minor units; what is held is split by who waits for it.

    What is owed is taken off what is available, as it can't be spent (escrow.debts).
    """

    currency: str
    available: int = 0
    owed: int = 0
    clearing: int = 0
    held_by_me: int = 0
    held_for_me: int = 0


@dataclass(frozen=True)
class Charge:
    """Something that will be charged by itself: its page, what it costs with its fee in minor units, and when."""

    title: str
    url: str
    amount: int
    at: datetime


# What is charged next of a person in a currency, from the apps above that charge by themselves.
charges: Registry[Callable[[Any, str], list[Charge]]] = Registry("what is charged next")


def purses(user, held: list[Held]) -> list[Purse]:
    """One for each currency that this person has money in. Takes what `held_for` found."""
    found = {(address.kind, address.currency): amount for address, amount in ledger.balances_of(owner=user).items()}
    mine = by_currency([one for one in held if one.pays])
    theirs = by_currency([one for one in held if not one.pays])
    return [
        Purse(
            currency=currency,
            available=max(_own(found, currency), 0),
            owed=max(-_own(found, currency), 0),
            clearing=found.get(("clearing", currency), 0),
            held_by_me=mine[currency],
            held_for_me=theirs[currency],
        )
        for currency in sorted({currency for _, currency in found} | mine.keys() | theirs.keys(), key=_usual_first)
    ]


def _own(found: dict[tuple[str, str], int], currency: str) -> int:
    return found.get(("wallet", currency), 0) + found.get(("receivable", currency), 0)


def _usual_first(currency: str) -> tuple[bool, str]:
    return currency != settings.DEFAULT_CURRENCY, currency


class Wallet:
    """One person's wallet, open at one currency. `before` is the entry that the page begins after."""

    def __init__(self, user, currency: str = "", before: int | None = None):
        self.user, self.before = user, before
        self.all_held = held_for(user)
        self.purses = purses(user, self.all_held) or [Purse(settings.DEFAULT_CURRENCY)]
        asked = [one for one in self.purses if one.currency == currency]
        self.purse = (asked or self.purses)[0]
        self.currency = self.purse.currency

    @property
    def held(self) -> list[Held]:
        return [one for one in self.all_held if one.currency == self.currency]

    @cached_property
    def clearings(self) -> list[Deadline]:
        """What clears next, and when."""
        mine = Deadline.objects.live().filter(
            kind=Kind.CLEAR, order__freelancer=self.user, order__currency=self.currency
        )
        return list(mine.select_related("order", "milestone").order_by("due_at")[:CLEARINGS])

    @cached_property
    def charges(self) -> list[Charge]:
        """What will be charged by itself, the next first."""
        found = [one for find in charges.values() for one in find(self.user, self.currency)]
        return sorted(found, key=lambda one: one.at)

    @cached_property
    def _entries(self):
        return ledger.entries_of_owner(self.user, self.currency, before=self.before, limit=ENTRIES + 1)

    @cached_property
    def lines(self) -> list[wallet_entries.Line]:
        return wallet_entries.lines(self._entries[:ENTRIES])

    @property
    def next(self) -> int | None:
        """Where the next page begins, when there is one."""
        return self._entries[ENTRIES - 1].id if len(self._entries) > ENTRIES else None


HEAD = ["Date (UTC)", "Number", "What", "Order", "Currency", "Available", "Clearing", "Balance after"]
MOST_ROWS = 10_000  # of a CSV file


def rows(user, currency: str) -> Iterator[list[str]]:
    """The wallet's newest entries for a spreadsheet: times in UTC, amounts as plain decimals."""
    yield HEAD
    for line in wallet_entries.lines(ledger.entries_of_owner(user, currency, limit=MOST_ROWS)):
        entry = line.entry
        amounts = (decimal_text(amount, currency) for amount in (entry.available, entry.clearing, entry.total_after))
        at = f"{entry.effective_at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
        yield [at, str(entry.id), line.text, inert(line.order.title) if line.order else "", currency, *amounts]
