"""What events are about, fetched for many at once: the order or offer, its step, request or payment, and its people."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from escrow.models import Payment
from marketplace import clock
from marketplace.accounts.models import User
from marketplace.events.models import Event
from marketplace.helpdesk.models import Message, Ticket
from marketplace.notifications.models import Group
from marketplace.offers.models import Offer
from milestones.models import Case, CaseKind, Delivery, Milestone, Order

DESK = "desk"  # support's own work that can't wait; nobody switches that off
AT_DESK = (DESK, Group.QUESTIONS)  # what is read and done at the desk


@dataclass
class EventContext:
    """One event with what it is about. `client` and `freelancer` are None where it is nobody's deal."""

    event: Event
    order: Order | None = None
    offer: Offer | None = None
    milestone: Milestone | None = None
    case: Case | None = None
    payment: Payment | None = None
    ticket: Ticket | None = None
    person: User | None = None

    @property
    def data(self) -> dict:
        return self.event.data

    @property
    def deal(self) -> Order | Offer | None:
        """The agreement, or the offer of one, that it belongs to."""
        return self.order or self.offer

    @property
    def client(self) -> User | None:
        return self.deal and self.deal.client

    @property
    def freelancer(self) -> User | None:
        return self.deal and self.deal.freelancer

    @property
    def parties(self) -> list[User]:
        """Both sides, as far as they are known: an offer may have gone to an address without an account."""
        return [one for one in (self.client, self.freelancer) if one]

    @property
    def by_clock(self) -> bool:
        """Whether nobody did it: a timer ran out."""
        return self.event.actor_kind == "clock"

    @property
    def actor(self) -> str:
        """Who did it, as a mail names them."""
        by_support = self.event.actor_kind == "support"
        return f"{self.event.actor} from Cairn’s support" if by_support else str(self.event.actor or "Cairn")

    @property
    def delivery(self) -> Delivery | None:
        """The delivery that was handed in."""
        return self.milestone.deliveries.filter(number=self.data["number"]).first()

    @property
    def revised(self) -> Delivery | None:
        """The delivery that changes were asked for."""
        return self.milestone.deliveries.filter(revision_at=self.event.at).first()

    @property
    def dispute(self) -> Case | None:
        """The dispute that froze the step."""
        return self.milestone.cases.filter(kind=CaseKind.DISPUTE, created_at=self.event.at).first()

    @property
    def clears_at(self) -> datetime:
        """From when on money that was paid out is free."""
        return self.event.at + clock.days(self.data["clears"])

    @property
    def back(self) -> int:
        """What a refund gives back in all, in minor units."""
        return self.data["amount"] + self.data["fee"]

    @property
    def refunded(self) -> int:
        """What the client gets back when a dispute is divided, its fee included, in minor units."""
        divided = self.data if "refunded" in self.data else self.case.data
        return divided["refunded"] + divided.get("fee", 0)

    @property
    def said(self) -> Message | None:
        """The message of a ticket that was written with this event."""
        return self.ticket.messages.filter(at__lte=self.event.at).last()

    def path_for(self, group: str) -> str:
        """Where its reader sees it: of a question or a person the desk sees another page than everybody."""
        if self.ticket and group in AT_DESK:
            return reverse("admin:helpdesk_ticket_change", args=[self.ticket.pk])
        if self.person and group in AT_DESK:
            return reverse("admin:accounts_user_change", args=[self.person.pk])
        return self.path

    @property
    def path(self) -> str:
        """Where to see it."""
        placed = self.offer and self.offer.order
        deal = self.case or self.milestone or self.order or placed or self.offer
        return (deal or self.payment or self.ticket or self.person).get_absolute_url()


FETCH = {
    "order": lambda keys: Order.objects.select_related("client", "freelancer").in_bulk(keys),
    "offer": lambda keys: Offer.objects.select_related("client", "freelancer", "order").in_bulk(keys),
    "milestone": lambda keys: Milestone.objects.in_bulk(keys),
    "case": lambda keys: Case.objects.select_related("asked_by").in_bulk(keys),
    "ticket": lambda keys: Ticket.objects.select_related("user", "order").in_bulk(keys),
    "payment": lambda keys: Payment.objects.select_related("user", "source").in_bulk(keys),
    "user": lambda keys: User.objects.in_bulk(keys),
}

FIELDS = {"user": "person"}  # where the noun of a reference is not the name of the field


def load(events: list[Event]) -> list[EventContext]:
    """Fetch what these events are about, with one query for each sort of thing."""
    wanted = defaultdict(set)
    for event in events:
        for noun, key in _references(event):
            wanted[noun].add(key)
    found = {noun: FETCH[noun](keys) for noun, keys in wanted.items()}
    return [_matter(event, found) for event in events]


def _references(event: Event):
    """The things that an event names and that we know how to fetch, as (noun, key)."""
    for reference in {event.thread, event.about}:
        noun, _, key = reference.partition(":")
        if noun in FETCH and key.isdigit():
            yield noun, int(key)


def _matter(event: Event, found: dict) -> EventContext:
    matter = EventContext(event, **{FIELDS.get(noun, noun): found[noun][key] for noun, key in _references(event)})
    for part in (matter.milestone, matter.case):
        if part and matter.order:
            part.order = matter.order
    return matter
