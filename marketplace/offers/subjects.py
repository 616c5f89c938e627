"""What of offers events, mails and the desk can be about."""

from marketplace.desk_lists import DeskList
from marketplace.offers.models import Offer
from marketplace.subjects import Subject, subjects


def where_it_is_seen(offer: Offer) -> str:
    """The order that came of it, as soon as there is one."""
    return (offer.order or offer).get_absolute_url()


subjects.register("offer")(
    Subject(
        Offer,
        DeskList("Orders", 50, "Offers", "Offer", "Offers come here from their first draft on.", searched=3),
        related=("client", "freelancer", "order"),
        parties=lambda offer: (offer.client, offer.freelancer),
        page=where_it_is_seen,
    )
)
