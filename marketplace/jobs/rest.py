"""What becomes of the proposals that nobody was hired by, when a post is closed: each is declined, in the words of its
client; or, when support removes it, saying so. One by one, each in a transaction of its own, so that no two offers are
ever locked at once.
"""

import logging
from collections import Counter
from enum import Enum

from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet

from marketplace.errors import Refused
from marketplace.jobs.models import ClosedWhy, Post, PostState, Proposal
from marketplace.jobs.standing import PAYING
from marketplace.offers import actions as offers
from marketplace.offers.models import OfferState

log = logging.getLogger(__name__)

AT_ONCE = 200
UNSAID = {
    ClosedWhy.HIRED: "I have hired somebody for this job. Thank you for your proposal.",
    ClosedWhy.ENOUGH: "I have enough proposals for this job. Thank you for yours.",
    ClosedWhy.GAVE_UP: "This work is not wanted any more. Thank you for your proposal.",
}
REMOVED = "Support has removed this job, so nobody is hired for it any more. Your proposal was declined with it."


def words_of(post) -> str:
    """What those are told who were not hired: what the client wrote, or else why the post was closed."""
    if post.state == PostState.REMOVED:
        return REMOVED
    return post.closing_words or UNSAID.get(post.closed_why or ClosedWhy.HIRED, "")


class Fate(Enum):
    """What becomes of a proposal when its post is closed."""

    DECLINED = "declined"  # in the words of the client
    WITHDRAWN = "withdrawn"  # the newest version is the client’s own: what they deposited with it goes back
    LEFT = "left"  # it is being paid just now: once that has failed, it is one of the others


def fate_of(state: str, *, is_clients_own: bool) -> Fate | None:
    """By the state of its offer, and by whose version is the newest. None: it has ended already."""
    if state in PAYING:
        return Fate.LEFT
    if state != OfferState.SENT:
        return None
    return Fate.WITHDRAWN if is_clients_own else Fate.DECLINED


def fates_of(post: Post) -> Counter[Fate]:
    """How many proposals of a post would be declined, withdrawn or left, if it was closed now; in one query."""
    found: Counter[Fate] = Counter()
    rows = post.proposals.order_by().values_list("offer__state", "offer__version__by")
    for state, by, number in rows.annotate(Count("pk")):
        if fate := fate_of(state, is_clients_own=by == post.client_id):
            found[fate] += number
    return found


def decline(post: int | None = None) -> int:
    """Decline what is on the table for posts that were closed or removed, or for this one. Returns how many ended.

    Each is read anew: a post may have been opened again meanwhile. One that fails is logged, and the others go on.
    """
    waiting = _waiting()
    if post:
        waiting = waiting.filter(post=post)
    ended = 0
    for key in list(waiting.order_by("pk").values_list("pk", flat=True)):
        ended += _ended(key)
        if ended == AT_ONCE:  # the rest is for the next time
            break
    return ended


def _waiting() -> QuerySet[Proposal]:
    """Of a client whose account is closed nothing is declined: it waits, and runs out by itself."""
    over = Q(post__state=PostState.CLOSED, post__closed_why__in=UNSAID) | Q(post__state=PostState.REMOVED)
    return Proposal.objects.filter(over, offer__state=OfferState.SENT, post__client__is_active=True)


def _ended(key: int) -> bool:
    try:
        proposal = _waiting().select_related("post__client", "offer__version").filter(pk=key).first()
        return proposal is not None and _end(proposal)
    except (Refused, PermissionDenied) as error:  # it was answered meanwhile, or the client is suspended
        log.info("proposal %s was not declined: %s", key, error)
    except SoftTimeLimitExceeded:  # the rest is for the next time
        raise
    except Exception:
        log.exception("proposal %s could not be declined", key)
    return False


def _end(proposal: Proposal) -> bool:
    offer, client = proposal.offer, proposal.post.client
    match fate_of(offer.state, is_clients_own=offer.version.by_id == client.pk):
        case Fate.WITHDRAWN:
            offers.withdraw(offer, by=client)
        case Fate.DECLINED:
            offers.decline(offer, by=client, reason=words_of(proposal.post))
        case _:
            return False
    return True
