"""Where a proposal stands: read from its offer and the client's marks, told once for lists, pages and the desk."""

from dataclasses import dataclass

from django.db import models

from marketplace.choices import WordedChoices
from marketplace.jobs.models import Proposal
from marketplace.offers.models import OfferState


class Standing(WordedChoices):
    """As its client sees it; the freelancer is not told of marks (`seen_by_freelancer`)."""

    NEW = "new", "new", "New"
    SENT = "sent", "to be answered", "Sent"
    SHORTLISTED = "shortlisted", "on the shortlist", "Shortlisted"
    ARCHIVED = "archived", "put aside", "Put aside"
    NEGOTIATED = "negotiated", "being negotiated", "In negotiation"
    OFFERED = "offered", "answered by an offer", "Offer made"
    PAYING = "paying", "being paid", "Being paid"
    HIRED = "hired", "hired", "Hired"
    DECLINED = "declined", "declined", "Declined"
    WITHDRAWN = "withdrawn", "withdrawn", "Withdrawn"
    EXPIRED = "expired", "expired", "Expired"


ENDED = {
    OfferState.ACCEPTED: Standing.HIRED,
    OfferState.DECLINED: Standing.DECLINED,
    OfferState.WITHDRAWN: Standing.WITHDRAWN,
    OfferState.EXPIRED: Standing.EXPIRED,
}
PAYING = (OfferState.FUNDING, OfferState.ACCEPTING)


def standing_of(proposal: Proposal, *, for_client: bool = True) -> Standing:
    """Of a proposal whose offer and newest version are at hand."""
    offer = proposal.offer
    if offer.state in ENDED:
        return ENDED[offer.state]
    if offer.state in PAYING:
        return Standing.PAYING
    if offer.version and offer.version.by_id != proposal.freelancer_id:
        return Standing.OFFERED
    if for_client and proposal.archived_at:
        return Standing.ARCHIVED
    if for_client and proposal.shortlisted_at:
        return Standing.SHORTLISTED
    if offer.version and offer.version.number > 1:
        return Standing.NEGOTIATED
    return Standing.NEW if for_client and proposal.seen_at is None else Standing.SENT


@dataclass(frozen=True)
class Numbers:
    """How many proposals a post has, and how many of them may still be answered."""

    all: int = 0
    live: int = 0


def numbers_of(posts) -> dict[int, Numbers]:
    """For each of these posts, in one query."""
    open_ = models.Q(offer__state__in=[OfferState.SENT, *PAYING])
    rows = (
        Proposal.objects.filter(post__in=posts)
        .order_by()
        .values("post")
        .annotate(every=models.Count("pk"), live=models.Count("pk", filter=open_))
    )
    found = {row["post"]: Numbers(row["every"], row["live"]) for row in rows}
    return {pk: found.get(pk, Numbers()) for pk in posts}
