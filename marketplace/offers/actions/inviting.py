"""Taking up an invitation."""

from django.db import transaction

from marketplace.errors import Refused
from marketplace.offers import invitations
from marketplace.offers.actions.parts import locking
from marketplace.offers.actions.parts.recording import record
from marketplace.offers.models import Offer
from marketplace.offers.models.states import CLOSED
from marketplace.transitions import insist_in_trade
from milestones.permissions import is_party


@transaction.atomic(durable=True)
def take_up(offer: Offer, *, by) -> Offer:
    """Become the side of an offer that the mailed link was for. The first who does so is it; to do so twice is once.

    The caller has checked the link, which is all that is asked: the address proves nothing about the account.
    """
    offer = locking.on_offer(offer, by)
    insist_in_trade(by)
    if is_party(offer, by):
        if by.pk == offer.author_id and offer.other(by) is None:
            raise Refused("This is your own offer: the link is for whom you invited.")
        return offer
    if offer.client_id and offer.freelancer_id:
        raise Refused("Somebody has taken up this invitation already.")
    if offer.state in CLOSED:
        raise Refused(f"This offer is {offer.state_words}.")
    missing = "freelancer" if offer.client_id else "client"
    setattr(offer, missing, by)
    offer.save(update_fields=[missing])
    invitations.call_off(offer)
    record(offer, "offer.taken_up", by=by)
    return offer
