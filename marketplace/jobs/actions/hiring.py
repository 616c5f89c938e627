"""What it means to a post that an offer for it was accepted, whoever pressed; and what the others are told then."""

from dataclasses import replace

from django.db import transaction

from marketplace import clock
from marketplace.errors import Refused
from marketplace.jobs.actions.parts import versions
from marketplace.jobs.actions.parts.locking import ENDED, on_post, record, settle_timers
from marketplace.jobs.actions.publishing import LONGEST_WORDS
from marketplace.jobs.models import Post, Proposal
from marketplace.jobs.models.post import is_not_removed, still_hires, wants_more
from marketplace.jobs.tasks import decline_rest
from marketplace.offers import following
from marketplace.policies.models import Origin
from marketplace.transitions import authorize, insist
from milestones.models import Order


@following.follows.register(Origin.JOB_POST)
class Hiring(following.Follower):
    """Of the offer that is a proposal: the post is locked after the offer, and counts its hires under that lock."""

    _proposal: Proposal | None = None

    def against(self) -> str:
        """Why nobody can be hired by it: never more people than were wanted, however many say yes at once."""
        if (post := self._lock()) is None:
            return ""
        try:
            insist(post, is_not_removed, still_hires, wants_more)
        except Refused as refused:
            return refused.message
        return ""

    def follow(self, order: Order) -> None:
        """Count the hire; a post that is full by it closes, and the others are told afterwards."""
        if (post := self._lock()) is None:
            return
        post.hires += 1
        post.save(update_fields=["hires"])
        record(post, "post.hired", by=self.offer.agreed_by, about=self._proposal, order=order.pk)
        if post.hires < post.hires_wanted:
            return
        post.fill(clock.now())
        post.save(update_fields=ENDED)
        settle_timers(post)
        decline_rest.delay_on_commit(post.pk)

    def _lock(self) -> Post | None:
        self._proposal = Proposal.objects.filter(offer=self.offer).first()
        return Post.objects.lock(self._proposal.post_id) if self._proposal else None


@transaction.atomic(durable=True)
def word(post: Post, *, by, words: str) -> Post:
    """Say what those are told who are not hired, for when the post closes because everybody is found."""
    post = on_post(post, by)
    authorize(post.word, by)
    if len(words) > LONGEST_WORDS:
        raise Refused("This is longer than there is room for: one sentence is enough.", field="words")
    post.closing_words = words.strip()
    post.save(update_fields=["closing_words"])
    return post


@transaction.atomic(durable=True)
def take_terms(post: Post, *, by, proposal: Proposal) -> Post:
    """Take what was negotiated back into the post, as a draft that its client reads before others do.

    Its amounts are in the currency of the offer, and so is the draft.
    """
    post = on_post(post, by)
    authorize(post.take_terms, by)
    offer = Proposal.objects.select_related("offer__version").get(pk=proposal.pk, post=post).offer
    terms = offer.version.terms
    said = replace(versions.current(post), currency=offer.currency, plan=terms.milestones)
    kept = replace(said, budget_min=terms.total, budget_max=terms.total)
    versions.keep(post, kept)
    return post
