"""Writing down what happened to an offer."""

from datetime import datetime

from marketplace.events.models import Event
from marketplace.offers.models import Offer


def record(offer: Offer, kind: str, *, by, at: datetime | None = None, **data) -> None:
    """One event of the offer's history; `at` where it happened earlier than now."""
    event = Event.build(kind, thread=offer.thread, about=offer.thread, by=by, **data)
    if at:
        event.at = at
    event.save(force_insert=True)
