"""Paying steps into escrow: from the balance at once, from a payment source by way of the gateway."""

from django.db import transaction

from escrow import accounts, ledger, payments
from escrow.models import Payment
from escrow.models.payments import State as PaymentState
from marketplace.actors import GATEWAY
from marketplace.errors import Refused
from marketplace.formats import minor_text
from marketplace.policies import fees
from marketplace.policies.models import RefundTo
from marketplace.transitions import authorize, may
from milestones.actions.parts import funding, locking
from milestones.models import Milestone, Order
from milestones.unit_of_work import UnitOfWork


@transaction.atomic(durable=True)
def fund(milestone: Milestone, *, by, source=None, agreed: int | None = None) -> Payment | None:
    """Pay one step. Returns the payment that the gateway still has to make, or None when the balance paid it all.

    `agreed` is the total (minor units) that the client was shown: Refused if it costs something else by now.
    """
    work, milestone = locking.on_milestone(milestone, by)
    authorize(milestone.fund, by)
    return _pay(work, [milestone], source, agreed)


@transaction.atomic(durable=True)
def fund_plan(order: Order, *, by, source=None, agreed: int | None = None) -> Payment | None:
    """Pay all steps that have not begun, where the policy lets them be paid at once. `agreed` as in `fund`."""
    work, order = locking.on_order(order, by)
    authorize(order.fund_plan, by)
    for milestone in order.pending:
        authorize(milestone.fund_with_plan, by)
    return _pay(work, order.pending, source, agreed)


def _pay(work: UnitOfWork, milestones: list[Milestone], source, agreed: int | None) -> Payment | None:
    order, lines = milestones[0].order, funding.bill(milestones)
    if agreed not in (None, funding.total(lines)):
        now = minor_text(funding.total(lines), order.currency)
        raise Refused(f"The amount changed while you looked at it: it is {now} now.", field="total")
    if Payment.objects.live().filter(thread=order.thread, purpose="milestone.fund").exists():
        raise Refused("A payment for this order is under way. We are waiting for the bank's answer.")
    balance = ledger.balance(accounts.wallet(order.client_id, order.currency))
    from_balance, from_source = fees.split(order.policy, funding.total(lines), balance, source=source)
    payment = None
    if from_source:
        order.payment_source = source
        work.change(order, "payment_source")
        payment = funding.ask_source(lines, source, from_balance, from_source)
    else:
        funding.fund_all(work, lines, from_balance=from_balance)
    work.save()
    return payment


@payments.recorder("milestone.fund")
@transaction.atomic(durable=True)
def record(payment_id: int, outcome) -> Payment | None:
    """Write down what the gateway answered: fund the steps, or say why not. The first answer wins."""
    asked = Payment.objects.get(pk=payment_id)
    work, order = locking.on_order(int(asked.thread.removeprefix("order:")), GATEWAY)
    payment = payments.settle(payment_id, outcome)
    if payment is None:
        return None
    milestones = [locking.milestone_of(order, pk) for pk in payment.data["milestones"]]
    if payment.state != PaymentState.SUCCEEDED:
        funding.not_charged(work, milestones[0], payment)
    elif not _fund(work, milestones, payment):
        _keep(work, milestones[0], payment)
    work.save()
    return payment


def _fund(work: UnitOfWork, milestones: list[Milestone], payment: Payment) -> bool:
    """Fund the steps with the charge, if they still cost that and may still be funded."""
    order = milestones[0].order
    lines, from_balance = funding.bill(milestones), payment.data["from_balance"]
    if funding.total(lines) != payment.amount + from_balance or not may(funding.funding_of(milestones[0]), GATEWAY):
        return False
    if from_balance > ledger.balance(accounts.wallet(order.client_id, order.currency)):
        return False
    funding.fund_all(work, lines, from_balance=from_balance, payment=payment)
    return True


def _keep(work: UnitOfWork, milestone: Milestone, payment: Payment) -> None:
    """The charge came too late for its step: the money goes to the client, back to the source where the policy says."""
    order = milestone.order
    moves = {payment.gateway_address: -payment.amount}
    if order.policy.refund_to == RefundTo.SOURCE:
        intent = payments.refund(
            charge=payment.pk, amount=payment.amount, reference=milestone.reference, thread=order.thread
        )
        moves[intent.payout_address] = payment.amount
    else:
        moves[accounts.wallet(order.client_id, order.currency)] = payment.amount
    work.post(f"payment:{payment.pk}:keep", "payment.keep", moves, order)
    work.record("payment.kept", milestone, amount=payment.amount, currency=order.currency)
