"""What stands in a conversation: messages, and between them what happened to the offers and orders of the two.

Nothing of it is stored twice: events are read from the history of their offer or order, and merged by time. The newest
one of each that goes on is a card, which says how it stands and what this reader may do.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from django.utils import timezone

from marketplace import clock
from marketplace.events.models import Event
from marketplace.inbox.models import Conversation, Message
from marketplace.inbox.pages import cards
from marketplace.inbox.queries import Cursor, Shared, messages_of
from marketplace.offers.history import lines
from marketplace.offers.models import Offer
from milestones.models import Order
from milestones.queries.order_snapshots import snapshots_of
from milestones.wording.history import not_for, sentence

PAGE = 30
TOGETHER = clock.hours(1) / 12  # messages of one person so close to each other have one line about who and when
CONVERSATION = "conversation"


@dataclass
class Entry:
    """One thing in it. `kind` names its template."""

    kind: str
    at: datetime
    key: int


@dataclass
class Day(Entry):
    """Above the first thing of a day, or of what is new; `day` is that of the reader's zone."""

    day: date | None = None
    is_new: bool = False


@dataclass
class Said(Entry):
    """A message. `closes`: who wrote it, and when, stands below it; `seen`: the other one has read it."""

    message: Message
    is_mine: bool
    closes: bool = True
    seen: bool = False


@dataclass
class Told(Entry):
    """One line about what happened to an offer or an order."""

    text: str
    said: str
    url: str
    about: str


@dataclass
class Card(Entry):
    """An offer or an order as it stands, under the line of its newest event."""

    card: object


class Timeline:
    """One page of a conversation, the newest by default, as one of the two sees it."""

    def __init__(
        self,
        conversation: Conversation | None,
        user,
        shared: Shared,
        cursor: Cursor | None = None,
        about: str = "",
    ):
        self.user, self.shared = user, shared
        self.cursor, self.about = cursor or Cursor(), about
        self.is_newest = cursor is None
        threads = [one for one in shared.by_thread if not about or one == about]
        messages = messages_of(conversation, before=self.cursor.message, most=PAGE + 1, about=about)
        events = shared.events(threads, self.cursor.event, PAGE + 1)
        self._cut(messages, events)
        self.newest_events = _newest(events) if self.is_newest else shared.newest(threads)

    def _cut(self, messages: list[Message], events: list[Event]) -> None:
        """Keep the newest of both; what is older begins with the keys that are left."""
        kept = set(_merged(messages, events)[:PAGE])
        self.messages = [one for one in messages if one in kept]
        self.events = [one for one in events if one in kept]
        self.has_older = len(messages) + len(events) > len(kept)
        oldest_message = min((one.pk for one in self.messages), default=self.cursor.message)
        oldest_event = min((one.pk for one in self.events), default=self.cursor.event)
        self.older = Cursor(oldest_message, oldest_event)

    def entries(self, *, read_to: int = 0, seen_to: int = 0) -> list[Entry]:
        """All of it, oldest first, by days. What comes after `read_to` is new; the other one saw up to `seen_to`."""
        said = [Said("message", one.at, one.pk, one, one.by_id == self.user.pk) for one in self.messages]
        found = sorted([*said, *self._told()], key=lambda one: (one.at, one.key))
        _close(found, seen_to)
        return _by_days(found, read_to)

    def _told(self) -> list[Entry]:
        """What happened, in words for this reader; the newest of what goes on as a card."""
        by_order = {event: line for event in self.events if (line := self._line(event))}
        found: list[Entry] = []
        for event, told in by_order.items():
            card = self._cards.get(event.thread) if self.newest_events.get(event.thread) == event.pk else None
            if card:
                card.happened = told.text
                found.append(Card(card.kind, event.at, event.pk, card))
            else:
                found.append(told)
        return found

    def _line(self, event: Event) -> Told | None:
        thing = self.shared.by_thread[event.thread]
        text, said = self._words(event, thing)
        if not text:
            return None
        about = f"{'Order' if isinstance(thing, Order) else 'Offer'}: {thing.title}"
        return Told("event", event.at, event.pk, text, said, thing.get_absolute_url(), about)

    def _words(self, event: Event, thing: Offer | Order) -> tuple[str, str]:
        if isinstance(thing, Order):
            reader = self._snapshots[thing.pk].reader
            is_told = event.kind not in not_for(reader)
            return (sentence(event, reader), event.data.get("reason", "")) if is_told else ("", "")
        line = self._offer_lines[thing.pk].get(event)
        return (line.text, line.said) if line else ("", "")

    @cached_property
    def _shown(self) -> list[Offer | Order]:
        """What the events of this page happened to."""
        threads = {event.thread for event in self.events}
        return [thing for thread, thing in self.shared.by_thread.items() if thread in threads]

    @cached_property
    def _offers(self) -> list[Offer]:
        return [one for one in self._shown if isinstance(one, Offer)]

    @cached_property
    def _snapshots(self) -> dict:
        orders = [one for one in self._shown if isinstance(one, Order)]
        return {one.order.pk: one for one in snapshots_of(orders, self.user)} if orders else {}

    @cached_property
    def _offer_lines(self) -> dict:
        events = self.shared.events_of_offers(self._offers)
        return {one.pk: lines(one, self.user, events[one.thread]) for one in self._offers}

    @cached_property
    def _cards(self) -> dict:
        found: list[cards.OrderCard | cards.OfferCard] = [
            cards.of_order(one) for one in self._snapshots.values() if one.order.is_active
        ]
        deposits, payments = self.shared.deposits(self._offers), self.shared.payments(self._offers)
        found += [
            cards.of_offer(one, self.user, deposited=one.pk in deposits, payment=payments.get(one.thread))
            for one in self._offers
            if one.is_open
        ]
        return {one.thread: one for one in found}


