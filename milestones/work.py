"""One piece of work on orders: locked, done in memory, written in a handful of statements.

Every verb, and the sweep for hundreds of orders at once, goes through here. It keeps the order that rules out deadlocks
(order rows, then milestones, then ledger balances) and the number of round trips the same however much a verb does.
"""

from collections import defaultdict
from contextlib import contextmanager
from datetime import datetime

from django.db import connection

from escrow import ledger
from marketplace import clock
from marketplace.events.models import Event
from milestones.models import Deadline, Milestone, Order, Request, RequestState
from milestones.rows import update_rows


class Work:
    """The locked orders, who acts (`by`), as of when (`now`), and everything that will be written."""

    def __init__(self, by):
        self.by = by
        self.now = clock.now()
        self.orders: dict[int, Order] = {}
        self._changed = defaultdict(dict)
        self._entries: list[ledger.Entry] = []
        self._events: list[Event] = []
        self._started: list[Deadline] = []

    # Locking

    def lock(self, pk: int) -> Order:
        """Lock one order with its plan and timers. Raises Order.DoesNotExist."""
        order = Order.objects.select_for_update(no_key=True).get(pk=pk)
        self.adopt([order])
        return order

    def claim(self, sql: str, params) -> tuple[int, list[Order]]:
        """Lock the orders whose keys a query returns. Returns how many rows it found, and the orders."""
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            keys = [row[0] for row in cursor.fetchall()]
        orders = list(Order.objects.filter(pk__in=set(keys)).order_by("pk")) if keys else []
        self.adopt(orders)
        return len(keys), orders

    def adopt(self, orders: list[Order]) -> None:
        """Read the plans and timers of orders that this transaction has locked or made."""
        plans, timers, questions = defaultdict(list), defaultdict(list), defaultdict(list)
        keys = [order.pk for order in orders]
        for milestone in Milestone.objects.filter(order__in=keys).order_by("order_id", "position"):
            plans[milestone.order_id].append(milestone)
        for deadline in Deadline.objects.live().filter(order__in=keys):
            timers[deadline.order_id].append(deadline)
        for question in Request.objects.filter(order__in=keys, state=RequestState.OPEN):
            questions[question.order_id].append(question)
        for order in orders:
            self.take(order, plans[order.pk], timers[order.pk], questions[order.pk])

    def take(self, order: Order, plan: list, timers: list, questions: list) -> None:
        order.plan, order.timers, order.questions = plan, timers, questions
        for child in (*plan, *questions):
            child.order = order
        self.orders[order.pk] = order

    @contextmanager
    def as_of(self, by, moment: datetime):
        """Act as somebody else at another moment: what a timer does counts from when it was due, however late."""
        was = self.by, self.now
        self.by, self.now = by, moment
        try:
            yield
        finally:
            self.by, self.now = was

    # What will be written

    def change(self, row, *fields: str) -> None:
        """Save these fields of a row at the end."""
        _, names = self._changed[type(row)].setdefault(row.pk, (row, set()))
        names.update(fields)

    def post(self, key: str, kind: str, moves, order: Order) -> None:
        """Move money at the end; `key` makes it once and for all."""
        self._entries.append(
            ledger.Entry(
                key=key, kind=kind, moves=moves, thread=order.thread, actor_id=self.by.pk, effective_at=self.now
            )
        )

    def record(self, kind: str, about, /, **data) -> None:
        """Write down what happened to an order, milestone or request."""
        order = about.parties
        reason = getattr(self.by, "reason", "")
        if reason:
            data["reason"] = reason
        event = Event.build(
            kind, thread=order.thread, about=getattr(about, "reference", order.thread), by=self.by, **data
        )
        event.at = self.now
        self._events.append(event)

    def start(self, kind, due_at: datetime, order: Order, milestone=None, request=None, **data) -> Deadline:
        """Start a timer."""
        deadline = Deadline(
            kind=kind, due_at=due_at, order=order, milestone=milestone, request=request, data=data, created_at=self.now
        )
        order.timers.append(deadline)
        self._started.append(deadline)
        return deadline

    def settle(self, order: Order, *kinds, milestone=None, request=None, outcome="acted") -> None:
        """Settle the live timers of these kinds, with their reminders: of one milestone or request, or of the order."""
        for deadline in list(order.timers):
            if milestone is not None and deadline.milestone_id != milestone.pk:
                continue
            if request is not None and deadline.request_id != request.pk:
                continue
            if deadline.kind in kinds or deadline.data.get("of") in kinds:
                self.settle_one(deadline, outcome)

    def settle_one(self, deadline: Deadline, outcome: str) -> None:
        deadline.settled_at, deadline.outcome = self.now, outcome
        order = self.orders[deadline.order_id]
        order.timers = [one for one in order.timers if one is not deadline]
        if deadline.pk:
            self.change(deadline, "settled_at", "outcome")

    def move(self, deadline: Deadline, due_at: datetime) -> None:
        """Put a live timer off (or forward)."""
        deadline.due_at = due_at
        if deadline.pk:
            self.change(deadline, "due_at")

    def save(self) -> None:
        """Write it all: the domain rows first, then the books, then what is told of it."""
        for model in (Order, Milestone, Request, Deadline):
            update_rows(model, list(self._changed.pop(model, {}).values()))
        for row, names in [pair for rows in self._changed.values() for pair in rows.values()]:
            row.save(update_fields=names)
        self._changed.clear()
        if self._started:
            Deadline.objects.bulk_create(self._started)
        if self._entries:
            ledger.post_many(self._entries)
        if self._events:
            Event.objects.bulk_create(self._events)
        self._started, self._entries, self._events = [], [], []
