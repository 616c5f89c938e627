"""From an accepted offer to an order: made, begun and paid as the policy says, in the transaction of the acceptance."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from escrow.models import Payment
from marketplace.errors import Refused
from marketplace.offers import following
from marketplace.offers.actions.parts import deposits, locking, paying, subscriptions
from marketplace.offers.actions.parts.recording import record
from marketplace.offers.models import Offer, OfferState
from marketplace.offers.models.deposit import DepositOutcome
from marketplace.policies.models import OrderType, Origin
from milestones.actions.parts import finishing, funding, placing
from milestones.models import Order
from milestones.outcomes import Way, after
from milestones.unit_of_work import UnitOfWork


@contextmanager
def placed(offer: Offer, by) -> Iterator[tuple[UnitOfWork, Order]]:
    """Place the order of a locked offer, which ends with it. What is done inside pays its first milestone."""
    work = UnitOfWork(by)
    order = placing.place(work, _agreement(offer))
    _close(offer, by, order, work.now)
    offer.save(update_fields=["state", "awaits", "agreed_by", "order", "closed_at"])
    yield work, order
    work.save()
    locking.settle_timer(offer)
    if not offer.renews:  # of that its subscription tells
        kind = "gig.ordered" if offer.origin == Origin.GIG else "offer.accepted"
        record(offer, kind, by=offer.agreed_by, number=offer.version.number, order=order.pk)
    subscriptions.placed(offer, order, work.now)
    following.follower_of(offer).follow(order)


def _agreement(offer: Offer) -> placing.Agreement:
    version = offer.version
    return placing.Agreement(
        client=offer.client,
        freelancer=offer.freelancer,
        policy=offer.policy,
        origin=offer.origin,
        order_type=OrderType.SINGLE if offer.is_subscription else offer.order_type,
        title=version.title,
        scope=version.scope,
        currency=offer.currency,
        plan=version.plan,
        starts_on=version.starts_on,
        zone=version.zone,
        questions=version.asks,
        revisions_allowed=version.revisions,
        payment_source=paying.usable_source(offer),
    )


def _close(offer: Offer, by, order: Order, at: datetime) -> None:
    """End the offer by the transition that leads to its order from where it is."""
    if offer.state == OfferState.ACCEPTING:
        offer.complete(order, at)
    elif offer.agreed_by_id:
        offer.pay(order, at)
    else:
        offer.accept(by, order, at)


def fund_first(work: UnitOfWork, order: Order, from_balance: int, payment: Payment | None = None) -> None:
    """Fund the first milestone from the balance and the charge."""
    funding.fund_all(work, funding.bill(order.plan[:1]), from_balance=from_balance, payment=payment)


def use_deposit(work: UnitOfWork, order: Order, offer: Offer) -> None:
    """Fund the first milestone, or the whole plan, from what the client paid with the offer."""
    deposit = deposits.held(offer)
    lines = funding.bill(order.plan if deposit and deposit.whole else order.plan[:1])
    held = (deposit.price, deposit.fee) if deposit else None
    if deposit is None or held != (sum(line.price for line in lines), sum(line.fee for line in lines)):
        raise Refused("The deposit does not cover what it was paid for. Ask the client for a new version.")
    for line, balance_part in funding.shares(lines, deposit.from_balance):
        charged = line.total - balance_part
        funding.fund_from(work, line, deposit.escrow, [deposit.payment_id, charged] if charged else None)
    deposits.end(deposit, DepositOutcome.USED, work.now)


def begin_unpaid(work: UnitOfWork, order: Order) -> None:
    """Nothing is paid by the acceptance itself: the first milestone is charged right after, or waits for the client."""
    finishing.follow(work, order, after(order, Way.PLACED))
