"""Money that is paid with an offer: kept for it, returned when it ends, moved into its order when that is accepted.

Steps that several verbs share: none of them locks, authorizes or is a verb. The offer is locked by the caller.
"""

from datetime import datetime

from escrow import accounts, ledger, payments
from escrow.models import Payment
from marketplace import clock
from marketplace.offers.actions.parts.recording import record
from marketplace.offers.models import Deposit, Offer
from marketplace.offers.models.deposit import DepositOutcome
from marketplace.policies.models import RefundTo
from marketplace.policies.quotes import Quote


def held(offer: Offer) -> Deposit | None:
    """The deposit that waits for this offer."""
    deposit = Deposit.objects.filter(offer=offer, ended_at=None).select_related("payment__source").first()
    if deposit:
        deposit.offer = offer
    return deposit


def covers(deposit: Deposit | None, paid: Quote, *, whole: bool) -> bool:
    """Whether it pays for the same, and is exactly what that costs."""
    return deposit is not None and (deposit.price, deposit.fee, deposit.whole) == (paid.price, paid.client_fee, whole)


def keep(offer: Offer, paid: Quote, *, whole: bool, from_balance: int, payment: Payment | None, by) -> Deposit:
    """Put a deposit for what it pays into the offer's escrow, in the place of the one before."""
    give_back(offer, at=clock.now(), by=by)
    deposit = Deposit.objects.create(
        offer=offer, whole=whole, price=paid.price, fee=paid.client_fee, from_balance=from_balance, payment=payment
    )
    moves = {
        deposit.escrow: deposit.price,
        accounts.fees(offer.currency): deposit.fee,
        accounts.wallet(offer.client_id, offer.currency): -from_balance,
    }
    if payment:
        moves[payment.gateway_address] = -payment.amount
    ledger.post(f"{deposit.reference}:pay", moves, kind="offer.deposit", thread=offer.thread, by=by)
    _tell(offer, "offer.deposited", deposit, by)
    return deposit


def give_back(offer: Offer, *, at: datetime, by) -> None:
    """Return the deposit, if there is one, with its fee: to where it came from, or to the balance by the policy."""
    deposit = held(offer)
    if deposit is None:
        return
    moves = {deposit.escrow: -deposit.price, accounts.fees(offer.currency): -deposit.fee}
    to_source = deposit.charged if offer.policy.refund_to == RefundTo.SOURCE else 0
    if to_source:
        moves |= _send_back(offer, deposit.payment, to_source)
    moves[accounts.wallet(offer.client_id, offer.currency)] = deposit.total - to_source
    ledger.post(f"{deposit.reference}:return", moves, kind="offer.refund", thread=offer.thread, by=by, effective_at=at)
    end(deposit, DepositOutcome.RETURNED, at)
    _tell(offer, "offer.deposit_returned", deposit, by, at=at, to_source=to_source)


def end(deposit: Deposit, outcome: str, at: datetime) -> None:
    deposit.ended_at, deposit.outcome = at, outcome
    deposit.save(update_fields=["ended_at", "outcome"])


def return_charge(offer: Offer, payment: Payment, *, by) -> None:
    """A charge came for nothing, because the offer went another way meanwhile: the money goes to the client."""
    moves = {payment.gateway_address: -payment.amount}
    if offer.policy.refund_to == RefundTo.SOURCE:
        moves |= _send_back(offer, payment, payment.amount)
    else:
        moves[accounts.wallet(offer.client_id, offer.currency)] = payment.amount
    ledger.post(f"payment:{payment.pk}:keep", moves, kind="payment.keep", thread=offer.thread, by=by)
    record(offer, "payment.kept", by=by, amount=payment.amount, currency=offer.currency)


def _send_back(offer: Offer, charge: Payment, amount: int) -> dict[accounts.Address, int]:
    """The intent to return a charge, and where that money waits until it has left."""
    intent = payments.refund(payments.Cause("refund", offer.thread, offer.thread), charge=charge, amount=amount)
    return {intent.payout_address: amount}


def _tell(offer: Offer, kind: str, deposit: Deposit, by, **data) -> None:
    if deposit.whole:
        data["whole"] = True
    record(offer, kind, by=by, amount=deposit.price, fee=deposit.fee, currency=offer.currency, **data)
