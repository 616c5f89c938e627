"""Sending refunded money on from the client's balance to the cards that paid it, where the policy has that."""

from django.db import transaction

from escrow import accounts, debts
from marketplace.actors import By
from marketplace.errors import Refused
from marketplace.transitions import authorize
from milestones.actions.parts import locking, refunding
from milestones.models import Milestone
from milestones.models.conditions import has_returnable_refund
from milestones.unit_of_work import Done


def returnable(milestone: Milestone) -> int:
    """How much of what was refunded to the balance can go on to the charges that paid it, in minor units."""
    if not has_returnable_refund(milestone):
        return 0
    return refunding.to_charges(milestone, milestone.refunded + refunding.fee_back(milestone))


@transaction.atomic(durable=True)
def send_back(milestone: Milestone, *, by: By) -> Done[Milestone]:
    """Return a refund to the sources that paid for the milestone; once, and only while the balance still has it."""
    work, milestone = locking.on_milestone(milestone, by)
    order, amount = milestone.order, returnable(milestone)
    authorize(milestone.send_back, by)
    wallet = accounts.wallet(order.client_id, order.currency)
    if debts.spendable(order.client_id, order.currency) < amount:
        raise Refused("Your balance does not hold this refund any more.")
    moves = refunding.send_back(work, milestone, amount)
    milestone.charges = []
    work.post(f"{milestone.reference}:send-back", "milestone.send_back", {wallet: -amount, **moves}, order)
    work.record("milestone.sent_back", milestone, amount=amount, currency=order.currency)
    return Done(milestone, work.save())
