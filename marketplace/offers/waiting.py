"""Whose move it is in an offer, and what happens if nobody makes one: for its page, and for the dashboard."""

from django.urls import reverse
from django.utils.html import format_html

from escrow.models import Payment
from marketplace.accounts.models import User
from marketplace.elements import exact
from marketplace.offers.models import Offer, OfferState, Version
from marketplace.offers.models.conditions import nobody_is_suspended
from marketplace.offers.models.queryset import OF_PERSON
from marketplace.offers.models.states import OPEN
from marketplace.postgresql.reading import Reading
from marketplace.transitions import SUSPENDED, may
from milestones.pages.dashboard import Item
from milestones.wording.phrases import BANK, NOBODY, OTHER, YOU, Waiting, sentences

MOST = 60  # offers that the dashboard looks at; the list of offers has them all
MINE = f"{OF_PERSON} AND state = ANY (%s) ORDER BY id DESC LIMIT {{}}"
FROM = f"FROM (SELECT * FROM offers_offer WHERE {MINE}) found"  # noqa: S608 - our own words


def waiting(offer: Offer, user, *, deposited: bool = False, payment: Payment | None = None) -> Waiting | None:
    """What an offer waits for, as this person sees it; None for one that is over. `payment` is the one under way."""
    match offer.state:
        case OfferState.DRAFT:
            return _draft(offer, user)
        case OfferState.SENT:
            return _late() if offer.is_late else _sent(offer, user, deposited)
        case OfferState.FUNDING if offer.side_of(user) == "client":
            return _paying("The deposit is being paid", "The offer goes out when it is.", payment)
        case OfferState.FUNDING:
            title = f"{offer.other_words(user)} is changing the offer"
            return Waiting(OTHER, title, "A new version comes when its deposit is paid.", tone="info")
        case OfferState.ACCEPTING if offer.side_of(user) == "client":
            return _paying("The first step is being paid", "The order begins when it is.", payment)
        case OfferState.ACCEPTING:
            return Waiting(
                OTHER, "Accepted: the payment is under way", "The order begins when it is paid.", tone="info"
            )
        case OfferState.ACCEPTED:
            return _accepted(offer)
    return None


def _draft(offer: Offer, user) -> Waiting:
    href = reverse("offers:edit", args=[offer.pk])
    return Waiting(
        YOU, "A draft that is not sent", "Only you can see it.", href=href, action="Go on writing", icon="pencil"
    )


def _late() -> Waiting:
    return Waiting(NOBODY, "The time to answer is over", "This offer has expired.", tone="rest")


def _sent(offer: Offer, user, deposited: bool) -> Waiting:
    silence = format_html("If nobody does anything, it expires on {}", exact(offer.expires_at))
    silence += format_html("{}.", " and the deposit goes back with its fee" if deposited else "")
    side, other, due = offer.side_of(user), offer.other_words(user), offer.expires_at
    if offer.suspended:
        whose_account = "Your" if offer.suspended.pk == user.pk else f"{offer.suspended}’s"
        stands = nobody_is_suspended.refusal.format(self=offer) if offer.suspended.pk != user.pk else SUSPENDED
        text = sentences(stands, silence)
        return Waiting(OTHER, f"{whose_account} account is suspended", text, due, tone="bad", icon="ban")
    if may(offer.pay, user):
        text = sentences("The order begins when the first step is paid.", silence)
        href = reverse("offers:pay", args=[offer.pk])
        return Waiting(YOU, f"{other} accepted: your payment is missing", text, due, href, "Pay the first step")
    if offer.agreed_by_id and offer.agreed_by_id == user.pk:
        return Waiting(OTHER, f"You accepted: {other} pays next", silence, due, tone="info")
    if side and offer.awaits == side:
        asked = offer.version.by_id == user.pk
        return Waiting(YOU, f"{other} asked for changes" if asked else f"{other} waits for your answer", silence, due)
    return Waiting(OTHER, f"Waiting for {other if side else _awaited(offer)}", silence, due, tone="info")


def _awaited(offer: Offer) -> str:
    """Whose answer it needs, for somebody who is neither side."""
    return str(getattr(offer, offer.awaits) or offer.invited_email)


def _paying(title: str, text: str, payment: Payment | None) -> Waiting:
    href = payment.get_absolute_url() if payment else ""
    return Waiting(BANK, title, text, href=href, action="Look at the payment" if href else "", tone="info")


def _accepted(offer: Offer) -> Waiting:
    return Waiting(
        NOBODY,
        "This offer is an order now",
        "Everything from here on happens on the order’s page.",
        href=offer.order.get_absolute_url(),
        action="Open the order",
        tone="good",
        icon="handshake",
    )


def open_offers(user, most: int = MOST) -> list[Offer]:
    """A person's newest open ones with their people and newest version, in one round trip."""
    reading, params = Reading(), [user.pk, user.pk, user.pk, user.pk, [one.value for one in OPEN]]
    found = FROM.format(most)
    offers = reading.select(Offer, MINE.format(most), params)
    people = reading.select(User, f"id = ANY (ARRAY(SELECT unnest(ARRAY[client_id, freelancer_id]) {found}))", params)
    versions = reading.select(Version, f"id = ANY (ARRAY(SELECT version_id {found}))", params)
    reading.run()
    person, version = {one.pk: one for one in people}, {one.pk: one for one in versions}
    for offer in offers:
        offer.client, offer.freelancer = person.get(offer.client_id), person.get(offer.freelancer_id)
        offer.version = version.get(offer.version_id)
    return offers


def waiting_for(user) -> list[Item]:
    """What this person's open offers wait for, for the dashboard."""
    found = [(offer, waiting(offer, user)) for offer in open_offers(user)]
    return [
        Item(one, offer.title or "Untitled offer", offer.get_absolute_url(), offer.other(user))
        for offer, one in found
        if one and one.on != NOBODY
    ]
