"""What is kept of a proposal before it is sent, and whether somebody writes on what is kept."""

from marketplace.jobs.models import Post, ProposalDraft
from marketplace.offers import actions as offers
from marketplace.offers.models import Draft, Offer
from marketplace.offers.terms import Terms


def current(post: Post, offer: Offer | None, by) -> ProposalDraft | None:
    """What this person is writing, unless the offer has a newer version than it was written on."""
    return ProposalDraft.objects.filter(post=post, by=by, base=offer.number if offer else 0).first()


def terms_of(post: Post, offer: Offer | None, by) -> Terms | None:
    """The terms that are kept, in this draft or in that of the offer; else its newest version."""
    if draft := current(post, offer, by):
        return Terms.from_data(draft.terms)
    if offer is None or offer.version is None:
        return None
    of_offer = Draft.objects.filter(offer=offer, by=by, base=offer.number).first()
    return Terms.from_data(of_offer.terms) if of_offer else offer.version.terms


def mark_of(post: Post, offer: Offer | None, by) -> str:
    """Which version of the offer this person writes on, and when they last saved: changes with each of the two."""
    mark = offers.mark_of(offer, by) if offer else ""
    saved_at = ProposalDraft.objects.filter(post=post, by=by).values_list("saved_at", flat=True).first()
    return f"{mark}.{saved_at.timestamp():.6f}" if saved_at else mark


def insist_on_seen(post: Post, offer: Offer | None, by, seen: str | None) -> None:
    """Raise offers.Stale where another tab saved since this was opened, or the client answered. The post is locked."""
    if seen is not None and seen != mark_of(post, offer, by):
        raise offers.Stale(terms_of(post, offer, by))


def throw_away(post: Post, by) -> None:
    """It was sent, or its writer wants none of it."""
    ProposalDraft.objects.filter(post=post, by=by).delete()
