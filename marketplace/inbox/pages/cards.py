"""An offer or an order as a card in a conversation: how it stands now, and what this reader may do about it."""

from dataclasses import dataclass, field

from django.urls import reverse

from escrow.models import Payment
from marketplace.formats import days_text
from marketplace.offers.models import Offer, Side
from marketplace.offers.verbs import ANSWERS, AT_HEAD
from marketplace.offers.waiting import waiting as offer_waits
from marketplace.verbs import said
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.wording.phrases import NOBODY, YOU, Waiting
from milestones.wording.waiting import waiting as order_waits

MOST_STEPS = 6  # of a plan, on a card


@dataclass(frozen=True)
class Link:
    """A button that leads to where the verb is done."""

    label: str
    url: str
    kind: str


@dataclass
class OrderCard:
    """`happened` is the newest line of its history."""

    snapshot: OrderSnapshot
    waiting: Waiting | None
    happened: str = ""
    kind = "order"

    @property
    def order(self):
        return self.snapshot.order

    @property
    def thread(self) -> str:
        return self.order.thread

    @property
    def tone(self) -> str:
        return (self.waiting.tone or "wait") if self.waiting else "info"

    @property
    def url(self) -> str:
        """Where what it waits for is done: on its page, or on one of its own."""
        href = self.waiting.href if self.waiting else ""
        return f"{self.order.get_absolute_url()}{href}" if href.startswith("#") or not href else href


@dataclass(frozen=True)
class Seen:
    """What the labels of an offer's verbs ask of a page."""

    user: object
    deposit: bool


@dataclass
class OfferCard:
    offer: Offer
    user: object
    waiting: Waiting | None
    deposited: bool = False
    happened: str = ""
    kind = "offer"
    links: list[Link] = field(init=False)

    def __post_init__(self):
        self.links = [] if self.offer.is_late or self.offer.version is None else list(self._links())

    @property
    def thread(self) -> str:
        return self.offer.thread

    @property
    def is_client(self) -> bool:
        return self.offer.side_of(self.user) == Side.CLIENT

    @property
    def tone(self) -> str:
        return (self.waiting.tone or "wait") if self.waiting else ""

    @property
    def steps(self):
        return self.offer.version.plan[:MOST_STEPS] if self.offer.version else []

    @property
    def more(self) -> int:
        return len(self.offer.version.plan) - len(self.steps) if self.offer.version else 0

    @property
    def days(self) -> str:
        """How long it takes in all, where every step says it in days."""
        each = [one.days for one in self.offer.version.plan]
        return days_text(sum(each)) if all(each) else ""

    @property
    def total(self) -> int:
        """What this reader pays in all, with fees, or receives."""
        quote = self.offer.version.terms.quote(self.offer.policy, self.offer.currency)
        return quote.client_pays if self.is_client else quote.freelancer_gets

    def _links(self):
        page, seen = self.offer.get_absolute_url(), Seen(self.user, self.deposited)
        for verb in [*AT_HEAD, *ANSWERS]:
            if verb.may(self.offer, self.user) and verb.worth(seen, self.offer):
                url = reverse(f"offers:{verb.name}", args=[self.offer.pk]) if verb in AT_HEAD else f"{page}#answers"
                yield Link(said(verb.label, seen, self.offer), url, "" if verb.name == "accept" else "plain")


def of_order(snapshot: OrderSnapshot) -> OrderCard:
    found = [one for one in order_waits(snapshot) if one.on != NOBODY]
    return OrderCard(snapshot, next((one for one in found if one.on == YOU), found[0] if found else None))


def of_offer(offer: Offer, user, *, deposited: bool, payment: Payment | None) -> OfferCard:
    return OfferCard(offer, user, offer_waits(offer, user, deposited=deposited, payment=payment), deposited)
