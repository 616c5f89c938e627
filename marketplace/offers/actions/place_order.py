"""From an accepted offer to an order: made, begun and paid as the policy says, in the transaction of the acceptance."""

from collections.abc import Callable
from datetime import datetime

from escrow.models import Payment
from marketplace.errors import Refused
from marketplace.offers.actions import deposits, locking
from marketplace.offers.actions.recording import record
from marketplace.offers.models import Offer
from marketplace.offers.models.deposit import DepositOutcome
from marketplace.policies.models import FirstPayment
from milestones.actions.parts import finishing, funding, placing
from milestones.models import Order
from milestones.unit_of_work import UnitOfWork

Start = Callable[[Offer, UnitOfWork, Order], None]


def place(offer: Offer, *, by, close: Callable[[Order, datetime], None], start: Start) -> Order:
    """Place the order of a locked offer; `close` is the transition that ends it, `start` pays the first milestone."""
    work, version = UnitOfWork(by), offer.version
    order = placing.place(
        work,
        client=offer.client,
        freelancer=offer.freelancer,
        policy=offer.policy,
        title=version.title,
        scope=version.scope,
        currency=offer.currency,
        plan=version.plan,
        starts_on=version.starts_on,
        zone=version.zone,
        revisions_allowed=version.revisions,
        payment_source=usable_source(offer),
    )
    close(order, work.now)
    offer.save(update_fields=["state", "awaits", "agreed_by", "order", "closed_at"])
    start(offer, work, order)
    work.save()
    locking.settle_timer(offer)
    record(offer, "offer.accepted", by=offer.agreed_by, number=version.number, order=order.pk)
    return order


def usable_source(offer: Offer):
    """What the client wanted to pay with, unless it was removed since."""
    source = offer.payment_source
    return source if source and source.removed_at is None else None


def paid(from_balance: int, payment: Payment | None = None) -> Start:
    """Fund the first milestone from the balance and the charge."""

    def start(offer: Offer, work: UnitOfWork, order: Order) -> None:
        funding.fund_all(work, funding.bill(order.plan[:1]), from_balance=from_balance, payment=payment)

    return start


def deposited(offer: Offer, work: UnitOfWork, order: Order) -> None:
    """Fund the first milestone from what the client paid with the offer."""
    deposit, line = deposits.held(offer), funding.bill(order.plan[:1])[0]
    if deposit is None or (deposit.price, deposit.fee) != (line.price, line.fee):
        raise Refused("The deposit does not cover the first step. Ask the client for a new version.")
    charge = [deposit.payment_id, deposit.charged] if deposit.payment_id else None
    funding.fund_from(work, line, deposit.escrow, charge)
    deposits.end(deposit, DepositOutcome.USED, work.now)


def unpaid(offer: Offer, work: UnitOfWork, order: Order) -> None:
    """Nothing is paid by the acceptance itself: the first milestone is charged right after, or waits for the client."""
    if order.policy.first_payment == FirstPayment.AT_START:
        if order.policy.pay_next_days:
            funding.wait_for_payment(work, order)
        funding.charge_next(work, order.plan[0])
    else:
        finishing.go_on(work, order)
