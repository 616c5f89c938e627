"""Job posts and proposals for tests, made by the real actions."""

from dataclasses import replace

from escrow import payments
from marketplace.gigs.models import Category
from marketplace.jobs import actions
from marketplace.jobs.actions import Bid
from marketplace.jobs.limits import post_policies
from marketplace.jobs.models import Post, Proposal
from marketplace.jobs.terms import PostTerms
from marketplace.offers import actions as offers
from marketplace.offers.models import Offer
from marketplace.offers.terms import Terms
from marketplace.policies.plan import MilestoneTerms
from tests import workshop

TEXT = (
    "Our shop has 3,100 prints. Visitors ask for something in that blue. I would like a search by colour: pick one or "
    "two colours, see the prints that are closest."
)
LETTER = "I looked at twenty of your prints, and would begin by measuring their colours."
QUESTIONS = ["Have you worked with PostgreSQL?"]


def terms(key: str = "fair", **change) -> PostTerms:
    """What a post says that can be opened."""
    said = PostTerms(
        title="Find prints by colour",
        category=Category.objects.get(slug="website-design").pk,
        policy=post_policies().get(key=key).pk,
        text=TEXT,
        skills=["Django", "PostgreSQL"],
        budget_min=200_000,
        budget_max=280_000,
        questions=QUESTIONS,
        plan=[MilestoneTerms("Colour index", 80_000, days=10), MilestoneTerms("Search page", 100_000, days=8)],
    )
    return replace(said, **change)


def draft(client, said: PostTerms | None = None) -> Post:
    """A post of this client that says this, and that nobody has seen."""
    post = actions.begin(by=client)
    actions.save(post, by=client, terms=said or terms())
    return again(post)


def opened(client, said: PostTerms | None = None, **change) -> Post:
    return again(actions.publish(draft(client, said or terms(**change)), by=client))


def revised(post: Post, **change) -> Post:
    """The next version of a post that is open."""
    actions.save(post, by=post.client, terms=replace(again(post).version.said, **change))
    return again(actions.publish(post, by=post.client))


def bid(post: Post, *amounts: int, **change) -> Bid:
    """A proposal of steps with these amounts (whole dollars) that the rulebook of the post takes."""
    plan = workshop.plan(post.policy, amounts or (1000, 1500))
    said = Bid(
        letter=LETTER,
        terms=Terms(title=post.title, scope="All of it.", milestones=plan),
        read=post.number,
        answers=["Every day."] * len(post.version.said.questions),
    )
    return replace(said, **change)


def proposed(post: Post, by, *amounts: int, **change) -> Proposal:
    post = again(post)
    return anew(actions.propose(post, by=by, bid=bid(post, *amounts, **change)))


def offer_back(proposal: Proposal, source=None, *amounts: int) -> Offer:
    """The client answers with a version of their own."""
    offer = proposal.offer
    plan = workshop.plan(offer.policy, amounts or (1000, 1000))
    written = replace(offer.version.terms, milestones=plan)
    offers.save_draft(offer, by=offer.client, terms=written)
    offers.counter(offer, by=offer.client, source=source)
    settle(offer)
    return anew(proposal).offer


def accept(proposal: Proposal, by, source=None) -> None:
    """Say yes to the newest version, and have the gateway answer."""
    offer = anew(proposal).offer
    offers.accept(offer, by=by, version=offer.number, source=source)
    settle(offer)


def settle(offer: Offer) -> None:
    """Ask the gateway about every payment of the offer, as the worker does."""
    for payment in payments.Payment.objects.live().filter(thread=offer.thread).order_by("pk"):
        payments.attempt(payment)


def again(post: Post) -> Post:
    """The post as the database has it now."""
    return Post.objects.select_related("client", "version", "category").get(pk=post.pk)


def anew(proposal: Proposal) -> Proposal:
    """The proposal as the database has it now."""
    related = ["post__client", "post__version", "freelancer", "offer__version", "offer__client", "offer__freelancer"]
    return Proposal.objects.select_related(*related).get(pk=proposal.pk)
