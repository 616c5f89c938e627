"""What messages can be about: the sorts of things, as their apps register them, and those that two people share.

topics.register("order")(Topic("Order", "package", orders_between))
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import Model, Q, QuerySet

from marketplace.accounts.models import User
from marketplace.gigs.models import Gig
from marketplace.jobs.models import Post
from marketplace.offers.models import Offer
from marketplace.registry import Registry
from marketplace.subjects import fetch, parse
from milestones.models import Order

MOST = 20  # of each sort, in the choice of what a message is about


@dataclass(frozen=True)
class Topic:
    """One sort of things: what one is called, its icon, and which of them a message of the first person to the other
    may be about. Each has a `title` and an address.
    """

    label: str
    icon: str
    between: Callable[[User, User], QuerySet]


topics: Registry[Topic] = Registry("topic of messages")


def gigs_between(writer: User, other: User) -> QuerySet:
    """What one of the two sells."""
    return Gig.objects.published().filter(owner__in=[writer, other])


def offers_between(writer: User, other: User) -> QuerySet:
    """Those that the writer sees, and that are no order yet."""
    return Offer.objects.of(writer).filter(Q(client=other) | Q(freelancer=other), order=None, sent_at__isnull=False)


def posts_between(writer: User, other: User) -> QuerySet:
    """Jobs of one of the two that the writer sees."""
    return Post.objects.visible_to(writer).filter(client__in=[writer, other], version__isnull=False)


def orders_between(writer: User, other: User) -> QuerySet:
    return Order.objects.filter(Q(client=writer, freelancer=other) | Q(client=other, freelancer=writer))


topics.register("order")(Topic("Order", "package", orders_between))
topics.register("offer")(Topic("Offer", "handshake", offers_between))
topics.register("post")(Topic("Job", "briefcase", posts_between))
topics.register("gig")(Topic("Gig", "layers", gigs_between))


def is_shared(reference: str, writer: User, other: User) -> bool:
    """Whether a message of the writer to the other may be about this."""
    named = parse(reference)
    if named is None or named[0] not in topics:
        return False
    return topics[named[0]].between(writer, other).filter(pk=named[1]).exists()


def choices(writer: User, other: User, known: Mapping[str, list] = MappingProxyType({})) -> list[tuple[str, str]]:
    """What the writer can choose from, newest first: (reference, words). `known` are read already, by their noun."""
    return [
        (f"{noun}:{thing.pk}", f"{topic.label}: {thing.title}")
        for noun, topic in topics.items()
        for thing in (known[noun][:MOST] if noun in known else _newest(topic, writer, other))
    ]


def _newest(topic: Topic, writer: User, other: User) -> QuerySet:
    return topic.between(writer, other).order_by("-pk").only("title")[:MOST]


@dataclass(frozen=True)
class About:
    """What a message is about, as a page says it."""

    reference: str
    label: str
    icon: str
    thing: Model

    @property
    def words(self) -> str:
        return f"{self.label}: {self.thing.title}"  # type: ignore[attr-defined]


def named(references: Iterable[str]) -> dict[str, About]:
    """What these references name, with one query for each sort of things."""
    wanted = {one for one in references if (named := parse(one)) and named[0] in topics}
    found = fetch(wanted)
    return {one: _about(one, thing) for one, thing in found.items()}


def _about(reference: str, thing: Model) -> About:
    topic = topics[reference.partition(":")[0]]
    return About(reference, topic.label, topic.icon, thing)
