"""What of offers events, mails and the desk can be about."""

from marketplace.desk_lists import DeskList, duties
from marketplace.offers.models import ContractText, Offer, Subscription
from marketplace.policies.models import Origin
from marketplace.subjects import Subject, subjects


def where_it_is_seen(offer: Offer) -> str:
    """The order that came of it, as soon as there is one."""
    return (offer.order or offer).get_absolute_url()


def where_it_goes_on(offer: Offer) -> str:
    return offer.order.thread if offer.order else ""


def whose_it_is(offer: Offer) -> list:
    """Both sides; but what a client has ordered of a gig and not paid yet is nobody else's."""
    unpaid = offer.origin == Origin.GIG and offer.order_id is None
    return [offer.client] if unpaid else [offer.client, offer.freelancer]


subjects.register("offer")(
    Subject(
        Offer,
        DeskList("Orders", 50, "Offers", "Offer", "Offers come here from their first draft on.", searched=3),
        related=("client", "freelancer", "order"),
        parties=whose_it_is,
        page=where_it_is_seen,
        goes_on_in=where_it_goes_on,
    )
)
subjects.register("subscription")(
    Subject(
        Subscription,
        DeskList(
            "Orders", 55, "Subscriptions", "Subscription", "A subscription comes here with its first order.", searched=3
        ),
        related=("client", "freelancer", "offer"),
        parties=lambda subscription: [subscription.client, subscription.freelancer],
    )
)
duties.register("offers.support_subscription")("end subscriptions")
subjects.register("contract")(
    Subject(
        ContractText,
        DeskList("Orders", 65, "Contract texts", "Contract text", "Every published version of a contract stands here."),
    )
)
duties.register("offers.add_contracttext")("publish a contract’s text")
