"""What becomes of the proposals that nobody was hired by, when a post is closed: each is declined, in the words of its
client. One by one, each in a transaction of its own, so that no two offers are ever locked at once.
"""

import logging

from django.core.exceptions import PermissionDenied

from marketplace.errors import Refused
from marketplace.jobs.models import ClosedWhy, PostState, Proposal
from marketplace.offers import actions as offers
from marketplace.offers.models import OfferState

log = logging.getLogger(__name__)

AT_ONCE = 200
UNSAID = {
    ClosedWhy.HIRED: "I have hired somebody for this job. Thank you for your proposal.",
    ClosedWhy.ENOUGH: "I have enough proposals for this job. Thank you for yours.",
    ClosedWhy.GAVE_UP: "This work is not wanted any more. Thank you for your proposal.",
}


def words_of(post) -> str:
    """What those are told who were not hired: what the client wrote, or else why the post was closed."""
    return post.closing_words or UNSAID.get(post.closed_why or ClosedWhy.HIRED, "")


def decline(post: int | None = None) -> int:
    """Decline what is still on the table for posts that were closed, or for this one. Returns how many ended.

    What is being paid just now is left for the next time. Where the newest version is the client's own, it is
    withdrawn: a deposit goes back.
    """
    waiting = Proposal.objects.filter(
        offer__state=OfferState.SENT, post__state=PostState.CLOSED, post__closed_why__in=UNSAID
    )
    if post:
        waiting = waiting.filter(post=post)
    found = waiting.select_related("post__client", "offer__version").order_by("pk")[:AT_ONCE]
    return sum(_decline(one) for one in found)


def _decline(proposal: Proposal) -> bool:
    offer, client = proposal.offer, proposal.post.client
    try:
        if offer.version and offer.version.by_id == client.pk:
            offers.withdraw(offer, by=client)
        else:
            offers.decline(offer, by=client, reason=words_of(proposal.post))
    except (Refused, PermissionDenied) as error:  # it was answered meanwhile, or the client is suspended
        log.info("proposal %s was not declined: %s", proposal.pk, error)
        return False
    return True