def _merged(messages: list[Message], events: list[Event]) -> list[Message | Event]:
    """Both, newest first, each in the order of its keys: so that a page ends where the next one begins.

    A timer that fired late recorded what it did with the time at which it was due. Such an event counts as new as what
    stands before it by its key; within its page it stands at its own time.
    """
    placed: list[tuple[datetime, Message | Event]] = [*_placed(messages), *_placed(events)]
    return [one for _, one in sorted(placed, key=lambda each: (each[0], each[1].pk), reverse=True)]


def _placed[Row: (Message, Event)](rows: list[Row]) -> Iterator[tuple[datetime, Row]]:
    """Each with the latest time of it and of what is older by its key; oldest first."""
    newest = datetime.min.replace(tzinfo=UTC)
    for one in reversed(rows):
        newest = max(newest, one.at)
        yield newest, one


def _newest(events: list[Event]) -> dict[str, int]:
    """The key of the newest of each thread, of events that are the newest of all."""
    return {event.thread: event.pk for event in reversed(events)}


def _close(found: list[Entry], seen_to: int) -> None:
    """Say who and when below the last of several messages, and below one's own last one that it was seen."""
    said = [one for one in found if isinstance(one, Said)]
    for one, after in zip(found, [*found, None][1:], strict=True):
        if isinstance(one, Said) and isinstance(after, Said) and one.is_mine == after.is_mine:
            one.closes = after.at - one.at > TOGETHER
    seen = [one for one in said if one.is_mine and one.key <= seen_to]
    if seen:
        seen[-1].seen = seen[-1].closes = True


def _by_days(found: list[Entry], read_to: int) -> list[Entry]:
    entries: list[Entry] = []
    day, is_new = None, False
    for one in found:
        here = timezone.localtime(one.at).date()
        begins = isinstance(one, Said) and not one.is_mine and not is_new and read_to and one.key > read_to
        if here != day or begins:
            is_new = is_new or bool(begins)
            entries.append(Day("day", one.at, 0, here, bool(begins)))
        entries.append(one)
        day = here
    return entries
