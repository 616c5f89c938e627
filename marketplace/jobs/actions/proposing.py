"""Proposing for a post: a letter, answers, and terms, which are an offer's."""

from dataclasses import dataclass, field

from django.db import transaction

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.errors import Refused
from marketplace.idempotency import keys
from marketplace.jobs.actions.parts import drafts
from marketplace.jobs.actions.parts.locking import on_post, record
from marketplace.jobs.limits import ANSWER, MOST_PROPOSALS
from marketplace.jobs.models import Post, Proposal, ProposalDraft
from marketplace.jobs.models.proposal import LETTER
from marketplace.offers import contracts, limits
from marketplace.offers.actions.parts import locking, publishing
from marketplace.offers.actions.parts.publishing import Sending
from marketplace.offers.models import Offer, Side
from marketplace.offers.terms import Terms
from marketplace.policies.limits import Problem
from marketplace.policies.models import OrderType, Origin
from marketplace.transitions import authorize, insist_in_trade

DAYS_TO_ANSWER = 30  # beyond the closing date
MOST_DAYS = 90
NO_LETTER = "Write why you are the one for it."


@dataclass(frozen=True)
class Bid:
    """What somebody proposes. `read` is the number of the version of the post that it was written for.

    `seen` is the mark of what it was written on (`drafts.mark_of`): the draft, and the offer where it is written anew;
    None: unsaid. `address` is the request's, in the network.
    """

    letter: str
    terms: Terms
    read: int
    answers: list[str] = field(default_factory=list)
    order_type: str = OrderType.MILESTONES
    signature: str = ""
    address: str = ""
    seen: str | None = None


class Outdated(Refused):
    """The post says something else than the version that the proposal was written for."""

    def __init__(self):
        super().__init__("The job post was changed while you wrote. Read what it says now, and send it once more.")


class Unfit(Refused):
    """The terms are not such as the rulebook takes; `problems` are all that stand against them."""

    def __init__(self, problems: list[Problem]):
        super().__init__(problems[0].message, field=problems[0].field)
        self.problems = problems


@transaction.atomic(durable=True)
def propose(post: Post, *, by, bid: Bid, once: str = "") -> Proposal:
    """Propose: the offer, its first version and the letter, all or nothing.

    How many somebody sent today is counted under the lock of their own row; both sides are locked before the post.
    Raises Unfit, Refused, Repeated for a form that was sent already.
    """
    User.objects.hold(by.pk, post.client_id)
    post = on_post(post, by)
    insist_in_trade(by)
    used = keys.use(once, by=by)
    authorize(post.propose, by)
    drafts.insist_on_seen(post, None, by, bid.seen)
    _insist_on_room(post, by)
    _insist_on_words(post, bid)
    offer = _offer(post, by, bid)
    offer.save(force_insert=True)
    authorize(offer.send, by)
    _send(offer, by, bid)
    proposal = Proposal.objects.create(
        post=post, freelancer=by, offer=offer, post_version=post.version, at=clock.now(), **_said(bid)
    )
    drafts.throw_away(post, by)
    record(post, "proposal.sent", by=by, about=proposal, price=offer.total, currency=offer.currency)
    if used:
        used.made = proposal.reference
        used.save(update_fields=["made"])
    return proposal


@transaction.atomic(durable=True)
def revise(proposal: Proposal, *, by, bid: Bid) -> Proposal:
    """Write a proposal anew while it is on the table: its letter, and, where the terms differ, the next version.

    Locks the offer and both sides before the post. Raises offers.Stale where the client answered since, or another tab
    saved: what they wrote is not replaced unread.
    """
    offer = locking.on_both(proposal.offer_id, by)
    proposal = Proposal.objects.select_related("post").get(pk=proposal.pk)
    authorize(proposal.edit, by)
    authorize(offer.counter, by)
    post = on_post(proposal.post_id, by)
    drafts.insist_on_seen(post, offer, by, bid.seen)
    _insist_on_words(post, bid)
    terms = bid.terms.under(offer.policy)
    if offer.version.by_id != by.pk or terms != offer.version.terms:
        _send(offer, by, bid)
    proposal.post_version = post.version
    for name, value in _said(bid).items():
        setattr(proposal, name, value)
    proposal.save(update_fields=["post_version", "letter", "answers"])
    drafts.throw_away(post, by)
    record(post, "proposal.revised", by=by, about=proposal)
    return proposal


