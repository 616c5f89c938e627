"""Paying in: what a step costs the client, from where it is paid, and what a failed charge starts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from escrow import accounts, payments, sources
from escrow.models import Payment, PaymentSource
from escrow.models.payments import State as PaymentState
from marketplace import clock
from marketplace.actors import GATEWAY
from marketplace.errors import Refused
from marketplace.policies import fees
from marketplace.policies.decision import hours_of_grace
from marketplace.policies.models import NextPayment
from marketplace.transitions import insist, may
from milestones.actions.parts import due_dates, reminding
from milestones.actions.parts.closing import close_cases
from milestones.models import CaseKind, Milestone, Order, State
from milestones.models.conditions import both_accounts_are_open, is_next
from milestones.timer_kinds import Kind
from milestones.unit_of_work import UnitOfWork

NOT_BY_ITSELF = "The freelancer’s account is suspended, so nothing is charged by itself: it is for you to decide."
PAYMENT_TIMERS = (Kind.PAY_NEXT, Kind.GRACE)


@dataclass(frozen=True)
class Line:
    """What funding one milestone costs the client: the price that is not held yet, and the fee on it."""

    milestone: Milestone
    price: int
    fee: int

    @property
    def total(self) -> int:
        return self.price + self.fee

    @property
    def held_already(self) -> int:
        """What an earlier milestone left in its escrow, as a deduction."""
        return self.price - self.milestone.price


def bill(milestones: list[Milestone]) -> list[Line]:
    """What paying these milestones costs now. The first payment of a contract bears its fixed fee."""
    order = milestones[0].order
    opening = not any(one.funded_at for one in order.plan)
    lines: list[Line] = []
    for milestone in milestones:
        price = milestone.price - milestone.carried
        fee = fees.client_fee(order.policy, milestone.currency, price, opening=opening and not lines)
        lines.append(Line(milestone, price, fee))
    return lines


def total(lines: list[Line]) -> int:
    return sum(line.total for line in lines)


def fund_all(work: UnitOfWork, lines: list[Line], *, from_balance: int, payment: Payment | None = None) -> None:
    """Put what a bill says into escrow: first from the balance, then from the charge that `payment` made."""
    for line, balance_part in shares(lines, from_balance):
        fund(work, line, from_balance=balance_part, payment=payment)


def shares(lines: list[Line], from_balance: int) -> Iterator[tuple[Line, int]]:
    """Each line of a bill with what the balance pays of it: that comes first, and the charge pays the rest."""
    for line in lines:
        part = min(from_balance, line.total)
        from_balance -= part
        yield line, part


def fund(work: UnitOfWork, line: Line, *, from_balance: int, payment: Payment | None = None) -> None:
    """Put one price into escrow and earn its fee."""
    milestone, order = line.milestone, line.milestone.order
    charged = line.total - from_balance
    if charged and payment is None:
        raise TypeError("What the balance does not pay needs a payment.")
    moves = {
        milestone.escrow: line.price,
        accounts.fees(order.currency): line.fee,
        accounts.wallet(order.client_id, order.currency): -from_balance,
    }
    if payment and charged:
        moves[payment.gateway_address] = -charged
    work.post(f"{milestone.reference}:fund", "milestone.fund", moves, order)
    if payment and charged:
        begin(work, line, [payment.pk, charged], source=payment.source)
        remember(work, order, payment.source)
    else:
        begin(work, line, None)


def remember(work: UnitOfWork, order: Order, source: PaymentSource) -> None:
    """What paid is what the policy charges next (`own_source`): the default, where that stood in for another."""
    if order.payment_source_id != source.pk:
        order.payment_source = source
        work.change(order, "payment_source")


def fund_from(work: UnitOfWork, line: Line, pot: accounts.Address, charge: list[Any] | None) -> None:
    """Put one price into escrow out of a pot that was filled, and its fee earned, before the order began."""
    work.post(
        f"{line.milestone.reference}:fund",
        "milestone.fund",
        {pot: -line.price, line.milestone.escrow: line.price},
        line.milestone.order,
    )
    begin(work, line, charge)


def funding_of(milestone: Milestone) -> Callable[..., None]:
    """The transition that funds it: in its turn, or before that with the whole plan."""
    return milestone.fund if is_next(milestone) else milestone.fund_with_plan


def begin(work: UnitOfWork, line: Line, charge: list[Any] | None, source: PaymentSource | None = None) -> None:
    """The milestone is funded and its work begins. `source` is what `charge` charged, for the client to read."""
    milestone, order = line.milestone, line.milestone.order
    funding_of(milestone)(work.now, fee=line.fee, charge=charge)
    work.change(milestone, "state", "funded_at", "client_fee", "charges")
    if order.charge_problem:
        order.charge_problem = ""
        work.change(order, "charge_problem")
    work.settle(order, *PAYMENT_TIMERS)
    card = {"charged": charge[1], "source": str(source)} if charge and source else {}
    work.record("milestone.funded", milestone, amount=line.price, fee=line.fee, currency=order.currency, **card)
    close_cases(work, order, milestone=milestone, kind=CaseKind.CHANGE)  # what has begun does not change any more
    due_dates.paid(work, milestone)


def wait_for_payment(work: UnitOfWork, milestone: Milestone, days: int) -> None:
    """Give the client so many days to pay the next milestone."""
    order, end = milestone.order, milestone.order.counts_from(work.now) + clock.days(days)
    work.settle(order, *PAYMENT_TIMERS)
    work.start(Kind.PAY_NEXT, end, order, milestone=milestone)
    start_reminders(work, order, milestone, end, of=Kind.PAY_NEXT)


def start_reminders(work: UnitOfWork, order: Order, milestone: Milestone, end: datetime, *, of: str) -> None:
    """Announce a timer by mail at half time and some hours before, as the policy lists them."""
    policy = order.policy
    moments = {end - clock.hours(hours) for hours in policy.reminder_hours}
    if policy.reminder_half_time:
        begins = order.counts_from(work.now)
        moments.add(begins + (end - begins) / 2)
    reminding.announce(work, order, milestone, moments, of=of, until=end.isoformat())


def charge_next(work: UnitOfWork, milestone: Milestone) -> None:
    """The policy charges the next milestone by itself: from the balance if that covers it, else by an intent.

    Where the bank declines that, the client's default source is tried once (`not_charged`), but for the first step:
    what pays that was chosen a moment ago.
    """
    again: dict[str, Any] = {"by_itself": True} if any(one.funded_at for one in milestone.order.plan) else {}
    order, amount = milestone.order, total(bill([milestone]))
    is_asked = not fees.is_covered(order.policy, amount, _balance(work, order))
    _charge(work, milestone, source_of(order) if is_asked else None, **again)


def _balance(work: UnitOfWork, order: Order) -> int:
    return work.spendable(order)


def _charge(work: UnitOfWork, milestone: Milestone, source: PaymentSource | None, key: str = "", **data: Any) -> None:
    order, lines = milestone.order, bill([milestone])
    balance = _balance(work, order)
    try:
        from_balance, from_source = whence(milestone, total(lines), balance, source)
    except Refused as refused:
        charge_failed(work, milestone, refused.message)
        return
    if source and from_source:
        try:
            ask_source(lines, source, from_balance, from_source, key=key, **data)
        except sources.SourceGone as gone:  # a moment ago
            charge_failed(work, milestone, gone.message)
            return
        for why in data.get("refusals", []):
            work.record("payment.retried", milestone, why=why, source=str(source))
    else:
        fund_all(work, lines, from_balance=from_balance)


def whence(milestone: Milestone, amount: int, balance: int, source: PaymentSource | None) -> tuple[int, int]:
    """How much of the balance and of the source the policy takes when it pays a milestone by itself.

    Raises Refused, with the reason, when it can't be paid.
    """
    order = milestone.order
    insist(milestone, both_accounts_are_open)
    if any(one.pk == order.freelancer_id for one in order.suspended):
        raise Refused(NOT_BY_ITSELF)
    return fees.split(order.policy, amount, balance, order.currency, source=source)


def source_of(order: Order) -> PaymentSource | None:
    """What the policy charges by itself: what paid in this order last, while the client keeps it; else the default.

    The default pays only where the policy charges one step after the other, as that is what the client was told of it.
    """
    if own := own_source(order):
        return own
    if order.policy.next_payment != NextPayment.AUTOMATIC:
        return None
    return PaymentSource.objects.default_of(order.client_id)


def own_source(order: Order) -> PaymentSource | None:
    """What paid in this order last, while the client keeps it."""
    source = order.payment_source
    return source if source and source.removed_at is None else None


def stand_in(order: Order, source: PaymentSource | None) -> PaymentSource | None:
    """What is tried once when the bank declines a source that the policy charged by itself: the default, if another."""
    if order.policy.next_payment != NextPayment.AUTOMATIC or source is None:
        return None
    default = PaymentSource.objects.default_of(order.client_id)
    return None if default == source else default


def ask_source(
    lines: list[Line], source: PaymentSource, from_balance: int, from_source: int, key: str = "", **data: Any
) -> Payment:
    """An intent to charge the source; its outcome funds the milestones (milestones.actions.fund.FundingRecorder).

    It is written at once: whether another one is under way is for PostgreSQL to say, and a "no" is the client's.
    """
    milestones = [line.milestone for line in lines]
    order, first = milestones[0].order, milestones[0]
    about = {
        "milestones": [one.pk for one in milestones],
        "from_balance": from_balance,
        "back": first.get_absolute_url(),
        "again": reverse("milestones:fund", args=[first.pk]),
        "description": f"{order.title}: {', '.join(one.name for one in milestones)}",
    }
    reference = order.thread if order.policy.strict_order or len(milestones) > 1 else first.reference
    cause = payments.Cause("milestone.fund", reference, order.thread, about | data, key)
    payment = payments.intend(cause, user=order.client_id, source=source, amount=from_source, currency=order.currency)
    payments.nudge(payment)
    return payment


def not_charged(work: UnitOfWork, milestone: Milestone, payment: Payment) -> None:
    """The gateway charged nothing: the default stands in once for what declined by itself, else the client is asked."""
    refusals = [*payment.data.get("refusals", []), _refusal(payment)]
    default = stand_in(milestone.order, payment.source) if _may_stand_in(milestone, payment) else None
    if default is None:
        charge_failed(work, milestone, " ".join(refusals))
        return
    _charge(work, milestone, default, key=payments.second_key(payment), refusals=refusals)


def _refusal(payment: Payment) -> str:
    """ "Visa ending in 0002: The bank declined the card." """
    return f"{payment.source}: {payment.failure_text or 'The payment was not confirmed in time.'}"


def _may_stand_in(milestone: Milestone, payment: Payment) -> bool:
    """Only a plain no of the bank, and only while the step still waits for its payment.

    Who was asked to confirm a payment and did not has said no to it, so no other card is charged for it. What the
    bank has not decided yet never comes here.
    """
    declined = payment.state == PaymentState.FAILED and payment.data.get("by_itself", False)
    return declined and may(funding_of(milestone), GATEWAY) and not payments.was_payer_asked(payment)


def charge_failed(work: UnitOfWork, milestone: Milestone, why: str) -> None:
    """Tell both; where the policy gives a time of grace, it starts with the first failure and shortens no window."""
    order = milestone.order
    work.record("payment.failed", milestone, why=why)
    if milestone.state == State.PENDING:
        order.charge_problem = why[:500]
        work.change(order, "charge_problem")
    else:
        return  # the bank's "no" came after the order was stopped: nothing waits for this payment any more
    grace = hours_of_grace(order.policy)
    if not grace or order.open or any(one.kind == Kind.GRACE for one in order.timers):
        return  # while others are under way, the order does not end for want of this payment
    windows = [one.due_at for one in order.timers if one.kind == Kind.PAY_NEXT]
    end = max([order.counts_from(work.now) + clock.hours(grace), *windows])
    work.settle(order, *PAYMENT_TIMERS)
    work.start(Kind.GRACE, end, order, milestone=milestone)
