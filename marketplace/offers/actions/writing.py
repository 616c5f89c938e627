"""Writing an offer, before anybody else sees it: the first version, or the next one."""

from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction

from marketplace import clock
from marketplace.accounts import addresses
from marketplace.accounts.models import User
from marketplace.errors import Refused
from marketplace.gigs.models import Category
from marketplace.idempotency import keys
from marketplace.offers import contracts
from marketplace.offers.actions.parts import locking
from marketplace.offers.limits import DAYS_OPEN, MOST_DAYS
from marketplace.offers.models import Draft, Offer, OfferState, Side
from marketplace.offers.terms import Terms
from marketplace.policies.models import OrderType, Policy
from marketplace.transitions import authorize, insist_on_active

HEADING = ["client", "freelancer", "invited_email", "policy", "origin", "order_type", "category", "currency"]
HEADING += ["valid_days"]
REPEATED = ["title", "total"]


@dataclass(frozen=True)
class Heading:
    """What an offer is beside its terms; fixed once it was sent.

    `role` is the author's side, `origin` how the offer came to be, by which its limits go, `order_type` how the order
    is paid. The other side is a person, or an e-mail address that an invitation goes to.
    """

    role: str
    policy: Policy
    origin: str
    order_type: str = OrderType.MILESTONES
    currency: str = "USD"
    to: User | None = None
    invite: str = ""
    category: Category | None = None
    valid_days: int = 14

    @property
    def address(self) -> str:
        """Where the invitation goes, as it is kept. Raises Refused for what no mail could be sent to."""
        try:
            return addresses.normalise(self.invite) if self.invite.strip() else ""
        except ValidationError as error:
            raise Refused(error.messages[0], field="invite") from error

    def put_on(self, offer: Offer) -> None:
        """Give a draft this heading."""
        sides = (offer.author, self.to) if self.role == Side.CLIENT else (self.to, offer.author)
        offer.client, offer.freelancer = sides
        offer.invited_email = "" if self.to else self.address
        offer.policy, offer.origin, offer.category = self.policy, self.origin, self.category
        offer.order_type = self.order_type
        offer.currency, offer.valid_days = self.currency, self.valid_days


@transaction.atomic(durable=True)
def write(heading: Heading, terms: Terms, *, by, once: str = "") -> Offer:
    """Begin an offer as a draft of the author's own. `terms` may be unfinished.

    They are kept as they were written: what this rulebook has no place for is left out when they are sent.
    """
    insist_on_active(by)
    return begin(heading, terms, by, keys.use(once, by=by))


def begin(heading: Heading, terms: Terms, by, used=None) -> Offer:
    """A new draft, in the transaction of the verb that writes it; `used` is the key of its form, if it has one."""
    offer = Offer(author=by, created_at=clock.now())
    _check(heading, by)
    heading.put_on(offer)
    _repeat(offer, terms)
    offer.save(force_insert=True)
    terms = _within(offer, terms)
    Draft.objects.create(offer=offer, by=by, terms=terms.as_data())
    contracts.claim(offer, terms, by=by)
    if used:
        used.made = offer.thread
        used.save(update_fields=["made"])
    return offer


class Stale(Refused):
    """What was written on is not what is saved any more. `saved` is that; nothing of it was overwritten."""

    def __init__(self, saved: Terms | None):
        super().__init__("This was saved or sent somewhere else, after you opened it here. Nothing was overwritten.")
        self.saved = saved


def mark_of(offer: Offer, by) -> str:
    """Which version this side writes on, and when they last saved their draft: changes with each of the two."""
    saved_at = Draft.objects.filter(offer=offer, by=by).values_list("saved_at", flat=True).first()
    return f"{offer.number}-{saved_at.timestamp():.6f}" if saved_at else f"{offer.number}-"


@transaction.atomic(durable=True)
def save_draft(offer: Offer, *, by, terms: Terms, heading: Heading | None = None, seen: str | None = None) -> Offer:
    """Keep what this side is writing. The heading can be changed only until the offer is sent.

    `seen` is the mark of what it was written on. Raises Stale when another tab saved since, or the other side sent.
    """
    offer = locking.on_offer(offer, by)
    authorize(offer.write, by)
    if seen is not None and seen != mark_of(offer, by):
        raise Stale(terms_of(offer, by))
    if offer.state == OfferState.DRAFT:
        if heading:
            _check(heading, by)
            heading.put_on(offer)
        _repeat(offer, terms)
        offer.save(update_fields=[*HEADING, *REPEATED])
    terms = _within(offer, terms)
    Draft.objects.update_or_create(
        offer=offer, by=by, defaults={"base": offer.number, "terms": terms.as_data(), "saved_at": clock.now()}
    )
    contracts.claim(offer, terms, by=by)
    return offer


def _check(heading: Heading, by) -> None:
    if heading.to is not None and heading.to.pk == by.pk:
        raise Refused("You can't make an offer to yourself.", field="who")
    if heading.to is None and heading.address == by.email:
        raise Refused("This is your own address.", field="invite")
    if not 1 <= heading.valid_days <= MOST_DAYS:
        raise Refused(DAYS_OPEN, field="valid_days")


def _within(offer: Offer, terms: Terms) -> Terms:
    """Months are a subscription’s alone. All else is kept for when another rulebook has a place for it."""
    return terms if offer.is_subscription else replace(terms, months=0, discount=0)


def _repeat(offer: Offer, terms: Terms) -> None:
    offer.title, offer.total = terms.title.strip(), terms.total


def terms_of(offer: Offer, by) -> Terms | None:
    """What this side has been writing, all of it; None where it has no draft."""
    draft = Draft.objects.filter(offer=offer, by=by).first()
    return Terms.from_data(draft.terms) if draft else None
