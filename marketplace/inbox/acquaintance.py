"""Who may write to whom first.

To somebody who sells: anybody. To somebody who does not, only who has to do with them already: a freelancer writes to
a client first where there is an offer or an order between the two, or whatever else an app registers here.
"""

from collections.abc import Callable

from django.db.models import Q

from marketplace.accounts.models import User
from marketplace.gigs.models import GigState
from marketplace.inbox.models import Conversation
from marketplace.inbox.models.conversation import by_may_write, other_may_answer, sides
from marketplace.jobs.models import Invitation
from marketplace.offers.models import Offer
from marketplace.registry import Registry
from milestones.models import Order

# Whether the first of two people has to do with the other already, so that they may write first.
ties: Registry[Callable[[User, User], bool]] = Registry("tie between two people")


def may_begin(writer: User, other: User) -> bool:
    """Whether the writer may begin a conversation with the other."""
    return not _suspended(writer, other) and (sells(other) or _is_tied(writer, other))


def _is_tied(writer: User, other: User) -> bool:
    return any(ties_of(writer, other) for ties_of in ties.values())


def why_not_begin(writer: User, other: User) -> str:
    """Why the writer may not begin a conversation with the other; empty where they may."""
    if suspended := _suspended(writer, other):
        return suspended
    if may_begin(writer, other):
        return ""
    why = f"{other} has nothing on offer, and you have no offer and no order together"
    return f"{why}: then {other.first_name} is the one who writes first."


def _suspended(writer: User, other: User) -> str:
    """What the suspension of one of the two has against it."""
    between = Conversation(**sides(writer, other))
    against = (one for one in (by_may_write, other_may_answer) if not one(between, writer))
    return next((one.refusal for one in against), "")


def may_write(reader: User, person: User) -> bool:
    """Whether one may begin a conversation with the other, or there is one already."""
    return may_begin(reader, person) or Conversation.objects.between(reader, person).exists()


def sells(person: User) -> bool:
    """Whether they have a gig on the market, or a profile that says what they do."""
    return bool(person.skills) or person.gigs.filter(state=GigState.PUBLISHED).exists()


@ties.register("offers")
def share_an_offer(writer: User, other: User) -> bool:
    return Offer.objects.of(writer).filter(Q(client=other) | Q(freelancer=other), sent_at__isnull=False).exists()


@ties.register("invitations")
def is_invited(writer: User, other: User) -> bool:
    """Somebody who was asked to propose for a job may ask about it first."""
    return Invitation.objects.filter(freelancer=writer, post__client=other).exists()


@ties.register("orders")
def share_an_order(writer: User, other: User) -> bool:
    both = Q(client=writer, freelancer=other) | Q(client=other, freelancer=writer)
    return Order.objects.filter(both).exists()
