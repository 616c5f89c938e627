"""One piece of work on orders: locked, done in memory, written in a handful of statements.

Every verb, and the sweep for hundreds of orders at once, goes through here. It keeps the order that rules out deadlocks
(order rows, then milestones, then ledger balances) and the number of round trips the same however much a verb does.

What is written at once instead, in the same transaction: a new row whose key the rest names (`create`), an intent to
move money at a gateway (escrow.payments keeps its own rows, and locks the charge that a refund returns), the key of a
form (marketplace.idempotency), the files of a delivery and the revision that answers one. Each says why where it is.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Model

from escrow import accounts, ledger
from escrow.accounts import Address
from escrow.models import Payment
from marketplace import clock, logs
from marketplace.accounts.models import User
from marketplace.actors import CLOCK, By, kind_of
from marketplace.deadlines.models import Deadline
from marketplace.events.models import Event
from marketplace.postgresql.reading import array, unsaved
from milestones.models import Case, Milestone, Order
from milestones.sql_batch import SqlBatch

WRITTEN: list[type[Model]] = [Order, Milestone, Case, Deadline]  # in this order, which is that of the locks

# Setting the attribute itself would ask each time whether it may be set.
ORDER_OF_MILESTONE: Any = Milestone._meta.get_field("order")
ORDER_OF_CASE: Any = Case._meta.get_field("order")

OUT_OF_TRADE = """(NOT is_active OR suspended_at IS NOT NULL) AND id IN (
    SELECT unnest(ARRAY[client_id, freelancer_id, %s]) FROM milestones_order WHERE id = ANY (%s))"""


@dataclass(frozen=True)
class Done[Thing]:
    """What a verb did: the thing as it is now, what was recorded of it, oldest first, and the payment that it began.

    The gateway still has to be asked for that payment (`escrow.payments.attempt`), and none is None.
    """

    thing: Thing
    recorded: Sequence[Event]
    payment: Payment | None = None


@dataclass
class Changes:
    """What is to be written of one table: these rows, and of each of them every field that changed on any."""

    rows: dict[int, Model] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)


class UnitOfWork:
    """The locked orders, who acts (`by`), as of when (`now`), and everything that will be written.

    What is recorded names `payment`, where this writes down what became of one. `after` waits for other work that comes
    first: it is called before a balance is read, and before anything is written at the end.
    """

    def __init__(self, by: By, after: Callable[[], None] = lambda: None) -> None:
        self.by, self._after = by, after
        self.now = clock.now()
        self.payment: Payment | None = None
        self.orders: dict[int, Order] = {}
        self._changed: dict[type, Changes] = defaultdict(Changes)
        self._balances: dict[accounts.Address, int] = {}
        self._entries: list[ledger.Entry] = []
        self._events: list[dict[str, Any]] = []
        self._started: list[Deadline] = []

    # Locking

    def lock(self, pk: int) -> Order:
        """Lock one order with its plan and timers, in one round trip.

        Raises Order.DoesNotExist, and PermissionDenied where the account of whoever acts is closed by now.
        """
        logs.about(order=pk)
        batch = SqlBatch()
        orders = batch.select(Order, "id = %s FOR NO KEY UPDATE", [pk])
        self._read(batch, orders, array([pk]))
        if not orders:
            raise Order.DoesNotExist(f"There is no order {pk}.")
        return orders[0]

    def claim(self, sql: str, params: Any) -> tuple[list[tuple[Any, ...]], list[Order]]:
        """Lock the orders whose keys a query returns as its first column. Returns what it found, and the orders."""
        with connection.cursor() as cursor:
            cursor.execute(sql, params)  # planned each time: how much is due decides how it is found
            rows = cursor.fetchall()
        if not rows:
            return [], []
        keys, batch = array(sorted({row[0] for row in rows})), SqlBatch()
        orders = batch.select(Order, "id = ANY (%s) ORDER BY id", [keys])
        self._read(batch, orders, keys)
        return rows, orders

    def _read(self, batch: SqlBatch, orders: list[Order], keys: str) -> None:
        """Read the plans and timers of the orders that this trip locks or finds."""
        milestones = batch.select(Milestone, "order_id = ANY (%s) ORDER BY order_id, position", [keys])
        deadlines = batch.select(Deadline, "order_id = ANY (%s) AND settled_at IS NULL ORDER BY due_at, id", [keys])
        cases = batch.select(Case, "order_id = ANY (%s) AND state = 'open' ORDER BY id DESC", [keys])
        out_of_trade = batch.select(User, OUT_OF_TRADE, [self.by.pk, keys])
        batch.run()
        if any(one.pk == self.by.pk and not one.is_active for one in out_of_trade):
            raise PermissionDenied  # since the request began
        plans, timers, asked = _by_order(milestones), _by_order(deadlines), _by_order(cases)
        for order in orders:
            sides = (order.client_id, order.freelancer_id)
            order.out_of_trade = [one for one in out_of_trade if one.pk in sides]
            self.take(order, plans[order.pk], timers[order.pk], asked[order.pk])

    def take(self, order: Order, plan: list[Milestone], timers: list[Deadline], cases: list[Case]) -> None:
        order.plan, order.timers, order.open_cases = plan, timers, cases
        for milestone in plan:
            ORDER_OF_MILESTONE.set_cached_value(milestone, order)
        for case in cases:
            ORDER_OF_CASE.set_cached_value(case, order)
        self.orders[order.pk] = order

    def balance(self, address: accounts.Address) -> int:
        """What an account holds (minor units) once everything is written that this work moves so far.

        The first question reads the purses of all the clients, so that a sweep asks once and not for each order.
        """
        if address not in self._balances:
            self._after()
            purses = [one for order in self.orders.values() for one in _purse(order)]
            self._balances |= ledger.balances([address, *purses])
        return self._balances[address] + sum(entry.moves.get(address, 0) for entry in self._entries)

    def spendable(self, order: Order) -> int:
        """What the client of an order can spend then, as escrow.debts.spendable has it."""
        return max(sum(map(self.balance, _purse(order))), 0)

    @contextmanager
    def as_of(self, by: By, moment: datetime) -> Iterator[None]:
        """Act as somebody else at another moment: what a timer does counts from when it was due, however late."""
        was = self.by, self.now
        self.by, self.now = by, moment
        try:
            yield
        finally:
            self.by, self.now = was

    # What will be written

    def create[Row: Model](self, row: Row) -> Row:
        """Write a new row now, not at the end: its key is named by the events and timers that go with it."""
        row.save(force_insert=True)
        return row

    def change(self, row: Any, *fields: str) -> None:
        """Save these fields of a row at the end."""
        changes = self._changed[type(row)]
        changes.rows[row.id] = row
        changes.fields.update(fields)

    def post(self, key: str, kind: str, moves: dict[Address, int], order: Order) -> None:
        """Move money at the end; `key` makes it once and for all."""
        self._entries.append(
            ledger.Entry(
                key=key, kind=kind, moves=moves, thread=order.thread, actor_id=self.by.pk, effective_at=self.now
            )
        )

    def record(self, kind: str, about: Any, /, **data: Any) -> None:
        """Write down what happened to an order, milestone or request."""
        order = about.parties
        reason = getattr(self.by, "reason", "")
        if reason:
            data["reason"] = reason
        if self.payment:
            data["payment"] = self.payment.pk
        self._events.append(
            {
                "kind": kind,
                "thread": order.thread,
                "about": getattr(about, "reference", order.thread),
                "actor_id": self.by.pk,
                "actor_kind": kind_of(self.by),
                "data": data,
                "at": self.now,
            }
        )

    def start(
        self,
        kind: str,
        due_at: datetime,
        order: Order,
        milestone: Milestone | None = None,
        case: Case | None = None,
        **data: Any,
    ) -> Deadline:
        """Start a timer."""
        about = {"order_id": order.id, "milestone_id": milestone and milestone.id, "case_id": case and case.id}
        deadline = unsaved(Deadline, {"kind": kind, "due_at": due_at, **about, "data": data, "created_at": self.now})
        order.timers.append(deadline)
        self._started.append(deadline)
        return deadline

    def settle(
        self,
        order: Order,
        *kinds: Any,
        milestone: Milestone | None = None,
        case: Case | None = None,
        outcome: str = "acted",
    ) -> None:
        """Settle the live timers of these kinds, with their reminders: of one milestone or request, or of the order."""
        for deadline in list(order.timers):
            if milestone is not None and deadline.milestone_id != milestone.id:
                continue
            if case is not None and deadline.case_id != case.pk:
                continue
            if deadline.kind in kinds or deadline.data.get("of") in kinds:
                self.settle_one(deadline, outcome)

    def settle_one(self, deadline: Deadline, outcome: str) -> None:
        deadline.settled_at, deadline.outcome = self.now, outcome
        order = self.orders[deadline.order_id]  # type: ignore[index]  # those of an order
        order.timers = [one for one in order.timers if one is not deadline]
        if deadline.pk:
            self.change(deadline, "settled_at", "outcome")

    def move(self, deadline: Deadline, due_at: datetime) -> None:
        """Put a live timer off (or forward)."""
        deadline.due_at = due_at
        if deadline.pk:
            self.change(deadline, "due_at")

    def hand_over(self, deadline: Deadline, milestone: Milestone) -> None:
        """Let a live timer go on for another milestone of the same order."""
        deadline.milestone_id = milestone.id
        if deadline.pk:
            self.change(deadline, "milestone")

    def save(self) -> list[Event]:
        """Write it all, in one round trip: the domain rows first, then the books, then what is told of it.

        Returns what whoever acts did by it, oldest first, without what the clock did (before) on the same orders.
        """
        batch = SqlBatch()
        for model in sorted(self._changed, key=lambda one: WRITTEN.index(one)):
            changes = self._changed[model]
            batch.update(list(changes.rows.values()), changes.fields)
        batch.insert(Deadline, [vars(deadline) for deadline in self._started])
        if posting := ledger.posting(self._entries):
            batch.add(*posting)
        batch.insert(Event, self._events)
        self._after()
        with ledger.errors_named():
            batch.run()
        acting = kind_of(self.by) if self.by is not CLOCK else None  # which reads nothing
        recorded = [unsaved(Event, values) for values in self._events if values["actor_kind"] == acting]
        self._changed.clear()
        self._balances.clear()
        self._started, self._entries, self._events = [], [], []
        return recorded


def _purse(order: Order) -> tuple[accounts.Address, accounts.Address]:
    """What the client of an order has, and what they owe."""
    return accounts.wallet(order.client_id, order.currency), accounts.receivable(order.client_id, order.currency)


def _by_order(rows: list[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.order_id].append(row)
    return found
