"""Accepting an offer: the order is placed and its first milestone paid, as the policy says, all or nothing."""

from functools import partial

from django.db import transaction
from django.urls import reverse

from escrow import accounts, ledger, payments
from escrow.models import Payment, PaymentSource
from escrow.models.payments import State as PaymentState
from marketplace.actors import GATEWAY
from marketplace.errors import Refused
from marketplace.offers import limits
from marketplace.offers.actions import deposits, locking, place_order
from marketplace.offers.actions.recording import record
from marketplace.offers.actions.sending import check_signature, check_source, remember, sign, split, why_failed
from marketplace.offers.models import Offer, OfferState, Side
from marketplace.offers.quotes import MilestonePrice, quote
from marketplace.policies.models import FirstPayment
from marketplace.transitions import authorize

PAID_FIRST = [FirstPayment.ON_ORDER, FirstPayment.WITH_OFFER]


@transaction.atomic(durable=True)
def accept(offer: Offer, *, by, version: int | None, source: PaymentSource | None = None, signature: str = "") -> Offer:
    """Say yes to the version with this number, the one that was read.

    A client pays from `source` (or the balance); what the gateway has to charge first is in `offer.payment`, and the
    order is placed when it has. When a freelancer accepts, the source that the client named when sending pays; where
    that fails, the client is asked (`pay`). Raises Refused when the terms do not stand any more.
    """
    offer = locking.on_offer(offer, by)
    authorize(offer.accept, by)
    _insist_on_both(offer)
    _check_version(offer, version)
    limits.insist(limits.terms_problems(offer, offer.version.terms))
    check_signature(offer, signature.strip())
    if offer.needs_signatures:
        sign(offer.version, by, signature.strip())
    offer.payment = None
    if offer.side_of(by) == Side.CLIENT:
        _accept_as_client(offer, by, source)
    else:
        _accept_as_freelancer(offer, by)
    return offer


def _insist_on_both(offer: Offer) -> None:
    """Nothing is agreed, and nothing paid, with somebody whose account is suspended."""
    for person in (offer.client, offer.freelancer):
        if not person.is_active:
            raise Refused(f"The account of {person} is suspended, so nothing can be agreed with them.")


def _check_version(offer: Offer, version: int | None) -> None:
    if version != offer.number:
        raise Refused("The offer was changed while you read it. Read the newest version first.")


def _accept_as_client(offer: Offer, by, source) -> None:
    check_source(offer, source)
    remember(offer, source)
    if offer.policy.first_payment in PAID_FIRST:
        _pay(offer, by, source, accepted_by=by, close=partial(offer.accept, by))
        return
    if offer.policy.first_payment == FirstPayment.AT_START:
        split(offer, first_milestone(offer), source)  # refuses what could not be paid
    _place_unpaid(offer, by)


def _accept_as_freelancer(offer: Offer, by) -> None:
    close = partial(offer.accept, by)
    match offer.policy.first_payment:
        case FirstPayment.WITH_OFFER:
            place_order.place(offer, by=by, close=close, start=place_order.deposited)
        case FirstPayment.ON_ORDER:
            try:
                _pay(offer, by, place_order.usable_source(offer), accepted_by=by, close=close)
            except NoWay as no_way:
                _ask_client(offer, by, no_way.message)
        case _:
            _place_unpaid(offer, by)


def _place_unpaid(offer: Offer, by) -> None:
    order = place_order.place(offer, by=by, close=partial(offer.accept, by), start=place_order.unpaid)
    offer.payment = Payment.objects.live().filter(thread=order.thread).first()


@transaction.atomic(durable=True)
def pay(offer: Offer, *, by, source: PaymentSource | None = None) -> Offer:
    """The client pays for what the freelancer has accepted, after a charge failed."""
    offer = locking.on_offer(offer, by)
    authorize(offer.pay, by)
    _insist_on_both(offer)
    limits.insist(limits.terms_problems(offer, offer.version.terms))
    check_source(offer, source)
    remember(offer, source)
    offer.payment = None
    _pay(offer, by, source, accepted_by=offer.agreed_by, close=offer.pay)
    return offer


