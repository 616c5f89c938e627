"""How every verb on an offer begins, and the timer that all of them keep."""

from datetime import datetime

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.actors import CLOCK
from marketplace.deadlines.models import Deadline
from marketplace.errors import Refused
from marketplace.offers import invitations
from marketplace.offers.actions.parts import deposits, subscriptions
from marketplace.offers.actions.parts.recording import record
from marketplace.offers.models import Offer, Subscription, SubscriptionMonth
from marketplace.offers.models.states import OPEN
from marketplace.offers.timer_kinds import OFFER
from marketplace.transitions import authorize, insist_on_active

UNPAID = "It was not paid in time."


def on_offer(offer: Offer | int, by) -> Offer:
    """Lock an offer for a verb by this actor; one whose time is over expires first, though no sweep came by.

    Raises PermissionDenied for an account that is closed by now.
    """
    locked = Offer.objects.lock(offer if isinstance(offer, int) else offer.pk)
    insist_on_active(by)
    lapse(locked)
    return locked


def on_both(offer: Offer | int, by) -> Offer:
    """Lock an offer, and then its two sides, for what begins something new with them."""
    locked = on_offer(offer, by)
    User.objects.hold(locked.client_id, locked.freelancer_id)
    return locked


class Overtaken(Refused):
    """What was about to be locked changed at this very moment."""


def on_subscription(pk: int) -> tuple[Subscription, Offer | None]:
    """Lock a subscription with its two sides, and before them the month that is not paid yet, if there is one.

    Raises Overtaken where that month came or went meanwhile.
    """
    waiting = SubscriptionMonth.objects.filter(subscription=pk, offer__state__in=OPEN, number__gt=1)
    found = waiting.values_list("offer", flat=True).first()
    offer = Offer.objects.lock(found) if found else None
    seen = Subscription.objects.only("client", "freelancer").get(pk=pk)
    User.objects.hold(seen.client_id, seen.freelancer_id)
    subscription = Subscription.objects.lock(pk)
    if waiting.values_list("offer", flat=True).first() != found:
        raise Overtaken("The next month began, or was paid, at this very moment. Look again.")
    return subscription, offer


def lapse(offer: Offer) -> bool:
    """Expire a locked offer if nobody answered in time. Returns whether it did."""
    if not offer.is_late:
        return False
    due_at = offer.expires_at
    authorize(offer.expire, CLOCK)
    offer.expire(due_at)
    close(offer, "offer.expired", by=CLOCK, at=due_at, outcome="fired")
    return True


def close(offer: Offer, kind: str, *, by, at: datetime, outcome: str = "acted", **data) -> None:
    """Save an offer that has just ended without an order: its timer ends, its deposit goes back."""
    offer.save(update_fields=["state", "awaits", "agreed_by", "closed_at"])
    settle_timer(offer, outcome)
    if offer.renews:
        subscriptions.give_up(subscriptions.subscription_of(offer), UNPAID)
    invitations.call_off(offer)
    deposits.give_back(offer, at=at, by=by)
    record(offer, kind, by=by, at=at, **data)


def settle_timer(offer: Offer, outcome: str = "acted") -> None:
    Deadline.objects.live().filter(kind=OFFER, reference=offer.thread).update(settled_at=clock.now(), outcome=outcome)


def start_timer(offer: Offer) -> None:
    """The newest version has its own time; the one before has no more."""
    settle_timer(offer)
    Deadline.objects.create(kind=OFFER, due_at=offer.expires_at, reference=offer.thread)
