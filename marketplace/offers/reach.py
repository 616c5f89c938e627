"""What a suspension reaches among offers and subscriptions: no offer is accepted, and no month begins, meanwhile."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from marketplace.accounts.models import User
from marketplace.accounts.suspension import MOST_LISTED, Reach, reaches
from marketplace.admin_base import Panel, link, listing
from marketplace.elements import exact
from marketplace.formats import counted, minor_text
from marketplace.offers.models import Offer, OfferState, Subscription
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
    subscriptions = Subscription.objects.of(person).active().order_by("next_at", "pk")
    yield Panel(
        f"{counted(subscriptions.count(), 'subscription', 'subscriptions')}, of which no further month begins",
        ["Subscription", "As", "Other side", "A month", "Next month"],
        [_month(one, person) for one in subscriptions.select_related("client", "freelancer")[:MOST_LISTED]],
        empty="No subscription of theirs runs.",
        more=listing("offers_subscription", "All their subscriptions", q=person.email),
    )


def _row(offer: Offer, person: User) -> list:
    return [
        link("offers_offer", offer.pk, f"{offer.pk}, {offer.title}"),
        "Client" if offer.client_id == person.pk else "Freelancer",
        offer.other_words(person),
        minor_text(offer.total, offer.currency),
        exact(offer.expires_at) if offer.expires_at else "its payment is under way",
    ]


def _month(subscription: Subscription, person: User) -> list:
    return [
        link("offers_subscription", subscription.pk, f"{subscription.pk}, {subscription.title}"),
        "Client" if subscription.client_id == person.pk else "Freelancer",
        subscription.other(person),
        minor_text(subscription.price_of(subscription.made + 1), subscription.currency),
        exact(subscription.next_at),
    ]


reaches.register("offers")(Reach(panels, threads))
