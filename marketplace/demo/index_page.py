"""What the demo's front page shows: who to be, and what to try with each order and offer."""

from dataclasses import dataclass, field

from marketplace.accounts.models import User
from marketplace.demo.cast import BY_KEY, CAST, Person
from marketplace.demo.stories import *  # noqa: F401, F403 - they register themselves
from marketplace.demo.timeline import Story, stories
from marketplace.offers.models import Offer
from marketplace.policies.models import Policy
from milestones.models import Order
from milestones.queries.order_snapshots import with_plans
from milestones.wording.ended import standing

NEGOTIATIONS = "marketplace.demo.stories.negotiations"


@dataclass(frozen=True)
class Stop:
    """One thing to look at: an order or offer, and what to try with it as whom."""

    story: Story
    offer: Offer
    is_order: bool

    @property
    def person(self) -> Person:
        return BY_KEY[self.story.be]

    @property
    def first_name(self) -> str:
        return self.person.name.split()[0]

    @property
    def standing(self) -> str:
        """The word on its badge."""
        return standing(self.offer.order) if self.is_order else self.offer.get_state_display()

    @property
    def subject(self) -> Order | Offer:
        return self.offer.order if self.is_order else self.offer


@dataclass
class Chapter:
    """The stops under one rulebook, or those about offers (without a policy)."""

    policy: Policy | None
    stops: list[Stop] = field(default_factory=list)


def cast() -> list[tuple[Person, User | None]]:
    """The people of the demo, as far as they were loaded."""
    users = {user.email: user for user in User.objects.filter(email__in=[one.email for one in CAST])}
    return [(one, users.get(one.email)) for one in CAST]


def chapters() -> list[Chapter]:
    """All stops, under the rulebooks that they are about (the withdrawn ones last), and those about negotiating."""
    offers = _offers()
    policies = {policy.key: Chapter(policy) for policy in Policy.objects.offered()}
    talks = Chapter(None)
    for story in stories.values():
        offer = offers.get(story.title)
        if offer:
            is_talk = story.play.__module__ == NEGOTIATIONS
            chapter = talks if is_talk else policies.setdefault(story.policy, Chapter(offer.policy))
            chapter.stops.append(Stop(story, offer, is_order=offer.order_id is not None))
    return [one for one in (*policies.values(), talks) if one.stops]


def _offers() -> dict[str, Offer]:
    """The stories' offers by title: the first of its title, because visitors write offers too."""
    found = Offer.objects.filter(title__in=list(stories), author__email__in=_emails())
    offers = list(found.select_related("order", "policy").order_by("-pk"))
    with_plans([offer.order for offer in offers if offer.order])
    return {offer.title: offer for offer in offers}


def _emails() -> list[str]:
    return [one.email for one in CAST]
