"""What becomes of a subscription: it begins with an order, goes on with each further one, and ends.

Steps that several verbs share: none of them locks an offer, authorizes or is a verb. Offers are locked before the
subscription that they belong to, and new ones are nobody else’s yet.
"""

from datetime import datetime

from marketplace import clock
from marketplace.actors import CLOCK
from marketplace.deadlines.models import Deadline
from marketplace.events.models import Event
from marketplace.offers.models import Offer, Subscription, SubscriptionMonth
from marketplace.offers.timer_kinds import RENEW
from milestones.models import Order

DAYS_TO_TRY = 3  # that a month is tried to begin, before the subscription ends


def placed(offer: Offer, order: Order, at: datetime) -> None:
    """An order came of the offer: the first or another month of a subscription, or neither."""
    if offer.is_subscription:
        _begin(offer, at)
    elif offer.renews:
        _go_on(subscription_of(offer), order, at)


def subscription_of(offer: Offer) -> Subscription:
    """The subscription that this offer is a later month of, locked."""
    return Subscription.objects.lock(offer.month.subscription_id)


def _begin(offer: Offer, at: datetime) -> None:
    terms = offer.version.terms
    subscription = Subscription.objects.create(
        offer=offer,
        client=offer.client,
        freelancer=offer.freelancer,
        title=terms.title,
        currency=offer.currency,
        price=terms.total,
        discount=terms.discount,
        months=terms.months,
        began_at=at,
        next_at=clock.months_later(at, 1),
    )
    SubscriptionMonth.objects.create(subscription=subscription, number=1, offer=offer)
    start_timer(subscription, subscription.next_at)
    record(subscription, "subscription.begun", by=offer.agreed_by, months=subscription.months)


def _go_on(subscription: Subscription, order: Order, at: datetime) -> None:
    subscription.made += 1
    subscription.trying_since = None
    number = subscription.made
    if number == subscription.months:
        subscription.complete(at)
        settle_timer(subscription, "fired")
    else:
        subscription.next_at = subscription.starts_at(number + 1)
        start_timer(subscription, subscription.next_at)
    _save(subscription, "made")
    paid = {"price": subscription.price_of(number), "currency": subscription.currency}
    record(subscription, "subscription.renewed", by=CLOCK, number=number, order=order.pk, **paid)


def keep_trying(subscription: Subscription, why: str) -> None:
    """The month could not begin: it is tried again each day, for some days."""
    now = clock.now()
    if subscription.trying_since is None:
        subscription.trying_since = now
        record(subscription, "subscription.delayed", by=CLOCK, number=subscription.made + 1, why=why)
    until = subscription.trying_since + clock.days(DAYS_TO_TRY)
    if now >= until:
        give_up(subscription, why)
        return
    subscription.save(update_fields=["trying_since"])
    start_timer(subscription, min(now + clock.days(1), until))


def give_up(subscription: Subscription, why: str) -> None:
    """The month could not begin in all these days: no further one does."""
    if not subscription.is_active:
        return
    number = subscription.made + 1
    subscription.lapse(why, clock.now())
    settle_timer(subscription, "fired")
    _save(subscription)
    record(subscription, "subscription.lapsed", by=CLOCK, number=number, why=why)


def end(subscription: Subscription, by, reason: str) -> None:
    """Save one that has just been cancelled, by a side or by support."""
    settle_timer(subscription)
    _save(subscription)
    record(subscription, "subscription.cancelled", by=by, reason=reason)


def _save(subscription: Subscription, *names: str) -> None:
    ends = ["state", "next_at", "trying_since", "ended_at", "ended_why", "ended_by"]
    subscription.save(update_fields=[*names, *ends])


def settle_timer(subscription: Subscription, outcome: str = "acted") -> None:
    live = Deadline.objects.live().filter(kind=RENEW, reference=subscription.thread)
    live.update(settled_at=clock.now(), outcome=outcome)


def start_timer(subscription: Subscription, due_at: datetime) -> None:
    """When it is tried next; the timer before has fired."""
    settle_timer(subscription, "fired")
    Deadline.objects.create(kind=RENEW, due_at=due_at, reference=subscription.thread)


def record(subscription: Subscription, kind: str, *, by, **data) -> None:
    """One event of the subscription’s history."""
    thread = subscription.thread
    Event.record(kind, thread=thread, about=thread, by=by, **data)
