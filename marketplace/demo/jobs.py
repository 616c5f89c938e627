"""The jobs that the demo's people post, and what is proposed for them: every state that a proposal can be in."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.actors import Support
from marketplace.demo.actors import pay
from marketplace.demo.cast import SUPPORT
from marketplace.demo.job_listings import BRAM, ELIF, GRACE, JOBS, MATEO, REMOVED_BECAUSE, SAMUEL, Job, Step
from marketplace.jobs import actions, rest
from marketplace.jobs.actions import Bid
from marketplace.jobs.models import Post, Proposal
from marketplace.jobs.terms import PostTerms
from marketplace.offers import actions as offering
from marketplace.offers.terms import Terms
from marketplace.policies.models import Policy, TimeGiven
from marketplace.policies.plan import MilestoneTerms

if TYPE_CHECKING:
    from marketplace.demo.timeline import Stage


class Market:
    """Who does what with which job; `now` is when the demo ends."""

    def __init__(self, stage: "Stage"):
        self.stage, self.cast = stage, stage.cast
        self.posts: dict[str, Post] = {}

    def open(self, job: Job) -> None:
        client = self.cast[job.client]
        post = actions.begin(by=client)
        actions.save(post, by=client, terms=self.terms(job))
        self.posts[job.key] = actions.publish(post, by=client)

    def terms(self, job: Job) -> PostTerms:
        return PostTerms(
            title=job.title,
            category=self.stage.categories[job.category].pk,
            policy=self.stage.policies[job.policy].pk,
            text=job.text,
            skills=list(job.skills),
            budget_min=(job.budget[0] or job.budget[1]) * 100,
            budget_max=job.budget[1] * 100,
            questions=list(job.questions),
            plan=[MilestoneTerms(name, price * 100, days=days) for name, days, price in job.plan],
            visibility=job.visibility,
            hires_wanted=job.wanted,
            days=job.days,
        )

    def propose(self, key: str, who: str, letter: str, *steps: Step, answers: tuple[str, ...] = ()) -> None:
        post = Post.objects.select_related("version").get(pk=self.posts[key].pk)
        plan = [planned(post.policy, step, at) for at, step in enumerate(steps, start=1)]
        terms = Terms(title=post.title, scope=post.text, milestones=plan)
        bid = Bid(letter=letter, terms=terms, read=post.number, answers=list(answers))
        actions.propose(post, by=self.cast[who], bid=bid)

    def of(self, key: str, who: str) -> Proposal:
        found = Proposal.objects.select_related("post__client", "offer__version")
        return found.get(post=self.posts[key], freelancer=self.cast[who])

    def look_through(self, key: str) -> None:
        """The client reads all that came so far."""
        post = self.posts[key]
        actions.look_through(post, by=post.client, shown=post.proposals.all())

    def source(self, client: User):
        return client.payment_sources.get(last4="4242", removed_at=None)

    def hire(self, key: str, who: str) -> None:
        """The client accepts what was proposed, as it is."""
        proposal = self.of(key, who)
        client = proposal.post.client
        offering.accept(proposal.offer, by=client, version=proposal.offer.number, source=self.source(client))
        pay()
        rest.decline(proposal.post_id)

    def offer_back(self, key: str, who: str, *steps: Step) -> None:
        """The client answers with a plan of their own, and deposits what the rulebook asks for."""
        proposal = self.of(key, who)
        offer, client = proposal.offer, proposal.post.client
        plan = [planned(offer.policy, step, at) for at, step in enumerate(steps, start=1)]
        offering.save_draft(offer, by=client, terms=replace(offer.version.terms, milestones=plan))
        offering.counter(offer, by=client, source=self.source(client), message="One step more, and a week less.")
        pay()


def planned(policy: Policy, step: Step, at: int) -> MilestoneTerms:
    """A step as the rulebook has it: with days, or with a due day."""
    name, days, price = step
    dated = policy.time_given != TimeGiven.DAYS
    due_on = (clock.now() + clock.days(days + 7 * at)).date() if dated else None
    return MilestoneTerms(name, price * 100, deliverables=["Files"], days=None if dated else days, due_on=due_on)


Act = tuple[float, Callable[[Market], object]]  # how many days ago, and what


def moments(stage: "Stage") -> Iterator[datetime]:
    """What happens to jobs, at the moments that are yielded."""
    market = Market(stage)
    acts: list[Act] = [(job.ago, partial(Market.open, job=job)) for job in JOBS]
    for ago, act in sorted([*acts, *WHAT_HAPPENS], key=lambda one: -one[0]):
        yield stage.now - timedelta(days=ago)
        act(market)


def _remove(market: Market) -> None:
    actions.remove(market.posts["reviews"], by=Support(market.cast[SUPPORT], REMOVED_BECAUSE))


def _decline(market: Market) -> None:
    why = "Thank you; it is more than we can spend this year."
    offering.decline(market.of("colours", "elif").offer, by=market.cast["ada"], reason=why)


def _withdraw(market: Market) -> None:
    offering.withdraw(market.of("colours", "samuel").offer, by=market.cast["samuel"])


def _close(market: Market) -> None:
    ada = market.cast["ada"]
    actions.close(market.posts["newsletter"], by=ada, why="enough", words="A friend of ours does it. Thank you!")
    rest.decline(market.posts["newsletter"].pk)


def _invite(market: Market) -> None:
    post, ines = market.posts["interviews"], market.cast["ines"]
    actions.invite(post, by=ines, to=market.cast["priya"], message="You were recommended by somebody at Maya’s.")
    said = "Your texts listen to people. Could you do that with eight hours of them?"
    actions.invite(post, by=ines, to=market.cast["samuel"], message=said)


def _invitation_declined(market: Market) -> None:
    invitation = market.posts["interviews"].invitations.get(freelancer=market.cast["priya"])
    actions.decline_invitation(invitation, by=market.cast["priya"], reason="I only do contracts. It sounds lovely.")


def _revise(market: Market) -> None:
    post = Post.objects.select_related("version").get(pk=market.posts["course"].pk)
    text = f"{post.text} New: the sketches are attached to the course, and five are in colour."
    actions.save(post, by=post.client, terms=replace(post.version.said, text=text))
    actions.publish(post, by=post.client)


def _draft(market: Market) -> None:
    post = actions.begin(by=market.cast["ada"])
    said = PostTerms(title="Stands for the autumn fair", policy=market.stage.policies["fair"].pk, text="Six tables.")
    actions.save(post, by=market.cast["ada"], terms=said)


WHAT_HAPPENS: list[Act] = [
    # Compared side by side: two on the shortlist, a new one, one declined, one withdrawn
    (
        8,
        lambda m: m.propose(
            "colours",
            "bram",
            BRAM,
            ("Colour index of all 3,100 prints", 7, 600),
            ("Search page", 8, 1000),
            ("Search by a picture", 5, 440),
            ("Tests and hand-over", 4, 600),
            answers=("Lab, because it is made for eyes.",),
        ),
    ),
    (
        7,
        lambda m: m.propose(
            "colours",
            "grace",
            GRACE,
            ("Colours indexed on staging", 6, 900),
            ("Search page", 8, 1200),
            ("Tests with a keyboard and a reader", 4, 800),
            answers=("Oklab: its distances are even.",),
        ),
    ),
    (6.5, lambda m: m.propose("colours", "elif", ELIF, ("All of it", 30, 3400), answers=("RGB is enough.",))),
    (
        6,
        lambda m: m.propose(
            "colours",
            "samuel",
            SAMUEL,
            ("Texts for the search page", 5, 500),
            ("A page for each colour", 10, 1750),
            answers=("I would ask somebody who knows.",),
        ),
    ),
    (5, lambda m: actions.shortlist(m.of("colours", "bram"), by=m.cast["ada"])),
    (4.9, lambda m: actions.shortlist(m.of("colours", "grace"), by=m.cast["ada"])),
    (
        4.8,
        lambda m: actions.note(m.of("colours", "grace"), by=m.cast["ada"], text="Wrote our payments. Ask her first."),
    ),
    (4.7, _decline),
    (4, _withdraw),
    (3.9, lambda m: m.look_through("colours")),
    (
        0.2,
        lambda m: m.propose(
            "colours",
            "mateo",
            MATEO,
            ("Index", 10, 700),
            ("Page", 10, 850),
            ("Documentation", 5, 400),
            answers=("I had to look it up: Lab.",),
        ),
    ),
    # Hired, and the others told
    (18, lambda m: m.propose("glazes", "tomasz", "I would film each glaze being poured.", ("Film and page", 20, 1500))),
    (
        17,
        lambda m: m.propose(
            "glazes",
            "lucia",
            "One page first, then thirteen that follow it.",
            ("One page", 6, 500),
            ("Thirteen more", 12, 1000),
        ),
    ),
    (15, lambda m: m.hire("glazes", "lucia")),
    # Negotiated, written for an older version, and answered by an offer with its deposit
    (
        14,
        lambda m: m.propose(
            "course", "nia", "Lines first: I draw for printers.", ("First five", 5, 320), ("The other fifteen", 12, 830)
        ),
    ),
    (13, lambda m: m.propose("course", "lucia", "I can begin on Monday.", ("All twenty", 15, 1200))),
    (11, _revise),
    (
        3,
        lambda m: m.offer_back(
            "course", "nia", ("First five", 5, 320), ("Ten more", 6, 500), ("The last five", 4, 300)
        ),
    ),
    (2.5, lambda m: actions.archive(m.of("course", "lucia"), by=m.cast["noor"])),
    # One of two is hired
    (10, lambda m: m.propose("fjall", "nia", "I photograph what is used.", ("Ten photographs", 10, 900))),
    (9.5, lambda m: m.propose("fjall", "samuel", "Forty lines, four long texts.", ("Texts", 8, 800))),
    (7.5, lambda m: m.hire("fjall", "samuel")),
    # By invitation
    (5.5, _invite),
    (5.2, _invitation_declined),
    (
        3.5,
        lambda m: m.propose(
            "interviews",
            "samuel",
            "I listen twice before I write once.",
            ("Eight interviews", 6, 850),
            answers=("On a disk without a network.",),
        ),
    ),
    # Closed, lapsed (and what was proposed expired), removed, and not opened yet
    (24, lambda m: m.propose("newsletter", "samuel", "A template with two pictures.", ("Template and guide", 9, 650))),
    (21, _close),
    (51, lambda m: m.propose("kiln", "jonas", "I would look at the evenings first.", ("Report", 10, 400))),
    (4.5, _remove),
    (1, _draft),
]
