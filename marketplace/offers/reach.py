"""What a suspension reaches among offers: those on the table, which can’t be accepted meanwhile."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from marketplace.accounts.models import User
from marketplace.accounts.suspension import MOST_LISTED, Reach, reaches
from marketplace.admin_base import Panel, link, listing
from marketplace.elements import exact
from marketplace.formats import counted, minor_text
from marketplace.offers.models import Offer, OfferState
from marketplace.offers.models.states import OPEN


def on_the_table(person: User) -> QuerySet[Offer]:
    """The offers of this person that were sent and may still be answered, newest first."""
    return Offer.objects.filter(Q(client=person) | Q(freelancer=person), state__in=OPEN).exclude(state=OfferState.DRAFT)


def threads(person: User) -> list[str]:
    """Those of them, from whose histories the other sides hear of it."""
    return [offer.thread for offer in on_the_table(person).only("pk")]


def panels(person: User) -> Iterator[Panel]:
    offers = on_the_table(person)
    yield Panel(
        f"{counted(offers.count(), 'offer on the table', 'offers on the table')}, which can’t be accepted",
        ["Offer", "As", "Other side", "Total", "Open until"],
        [_row(one, person) for one in offers.select_related("client", "freelancer")[:MOST_LISTED]],
        empty="No offer of theirs waits for an answer.",
        more=listing("offers_offer", "All their offers", q=person.email),
    )


def _row(offer: Offer, person: User) -> list:
    return [
        link("offers_offer", offer.pk, f"{offer.pk}, {offer.title}"),
        "Client" if offer.client_id == person.pk else "Freelancer",
        offer.other_words(person),
        minor_text(offer.total, offer.currency),
        exact(offer.expires_at) if offer.expires_at else "its payment is under way",
    ]


reaches.register("offers")(Reach(panels, threads))
