"""Paying milestones into escrow: from the balance at once, from a payment source by way of the gateway."""

from django.db import transaction

from escrow import accounts, debts, payments
from escrow.models import Payment, PaymentSource
from marketplace import subjects
from marketplace.actors import GATEWAY, By
from marketplace.errors import Refused
from marketplace.formats import minor_text
from marketplace.policies import fees
from marketplace.policies.models import RefundTo
from marketplace.transitions import authorize, may
from milestones.actions.parts import funding, locking
from milestones.models import Milestone, Order
from milestones.unit_of_work import Done, UnitOfWork

UNWARNED = "The account of the other side was suspended a moment ago. Nothing was paid: read first what that means."


@transaction.atomic(durable=True)
def fund(
    milestone: Milestone, *, by: By, source: PaymentSource | None = None, agreed: int | None = None, warned: bool = True
) -> Done[Milestone]:
    """Pay one milestone: from the balance at once, or by a payment that the gateway still has to make.

    `agreed` is the total (minor units) that the client was shown: Refused if it costs something else by now. `warned`:
    whether they were shown that the other side is suspended, if it is by now: Refused if not.
    """
    work, milestone = locking.on_milestone(milestone, by)
    authorize(milestone.fund, by)
    _insist_on_warning(milestone.order, by, warned)
    payment = _pay(work, [milestone], source, agreed)
    return Done(milestone, work.save(), payment)


@transaction.atomic(durable=True)
def fund_plan(
    order: Order, *, by: By, source: PaymentSource | None = None, agreed: int | None = None, warned: bool = True
) -> Done[Order]:
    """Pay all that has not begun, where the policy lets it be paid at once. `agreed` and `warned` as in `fund`."""
    work, order = locking.on_order(order, by)
    authorize(order.fund_plan, by)
    _insist_on_warning(order, by, warned)
    for milestone in order.pending:
        authorize(milestone.fund_with_plan, by)
    payment = _pay(work, order.pending, source, agreed)
    return Done(order, work.save(), payment)


def _insist_on_warning(order: Order, by: By, warned: bool) -> None:
    """Nobody pays for the work of a suspended person unawares."""
    if not warned and any(one.pk != by.pk for one in order.suspended):
        raise Refused(UNWARNED, field="warned")


def _pay(
    work: UnitOfWork, milestones: list[Milestone], source: PaymentSource | None, agreed: int | None
) -> Payment | None:
    order, lines = milestones[0].order, funding.bill(milestones)
    if agreed not in (None, funding.total(lines)):
        now = minor_text(funding.total(lines), order.currency)
        raise Refused(f"The amount changed while you looked at it: it is {now} now.", field="total")
    if Payment.objects.live().filter(thread=order.thread, purpose="milestone.fund").exists():
        raise Refused("A payment for this order is under way. We are waiting for the bank's answer.")
    balance = debts.spendable(order.client_id, order.currency)
    from_balance, from_source = fees.split(order.policy, funding.total(lines), balance, order.currency, source=source)
    if source is None or not from_source:
        funding.fund_all(work, lines, from_balance=from_balance)
        return None
    order.payment_source = source
    work.change(order, "payment_source")
    return funding.ask_source(lines, source, from_balance, from_source)


@payments.recorders.register("milestone.fund")
class FundingRecorder(payments.Recorder):
    """The milestones are funded, or it is said why not."""

    def lock(self) -> None:
        self.work, self.order = locking.on_order(subjects.key_of(self.asked.thread), GATEWAY)
        self.work.payment = self.asked
        self.milestones = [locking.milestone_of(self.order, pk) for pk in self.asked.data["milestones"]]
        self.lines = funding.bill(self.milestones)

    def pays(self, payment: Payment) -> bool:
        """Whether they still cost that, and may still be funded."""
        from_balance = payment.data["from_balance"]
        if funding.total(self.lines) != payment.amount + from_balance:
            return False
        if not may(funding.funding_of(self.milestones[0]), GATEWAY):
            return False
        return from_balance <= debts.spendable(self.order.client_id, self.order.currency)

    def use(self, payment: Payment) -> None:
        funding.fund_all(self.work, self.lines, from_balance=payment.data["from_balance"], payment=payment)

    def keep(self, payment: Payment) -> None:
        """It came too late for its milestone: the money goes to the client, back to the source where the policy says.

        That intent is written at once: it locks the charge, and its own key names where the money waits.
        """
        first, target = self.milestones[0], self._wallet
        if self.order.policy.refund_to == RefundTo.SOURCE:
            cause = payments.Cause("refund", first.reference, self.order.thread)
            target = payments.refund(cause, charge=payment.pk, amount=payment.amount).payout_address
        moves = {payment.gateway_address: -payment.amount, target: payment.amount}
        self.work.post(f"payment:{payment.pk}:keep", "payment.keep", moves, self.order)
        self.work.record("payment.kept", first, amount=payment.amount, currency=self.order.currency)

    def fail(self, payment: Payment) -> None:
        funding.not_charged(self.work, self.milestones[0], payment)

    def save(self) -> None:
        self.work.save()

    @property
    def _wallet(self) -> accounts.Address:
        return accounts.wallet(self.order.client_id, self.order.currency)