@transaction.atomic(durable=True)
def save_draft(post: Post, *, by, bid: Bid) -> ProposalDraft:
    """Keep what somebody writes who proposes, or writes their proposal anew, before they send it.

    Raises offers.Stale where another tab saved since, or the client answered.
    """
    post, offer = _written_by(by, post)
    drafts.insist_on_seen(post, offer, by, bid.seen)
    answers = dict(zip(post.version.said.questions, bid.answers, strict=False))
    said = {
        "base": offer.number if offer else 0,
        "letter": bid.letter,
        "answers": answers,
        "order_type": bid.order_type,
        "terms": bid.terms.as_data(),
        "saved_at": clock.now(),
    }
    return ProposalDraft.objects.update_or_create(post=post, by=by, defaults=said)[0]


@transaction.atomic(durable=True)
def discard_draft(post: Post, *, by, seen: str | None = None) -> None:
    """Throw away what somebody kept of a proposal and has not sent; what was sent stays.

    Raises offers.Stale where another tab saved since, or the client answered.
    """
    post, offer = _written_by(by, post)
    drafts.insist_on_seen(post, offer, by, seen)
    drafts.throw_away(post, by)


def _written_by(by, post: Post) -> tuple[Post, Offer | None]:
    """The locked post, and the offer of this person's proposal for it, if they have sent one. Asks whether they may."""
    post = on_post(post, by)
    proposal = post.proposals.filter(freelancer=by).select_related("offer__version").first()
    offer = proposal.offer if proposal else None
    authorize(offer.counter if offer else post.propose, by)
    return post, offer


def _insist_on_room(post: Post, by) -> None:
    mine = Proposal.objects.filter(freelancer=by)
    if mine.filter(post=post).exists():
        raise Refused("You have proposed for this job already.")
    if mine.filter(at__gt=clock.now() - clock.days(1)).count() >= MOST_PROPOSALS:
        raise Refused(f"You can send {MOST_PROPOSALS} proposals a day. Try again tomorrow.")


def _insist_on_words(post: Post, bid: Bid) -> None:
    questions = post.version.said.questions
    if bid.read != post.number:
        raise Outdated
    if not bid.letter.strip():
        raise Refused(NO_LETTER, field="letter")
    if len(bid.letter) > LETTER or any(len(one) > ANSWER for one in bid.answers):
        raise Refused("This is longer than there is room for.", field="letter")
    if len(bid.answers) != len(questions) or not all(one.strip() for one in bid.answers):
        raise Refused("Answer all questions of the client.", field="answers")


def _said(bid: Bid) -> dict:
    return {"letter": bid.letter.strip(), "answers": [one.strip() for one in bid.answers]}


def _offer(post: Post, by, bid: Bid) -> Offer:
    """The offer that a proposal is, not saved. The client has some weeks beyond the closing date to answer."""
    days = (post.closes_at - clock.now()).days + DAYS_TO_ANSWER
    return Offer(
        author=by,
        freelancer=by,
        client=post.client,
        policy=post.policy,
        origin=Origin.JOB_POST,
        order_type=post.policy.order_type_of(bid.order_type),
        category=post.category,
        currency=post.currency,
        valid_days=min(days, MOST_DAYS),
        created_at=clock.now(),
    )


def _send(offer: Offer, by, bid: Bid) -> None:
    terms = bid.terms.under(offer.policy)
    if found := limits.problems(offer, terms, side=Side.FREELANCER):
        raise Unfit(found)
    template = contracts.template_for(offer, terms)
    sending = Sending(by, terms, signature=bid.signature.strip(), template=template, address=bid.address)
    publishing.send_as_freelancer(offer, sending)
    contracts.claim(offer, terms, by=by)
