"""Accepting an offer: the order is placed and its first milestone paid, as the policy says, all or nothing."""

from django.db import transaction

from escrow import payments
from escrow.models import Payment, PaymentSource
from escrow.models.payments import State as PaymentState
from marketplace.actors import GATEWAY
from marketplace.errors import Refused
from marketplace.offers import following, limits
from marketplace.offers.actions.parts import agreeing, locking, paying, place_order, subscriptions
from marketplace.offers.actions.parts.paying import Deal
from marketplace.offers.actions.parts.publishing import accept_unsigned, check_signature, sign
from marketplace.offers.actions.parts.recording import record
from marketplace.offers.models import Offer, OfferState, Side
from marketplace.offers.models.conditions import nobody_is_suspended
from marketplace.policies.models import FirstPayment
from marketplace.transitions import authorize


@transaction.atomic(durable=True)
def accept(
    offer: Offer,
    *,
    by,
    version: int | None,
    source: PaymentSource | None = None,
    signature: str = "",
    address: str = "",
) -> Deal:
    """Say yes to the version with this number, the one that was read; `address` is the request's, in the network.

    A client pays from `source` (or the balance); what the gateway has to charge first is the deal's payment, and the
    order is placed when it has. When a freelancer accepts, the source that the client named when sending pays; where
    that fails, the client is asked (`pay`). Raises Refused when the terms do not stand any more.
    """
    offer = locking.on_both(offer, by)
    authorize(offer.accept, by)
    agreeing.insist_on_both(offer)
    following.insist(offer)
    _check_version(offer, version)
    limits.insist(limits.terms_problems(offer, offer.version.terms))
    check_signature(offer, signature.strip())
    if offer.needs_signatures:
        sign(offer.version, by, signature.strip(), address)
    else:
        accept_unsigned(offer.version, by, address)
    is_client = offer.side_of(by) == Side.CLIENT
    payment = agreeing.agree_as_client(offer, by, source) if is_client else _accept_as_freelancer(offer, by)
    return Deal(offer, payment)


def _check_version(offer: Offer, version: int | None) -> None:
    if version != offer.number:
        raise Refused("The offer was changed while you read it. Read the newest version first.")


def _accept_as_freelancer(offer: Offer, by) -> Payment | None:
    match offer.policy.first_payment:
        case FirstPayment.WITH_OFFER:
            with place_order.placed(offer, by) as (work, order):
                place_order.use_deposit(work, order, offer)
        case FirstPayment.ON_ORDER:
            try:
                return agreeing.pay(offer, by, paying.usable_source(offer))
            except agreeing.NoWay as no_way:
                _ask_client(offer, by, no_way.message)
        case _:
            return agreeing.place_unpaid(offer, by)
    return None


@transaction.atomic(durable=True)
def pay(offer: Offer, *, by, source: PaymentSource | None = None) -> Deal:
    """The client pays for what the freelancer has accepted, after a charge failed."""
    offer = locking.on_both(offer, by)
    authorize(offer.pay, by)
    agreeing.insist_on_both(offer)
    following.insist(offer)
    limits.insist(limits.terms_problems(offer, offer.version.terms))
    paying.check_source(offer, source)
    paying.remember(offer, source)
    return Deal(offer, agreeing.pay(offer, by, source))


def _ask_client(offer: Offer, by, why: str) -> None:
    """The freelancer has accepted, and there is nothing to pay it with."""
    offer.agree(by)
    offer.save(update_fields=["awaits", "agreed_by"])
    record(offer, "offer.agreed", by=by, number=offer.number)
    record(offer, "offer.payment_failed", by=by, why=why)


@payments.recorders.register("offer.accept")
class AcceptanceRecorder(paying.OfferRecorder):
    """The order is placed, or the client is asked."""

    waits_in = OfferState.ACCEPTING

    def pays(self, payment: Payment) -> bool:
        """Whether the charge and what was to come from the balance still pay the first milestone of an order."""
        offer = self.offer
        if not (self.is_waiting and offer.client.is_in_trade and offer.freelancer.is_in_trade):
            return False
        if following.follower_of(offer).against():
            return False
        total = payment.amount + payment.data["from_balance"]
        return total == paying.first_milestone(offer).client_pays and paying.balance_covers(offer, payment)

    def use(self, payment: Payment) -> None:
        authorize(self.offer.complete, GATEWAY)
        with place_order.placed(self.offer, GATEWAY) as (work, order):
            place_order.fund_first(work, order, payment.data["from_balance"], payment)

    def fall_back(self, payment: Payment) -> None:
        authorize(self.offer.fall_back, GATEWAY)
        self.offer.fall_back()
        self.offer.save(update_fields=["state", "awaits", "agreed_by"])
        why = self._why(payment)
        record(self.offer, "offer.payment_failed", by=GATEWAY, why=why)
        if self.offer.renews:
            subscriptions.keep_trying(subscriptions.subscription_of(self.offer), why)

    def _against(self) -> str:
        """What came between the yes and the charge."""
        if self.offer.suspended:
            return nobody_is_suspended.refusal.format(self=self.offer)
        return following.follower_of(self.offer).against()

    def _why(self, payment: Payment) -> str:
        against = self._against() if payment.state == PaymentState.SUCCEEDED else ""
        return f"{against} The charge went back." if against else paying.why_failed(payment)
