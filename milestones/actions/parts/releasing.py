"""Accepting work and paying it out."""

from escrow import accounts
from marketplace import clock
from marketplace.deadlines.models import Deadline
from marketplace.policies import fees
from milestones.actions.parts import locking
from milestones.actions.parts.closing import over
from milestones.models import Milestone, Order
from milestones.timer_kinds import Kind
from milestones.unit_of_work import UnitOfWork


def accepted(work: UnitOfWork, milestone: Milestone) -> None:
    """What follows every kind of acceptance: its timers and questions end; it is paid now if the policy says so."""
    work.change(milestone, "state", "approved_at", "acceptance", "disputed_from", "refunded")
    over(work, milestone)
    if milestone.order.policy.pays_per_milestone:
        pay(work, milestone)


def pay(work: UnitOfWork, milestone: Milestone) -> None:
    """Pay out what is still held."""
    part = milestone.held
    release_to_freelancer(work, milestone, part)
    milestone.pay(work.now)
    work.change(milestone, "state", "released", "paid_at")


def release_to_freelancer(work: UnitOfWork, milestone: Milestone, part: int) -> None:
    """Move `part` of the escrow to the freelancer, less the fee, through clearing where the policy has it."""
    order, currency = milestone.order, milestone.currency
    fee = fees.freelancer_fee(order.policy, milestone.released, part)
    clears = order.policy.clearing_days
    target = (accounts.clearing if clears else accounts.wallet)(order.freelancer_id, currency)
    key = f"{milestone.reference}:release:{milestone.released}"
    work.post(
        key, "milestone.release", {milestone.escrow: -part, target: part - fee, accounts.fees(currency): fee}, order
    )
    work.record("milestone.paid", milestone, amount=part, fee=fee, net=part - fee, currency=currency, clears=clears)
    if clears and part > fee:
        work.start(Kind.CLEAR, work.now + clock.days(clears), order, milestone, key=f"{key}:clear", amount=part - fee)


def clear(work: UnitOfWork, order: Order, deadline: Deadline) -> None:
    """The freelancer's money has waited long enough."""
    amount = deadline.data["amount"]
    work.post(
        deadline.data["key"],
        "milestone.clear",
        {
            accounts.clearing(order.freelancer_id, order.currency): -amount,
            accounts.wallet(order.freelancer_id, order.currency): amount,
        },
        order,
    )
    milestone = locking.milestone_of(order, deadline.milestone_id)
    work.record("milestone.cleared", milestone, amount=amount, currency=order.currency)
