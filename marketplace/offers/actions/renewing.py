"""The months of a subscription after the first: each begins by itself, when it is paid."""

from django.db import transaction
from django.urls import reverse

from escrow import sources
from escrow.models import PaymentSource
from marketplace import clock, subjects
from marketplace.accounts.models import User
from marketplace.actors import CLOCK
from marketplace.deadlines import sweep
from marketplace.deadlines.models import Deadline
from marketplace.errors import Refused
from marketplace.offers.actions.ending import IN_FLIGHT_WAIT, SAY_WHY
from marketplace.offers.actions.parts import locking, paying, place_order, publishing, subscriptions
from marketplace.offers.models import Offer, OfferState, Subscription, SubscriptionMonth
from marketplace.offers.timer_kinds import RENEW
from marketplace.policies.models import OrderType
from marketplace.transitions import authorize, insist_on_active


@sweep.fires.register(RENEW)
def renew(deadline: Deadline) -> None:
    """Begin the next month: its offer, with what was agreed, is paid from the client’s default source of now.

    What can’t be paid or agreed on at the moment is tried again each day, and ends the subscription after three. A
    charge that is under way is waited for.
    """
    try:
        _renew(deadline)
    except locking.Overtaken:
        pass  # somebody pays or cancels at this very moment: the next sweep looks again


@transaction.atomic(durable=True)
def _renew(deadline: Deadline) -> None:
    subscription, offer = locking.on_subscription(subjects.key_of(deadline.reference))
    if not (subscription.is_active and Deadline.objects.live().filter(pk=deadline.pk).exists()):
        return
    if offer is None or offer.state == OfferState.SENT:
        offer, why = _begin(subscription, offer)
        if why:
            _not_now(subscription, offer, why)
    if offer and offer.state == OfferState.ACCEPTING:
        subscriptions.start_timer(subscription, clock.now() + IN_FLIGHT_WAIT)


def _begin(subscription: Subscription, offer: Offer | None) -> tuple[Offer | None, str]:
    """Pay the month, or begin to charge it. Returns its offer, if there is one by now, and why neither can be done."""
    if why := _against(subscription):
        return offer, why
    offer = offer or _draw(subscription)
    return offer, _pay(offer)


def _against(subscription: Subscription) -> str:
    """Why nothing can be agreed on between the two at the moment; they are held."""
    people = User.objects.in_bulk([subscription.client_id, subscription.freelancer_id])
    for person in people.values():
        if not person.is_in_trade:
            return f"The account of {person} is {person.standing_words}."
    return ""


def _not_now(subscription: Subscription, offer: Offer | None, why: str) -> None:
    """Tried in vain; after the last try nothing of it stays on the table."""
    if offer and locking.lapse(offer):
        return
    subscriptions.keep_trying(subscription, why)
    if offer and not subscription.is_active:
        _drop(offer, CLOCK)


def _draw(subscription: Subscription) -> Offer:
    """The offer of the next month: the version that was agreed on with the first, whatever its gig says by now."""
    first, number = subscription.offer, subscription.made + 1
    offer = Offer(
        author=first.freelancer,
        freelancer=first.freelancer,
        client=first.client,
        policy=first.policy,
        origin=first.origin,
        order_type=OrderType.SINGLE,
        category=first.category,
        gig_version=first.gig_version,
        package=first.package,
        currency=first.currency,
        valid_days=subscriptions.DAYS_TO_TRY,
        renews=True,
        created_at=clock.now(),
    )
    offer.save(force_insert=True)
    SubscriptionMonth.objects.create(subscription=subscription, number=number, offer=offer)
    authorize(offer.renew, CLOCK)
    publishing.renew(offer, first.version.terms.of_month(number))
    return offer


def _pay(offer: Offer) -> str:
    """Pay a month at once from the balance, or begin to charge the default source. Returns why neither will do."""
    first, source = paying.first_milestone(offer), PaymentSource.objects.default_of(offer.client_id)
    try:
        if source:
            sources.hold(source, offer.client_id)
        parts = from_balance, from_source = paying.split(offer, first, source)
    except Refused as refused:
        return refused.message
    paying.remember(offer, source)
    if not from_source:
        with place_order.placed(offer, CLOCK) as (work, order):
            place_order.fund_first(work, order, from_balance)
        return ""
    offer.charge(offer.agreed_by)
    offer.save(update_fields=["state", "awaits", "agreed_by"])
    again, words = reverse("offers:pay", args=[offer.pk]), f"{offer.title}: month {offer.month.number}"
    paying.charge(offer, "offer.accept", source, parts, again=again, description=words)
    return ""


def _drop(offer: Offer, by) -> None:
    """A month that was not paid yet goes with its subscription; the offer is locked."""
    now = clock.now()
    offer.drop(now)
    locking.close(offer, "offer.withdrawn", by=by, at=now)


@transaction.atomic(durable=True)
def cancel_subscription(subscription: Subscription, *, by, reason: str) -> Subscription:
    """One side wants no further month. What is under way, and what was paid, stays as it is."""
    subscription, offer = locking.on_subscription(subscription.pk)
    insist_on_active(by)
    authorize(subscription.cancel, by)
    if not reason.strip():
        raise Refused(SAY_WHY, field="reason")
    subscription.cancel(by, reason.strip(), clock.now())
    return _ended(subscription, offer, by)


@transaction.atomic(durable=True)
def end_subscription(subscription: Subscription, *, by) -> Subscription:
    """Support ends it, for the reason that it gives: no further month begins."""
    subscription, offer = locking.on_subscription(subscription.pk)
    insist_on_active(by)
    authorize(subscription.end, by)
    subscription.end(by, by.reason, clock.now())
    return _ended(subscription, offer, by)


def _ended(subscription: Subscription, offer: Offer | None, by) -> Subscription:
    if offer and offer.state == OfferState.ACCEPTING:
        raise Refused("The payment of the next month is under way. Wait until the bank has answered.")
    subscriptions.end(subscription, by, subscription.ended_why)
    if offer:
        _drop(offer, by)
    return subscription
