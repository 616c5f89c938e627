"""The order page, put together: everything it shows, in as many queries for a hundred steps as for one."""

from collections.abc import Callable
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from marketplace.accounts.profile import Section
from marketplace.deadlines.models import Deadline
from marketplace.postgresql.reading import Reading
from marketplace.registry import Registry
from marketplace.transitions import may
from milestones import availability
from milestones.models import Order, State
from milestones.models.conditions import has_revisions, has_revisions_left
from milestones.models.states import OPEN
from milestones.pages import buttons
from milestones.pages.brief import Brief, Questions
from milestones.queries.deliveries import Deliveries
from milestones.queries.events import NewestEvents
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.order_snapshots import snapshots_of
from milestones.queries.reader import Reader
from milestones.queries.totals import Totals
from milestones.timer_kinds import Kind
from milestones.verbs import VERBS
from milestones.wording import status_line
from milestones.wording.ended import standing
from milestones.wording.history import history, not_for
from milestones.wording.phrases import listed
from milestones.wording.possible_endings import endings_of
from milestones.wording.waiting import waiting

LINES = 8  # of history on the page itself

# What other apps show beside an order. They put what they want into the page's one round trip, and say afterwards what
# came of it: None for nothing.
asides: Registry[Callable[[Reading, Order, Any], Callable[[], Section | None]]] = Registry("aside of an order’s page")

# Whether an aside has something newer for this reader than the mark that its section had, by the key of the aside.
newer: Registry[Callable[[Order, Any, str], bool]] = Registry("news beside an order")


def snapshot_of(order: Order, user, also: Reading | None = None) -> OrderSnapshot:
    """An order as it stands: plan, timers, open requests and newest payment; what `also` reads comes along."""
    return snapshots_of([order], user, also)[0]


class Row:
    """One step of the plan, as this reader sees it. `form` is one that came back with an error."""

    def __init__(self, snapshot: OrderSnapshot, milestone, deliveries, form=None):
        self.milestone, self.deliveries, self.form = milestone, deliveries, form
        self.snapshot = snapshot
        for delivery in deliveries:
            named = {part.name for part in delivery.parts}
            delivery.missing = [name for name in milestone.deliverables if name not in named]
        self.allowed = availability.of_milestone(snapshot, milestone)

    @property
    def note(self):
        return status_line.note(self.milestone, self.snapshot.reader)

    @property
    def is_open(self) -> bool:
        return self.milestone.state in OPEN

    @property
    def is_done(self) -> bool:
        return self.milestone.state == State.PAID

    @cached_property
    def verbs(self):
        return buttons.of_milestone(self.snapshot, self.milestone, self.allowed, self.form)

    @property
    def newest(self):
        """The delivery under review, or the one that is being changed."""
        return self.deliveries[0] if self.is_open and self.deliveries else None

    @property
    def earlier(self):
        """Deliveries that are folded away."""
        return self.deliveries[1:] if self.is_open else self.deliveries

    @cached_property
    def reason(self) -> str:
        """Why no revision can be asked for, where the rulebook has them."""
        reader, milestone = self.snapshot.reader, self.milestone
        used = milestone.state == State.DELIVERED and has_revisions(milestone) and not has_revisions_left(milestone)
        if not (used and reader.is_client):
            return ""
        return f"{has_revisions_left.refusal.format(self=milestone)} You can approve it, or open a dispute."

    @cached_property
    def links(self) -> list[tuple[str, str]]:
        """What can be asked of the other side about this step, as (words, address): each on a page of its own."""
        if not (self.is_open and self.snapshot.reader.is_party):
            return []
        user, milestone = self.snapshot.reader.user, self.milestone
        beside = [("more_time", "More time")]
        if "propose_split" not in self.allowed:  # else it is a button
            beside.append(("propose_split", "A split of the money"))
        found = [
            (words, reverse(f"milestones:{name}", args=[milestone.pk]))
            for name, words in beside
            if VERBS[name].may(milestone, user)
        ]
        center = reverse("milestones:resolution", args=[milestone.order_id])
        return [*found, ("A cancellation, a dispute", center)]


# What other apps show on it, below the plan: of an order, for who reads it.
sections: Registry[Callable[[Order, Any], Section | None]] = Registry("section of the order page")


class Board:
    """What the order page shows to one person."""

    def __init__(self, order: Order, user, form=None):
        self.order, self.form = order, form
        reading = Reading()
        self._deliveries = Deliveries(reading, order)
        self._asked = Questions(reading, order)
        self._events = NewestEvents(reading, order.thread, but=not_for(Reader(order, user)), most=LINES + 1)
        self._asides = {key: make(reading, order, user) for key, make in asides.items()}
        self.snapshot = snapshot_of(order, user, also=reading)
        self.reader = self.snapshot.reader

    @cached_property
    def rows(self) -> list[Row]:
        deliveries = self._deliveries.by_milestone()
        return [
            Row(
                self.snapshot,
                milestone,
                deliveries[milestone.pk],
                self.form if self.form and self.form.about == milestone else None,
            )
            for milestone in self.order.plan
        ]

    @cached_property
    def waiting(self):
        return waiting(self.snapshot)

    @cached_property
    def brief(self) -> Brief | None:
        """What the freelancer asks, where that is something."""
        own = self.form if self.form and self.form.about == self.order else None
        return Brief(self.snapshot, self._asked, own) if self.order.asked_at else None

    @cached_property
    def verbs(self):
        return buttons.of_order(self.snapshot)

    @cached_property
    def totals(self) -> Totals:
        return Totals(self.order)

    @cached_property
    def _shown(self) -> dict[str, Section]:
        return {key: one for key, make in self._asides.items() if (one := make())}

    @property
    def asides(self) -> list[Section]:
        return list(self._shown.values())

    @property
    def seen(self) -> str:
        """The marks of what stands beside it, for the address that is asked for news."""
        return urlencode({key: one.section.mark for key, one in self._shown.items() if key in newer})

    @property
    def may_order_again(self) -> bool:
        """Whether its client may order the gig that it came from once more."""
        return may(self.order.order_again, self.reader.user)

    @property
    def standing(self) -> str:
        return standing(self.order)

    @cached_property
    def held_for(self) -> str:
        return listed(self.totals.holding) if self.totals.holding else ""

    @cached_property
    def clearing(self) -> list[Deadline]:
        """When the freelancer's money clears, for the freelancer."""
        return [one for one in self.snapshot.timers if one.kind == Kind.CLEAR] if not self.reader.is_client else []

    @cached_property
    def sections(self) -> list[Section]:
        return [one for make in sections.values() if (one := make(self.order, self.reader.user))]

    @cached_property
    def endings(self):
        return endings_of(self.reader) if self.order.is_active else []

    @property
    def mark(self) -> int:
        """The newest event: what comes after it is news (views.order_page.since)."""
        return self._events.mark

    @cached_property
    def history(self):
        """The newest lines, and whether there are more."""
        events = self._events.rows()
        self.has_more = len(events) > LINES
        return history(events[:LINES], self.reader)
