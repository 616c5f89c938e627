"""The dashboard, put together: what waits for this person, what waits for others, and where the money is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from marketplace.accounts.profile import Section
from marketplace.registry import Registry
from milestones.models import Order
from milestones.pages.wallet import Purse, purses
from milestones.queries.holdings import held_for
from milestones.queries.order_snapshots import snapshots_of
from milestones.queries.orders import active_orders_of
from milestones.timer_kinds import Kind
from milestones.wording.phrases import NOBODY, YOU, Waiting
from milestones.wording.waiting import waiting

MOST = 60  # active orders that are looked at; the list of orders has them all
NEXT = 6


@dataclass(frozen=True)
class Item:
    """One thing that waits, and what it is about: the title and page of an order or an offer, and the other side."""

    waiting: Waiting
    title: str
    url: str
    other: object = None


@dataclass(frozen=True)
class Clearing:
    """An amount, as text, that is free to spend from a moment on, and the order that it was earned with."""

    at: datetime
    amount: str
    order: Order


# What other apps have waiting for a person.
elsewhere: Registry[Callable[[object], list[Item]]] = Registry("part of the dashboard")


# What other apps show on it, below what waits.
sections: Registry[Callable[[Any], Section | None]] = Registry("section of the dashboard")


class Dashboard:
    def __init__(self, user):
        self.user = user
        self.snapshots = snapshots_of(active_orders_of(user, MOST), user)

    @cached_property
    def items(self) -> list[Item]:
        """Everything that waits, the most urgent first."""
        found = [one for source in elsewhere.values() for one in source(self.user)]
        for snapshot in self.snapshots:
            other = snapshot.order.other(self.user)
            for one in (one for one in waiting(snapshot) if one.on != NOBODY):
                found.append(Item(one, snapshot.order.title, snapshot.order.get_absolute_url(), other))
        return sorted(found, key=lambda item: item.waiting.urgency)

    @property
    def for_you(self) -> list[Item]:
        return [one for one in self.items if one.waiting.on == YOU]

    @property
    def for_others(self) -> list[Item]:
        return [one for one in self.items if one.waiting.on != YOU]

    @cached_property
    def purses(self) -> list[Purse]:
        return purses(self.user, held_for(self.user))

    @cached_property
    def clearing(self) -> list[Clearing]:
        """Money that becomes free to spend next. What waits for somebody stands with its time in the other lists."""
        found = [
            Clearing(timer.due_at, snapshot.reader.money(timer.data["amount"]), snapshot.order)
            for snapshot in self.snapshots
            if snapshot.reader.is_freelancer
            for timer in snapshot.timers
            if timer.kind == Kind.CLEAR
        ]
        return sorted(found, key=lambda one: one.at)[:NEXT]

    @property
    def is_new(self) -> bool:
        """Whether there is nothing to show yet."""
        return not self.items and not self.snapshots and not self.purses and not self.sections

    @cached_property
    def sections(self) -> list[Section]:
        return [one for make in sections.values() if (one := make(self.user))]