# Paying the first milestone


class NoWay(Refused):
    """Neither balance nor source pays it."""


def first_milestone(offer: Offer) -> MilestonePrice:
    """What the first milestone of the newest version costs."""
    return quote(offer.policy, offer.version.plan, offer.currency).first


def _pay(offer: Offer, by, source, *, accepted_by, close) -> None:
    """Pay the first milestone: at once from the balance, or by a charge whose outcome places the order."""
    first = first_milestone(offer)
    try:
        from_balance, from_source = split(offer, first, source)
    except Refused as refused:
        raise NoWay(refused.message, field=refused.field) from refused
    if from_source:
        offer.charge(accepted_by)
        offer.save(update_fields=["state", "awaits", "agreed_by"])
        offer.payment = _intend(offer, first, source, from_balance, from_source)
        record(offer, "offer.agreed", by=accepted_by, number=offer.number)
    else:
        place_order.place(offer, by=by, close=close, start=place_order.paid(from_balance))


def _intend(offer: Offer, first: MilestonePrice, source, from_balance: int, from_source: int) -> Payment:
    payment = payments.intend(
        purpose="offer.accept",
        reference=offer.thread,
        thread=offer.thread,
        user=offer.client_id,
        source=source,
        amount=from_source,
        currency=offer.currency,
        data={
            "from_balance": from_balance,
            "back": offer.get_absolute_url(),
            "again": reverse("offers:accept", args=[offer.pk]),
            "description": f"{offer.title}: {first.milestone.name}",
        },
    )
    payments.nudge(payment)
    return payment


def _ask_client(offer: Offer, by, why: str) -> None:
    """The freelancer has accepted, and there is nothing to pay it with."""
    offer.agree(by)
    offer.save(update_fields=["awaits", "agreed_by"])
    record(offer, "offer.agreed", by=by, number=offer.number)
    record(offer, "offer.payment_failed", by=by, why=why)


@payments.recorder("offer.accept")
@transaction.atomic(durable=True)
def record_acceptance(payment_id: int, outcome) -> Payment | None:
    """Write down what the gateway answered: the order is placed, or the client is asked. The first answer wins."""
    asked = Payment.objects.get(pk=payment_id)
    offer = locking.on_offer(int(asked.reference.removeprefix("offer:")), GATEWAY)
    payment = payments.settle(payment_id, outcome)
    if payment is None:
        return None
    waiting = offer.state == OfferState.ACCEPTING
    if payment.state == PaymentState.SUCCEEDED:
        if waiting and _pays_it(offer, payment):
            authorize(offer.complete, GATEWAY)
            start = place_order.paid(payment.data["from_balance"], payment)
            place_order.place(offer, by=GATEWAY, close=offer.complete, start=start)
            return payment
        deposits.return_charge(offer, payment, by=GATEWAY)
    if waiting:
        _not_paid(offer, payment)
    return payment


def _pays_it(offer: Offer, payment: Payment) -> bool:
    """Whether the charge and what was to come from the balance still pay the first milestone."""
    if not (offer.client.is_active and offer.freelancer.is_active):
        return False
    from_balance = payment.data["from_balance"]
    wallet = accounts.wallet(offer.client_id, offer.currency)
    due = first_milestone(offer).client_pays
    return payment.amount + from_balance == due and from_balance <= ledger.balance(wallet)


def _not_paid(offer: Offer, payment: Payment) -> None:
    """The offer is where it was before; one whose time ran out meanwhile expires."""
    authorize(offer.fall_back, GATEWAY)
    offer.fall_back()
    offer.save(update_fields=["state", "awaits", "agreed_by"])
    record(offer, "offer.payment_failed", by=GATEWAY, why=why_failed(payment))
    locking.lapse(offer)
