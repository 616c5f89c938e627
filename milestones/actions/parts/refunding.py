"""Giving money back: to the charges that paid it, or to the client's balance, as the policy says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from escrow import accounts, fees, limits, payments
from marketplace.policies.models import RefundTo
from milestones.actions.parts.closing import over
from milestones.models import Milestone
from milestones.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Refund:
    """What goes back of a milestone, in minor units: `price`, the `fee` on it, and `to_source` of both to what paid."""

    price: int
    fee: int
    to_source: int

    @property
    def total(self) -> int:
        return self.price + self.fee

    @property
    def to_balance(self) -> int:
        return self.total - self.to_source


def refund_of(milestone: Milestone, part: int) -> Refund:
    """What goes back to where when `part` of what is held does: to the charges first, where the policy says so."""
    fee = fee_of(milestone, part)
    to_source = to_charges(milestone, part + fee) if milestone.order.policy.refund_to == RefundTo.SOURCE else 0
    return Refund(part, fee, to_source)


def to_charges(milestone: Milestone, amount: int) -> int:
    """How much of an amount goes back to the charges that paid the milestone."""
    return sum(part for _, _, part in _shares(milestone, amount))


def refund(work: UnitOfWork, milestone: Milestone, part: int) -> None:
    """Move `part` of the escrow and the fee that belongs to it back to the client, to where the policy says."""
    order, currency, back = milestone.order, milestone.currency, refund_of(milestone, part)
    moves = {milestone.escrow: -part, accounts.fees(currency): -back.fee}
    if back.to_source:
        moves |= send_back(work, milestone, back.to_source)
    moves[accounts.wallet(order.client_id, currency)] = back.to_balance
    work.post(f"{milestone.reference}:refund:{_which(work, milestone)}", "milestone.refund", moves, order)
    told = {"amount": part, "fee": back.fee, "to_source": back.to_source}
    work.record("milestone.refunded", milestone, **told, currency=currency)


def fee_of(milestone: Milestone, part: int) -> int:
    """The client's fee that goes back with a part of what is held."""
    return fees.share(milestone.client_fee, milestone.paid_in, milestone.paid_in - milestone.held, part)


def fee_back(milestone: Milestone) -> int:
    """The client's fee that came back with what was refunded of a milestone."""
    if not milestone.refunded:
        return 0
    kept = milestone.price - milestone.refunded
    return fees.share(milestone.client_fee, milestone.price, kept, milestone.refunded)


def _which(work: UnitOfWork, milestone: Milestone) -> str:
    """Tells the refunds of a milestone apart: by what went back before, or by when, as it may be skipped twice."""
    return str(milestone.refunded) if milestone.funded_at else f"skipped:{work.now.isoformat()}"


def send_back(work: UnitOfWork, milestone: Milestone, amount: int) -> dict[accounts.Address, int]:
    """Intents to return up to `amount` to the charges that paid, newest first; where that money waits meanwhile.

    They are written at once: each locks the charge that it returns, and its own key names where the money waits.
    """
    moves, cause = {}, payments.Cause("refund", milestone.reference, milestone.order.thread)
    left: list[list[int]] = []
    for charge, paid, part in _shares(milestone, amount):
        if part:
            intent = payments.refund(cause, charge=charge, amount=part)
            moves[intent.payout_address] = part
        if paid > part:
            left.insert(0, [charge, paid - part])
    milestone.charges = left
    work.change(milestone, "charges")
    return moves


def _shares(milestone: Milestone, amount: int) -> Iterator[tuple[int, int, int]]:
    """Each charge that paid it, the newest first, with what it paid and what goes back to it of up to `amount`.

    Where the gateway takes whole steps only (KWD 0.010), what is less than one goes to the balance.
    """
    for charge, paid in reversed(milestone.charges):
        part = limits.returnable(min(amount, paid), milestone.currency)
        amount -= part
        yield charge, paid, part


def take_from(charged: list[Any], amount: int) -> list[Any]:
    """What is left of the charges when `amount` was taken, from the newest first."""
    left: list[Any] = []
    for charge, paid in reversed(charged):
        part = min(amount, paid)
        amount -= part
        if paid > part:
            left.insert(0, [charge, paid - part])
    return left


def cancelled(work: UnitOfWork, milestone: Milestone, transition: Callable[[datetime], None]) -> None:
    """Give back what is held and end the milestone through `transition`, its cancel or give_back."""
    refund(work, milestone, milestone.held)
    transition(work.now)
    work.change(milestone, "state", "ended_at", "refunded", "disputed_from", "approved_at", "acceptance", "paid_at")
    over(work, milestone)


def skip(work: UnitOfWork, milestone: Milestone) -> None:
    """It never starts; what was carried into it goes back."""
    if milestone.carried:
        refund(work, milestone, milestone.carried)
    milestone.skip(work.now)
    work.change(milestone, "state", "ended_at", "carried", "client_fee", "charges")
