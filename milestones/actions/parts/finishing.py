"""What comes after a milestone is over, and how orders end."""

from collections.abc import Sequence
from enum import Enum, auto

from marketplace.policies.models import NextPayment, ReviewOutcome
from milestones.actions.parts import due_dates
from milestones.actions.parts.closing import close_cases
from milestones.actions.parts.funding import PAYMENT_TIMERS, charge_next, wait_for_payment
from milestones.actions.parts.refunding import skip
from milestones.actions.parts.releasing import pay
from milestones.models import Ending, Milestone, Order, State
from milestones.timer_kinds import Kind
from milestones.unit_of_work import UnitOfWork


class Next(Enum):
    """What comes after a milestone is over."""

    OTHERS = auto()  # which are under way
    END = auto()  # of the order
    CHARGE = auto()  # of the next one, by itself
    WINDOW = auto()  # of some days to pay the next one
    WAIT = auto()  # until the client pays


def what_follows(order: Order, over: Milestone | None = None) -> Next:
    """Decides what `go_on` does; asked beforehand, by what tells about it, `over` is the one that is not over yet."""
    if any(over is None or one.pk != over.pk for one in order.open):
        return Next.OTHERS
    if order.next_pending is None:
        return Next.END
    if order.policy.next_payment == NextPayment.AUTOMATIC:
        return Next.CHARGE
    return Next.WINDOW if order.policy.pay_next_days else Next.WAIT


def stops_in_silence(order: Order, over: Milestone | None = None) -> bool:
    """Whether the rulebook ends the order here when nobody answers a delivery. `over` as in `what_follows`."""
    others = what_follows(order, over) is Next.OTHERS
    return order.policy.review_outcome == ReviewOutcome.STOP and not others


def ends_in_silence(order: Order, over: Milestone) -> bool:
    """Whether the order is over when the client does not answer this delivery, for whichever reason."""
    return stops_in_silence(order, over) or what_follows(order, over) is Next.END


def go_on(work: UnitOfWork, order: Order) -> None:
    """What comes after a milestone is over: the next payment, a window for it, or the end of the order."""
    due_dates.take_turns(work, order)
    match what_follows(order):
        case Next.END:
            finish(work, order, natural_ending(order))
        case Next.CHARGE:
            charge_next(work, order.next_pending)
        case Next.WINDOW:
            wait_for_payment(work, order)


def natural_ending(order: Order) -> str:
    """How an order ended when nothing is left to do."""
    if not order.done:
        return Ending.CANCELLED_MUTUALLY
    return Ending.STOPPED_BY_CLIENT if order.skipped else Ending.FINISHED


def finish(work: UnitOfWork, order: Order, ending: str) -> None:
    """End the order: what never began is skipped, what waited for completion is paid, every question is closed."""
    for milestone in order.pending:
        skip(work, milestone)
    for milestone in order.done:
        if milestone.state == State.APPROVED:
            pay(work, milestone)
    (order.complete if order.done else order.cancel)(ending, work.now)
    work.change(order, "state", "ending", "ended_at")
    work.settle(order, *PAYMENT_TIMERS, Kind.REVIEW, Kind.DUE, Kind.CASE, Kind.DISPUTE)
    close_cases(work, order)
    work.record(f"order.{order.state}", order, ending=ending)


def ends_when_cancelled(order: Order, cancelled: Sequence[Milestone] = ()) -> bool:
    """Decides what `end_or_go_on` does; asked beforehand, `cancelled` are the ones that are under way still."""
    if any(one not in cancelled for one in order.open):
        return False
    came_of_it = order.pending or order.done or any(one.released for one in cancelled)
    return order.policy.cancel_ends_order or not came_of_it


def end_or_go_on(work: UnitOfWork, order: Order, ending: str = Ending.CANCELLED_MUTUALLY) -> None:
    """After a cancellation: the order ends where the policy couples them, or where nothing came of it at all."""
    if ends_when_cancelled(order):
        finish(work, order, ending)
    else:
        go_on(work, order)
