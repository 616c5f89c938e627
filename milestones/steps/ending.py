"""What comes after a milestone is over, and how orders end."""

from milestones.models import Ending, Kind, Order, State
from milestones.models.policy import NextPayment
from milestones.steps import due
from milestones.steps.closing import close_requests
from milestones.steps.paying import PAYMENT_TIMERS, charge_next, wait_for_payment
from milestones.steps.refunding import skip
from milestones.steps.releasing import pay
from milestones.work import Work


def go_on(work: Work, order: Order) -> None:
    """What comes after a milestone is over: the next payment, a window for it, or the end of the order."""
    following = order.next_pending
    due.take_turns(work, order)
    if order.open:
        return
    if following is None:
        finish(work, order, natural_ending(order))
    elif order.rules.next_payment == NextPayment.AUTOMATIC:
        charge_next(work, following)
    elif order.rules.pay_next_days:
        wait_for_payment(work, order)


def natural_ending(order: Order) -> str:
    """How an order ended when nothing is left to do."""
    if not order.done:
        return Ending.CANCELLED_MUTUALLY
    return Ending.STOPPED_BY_CLIENT if order.skipped else Ending.FINISHED


def finish(work: Work, order: Order, ending: str) -> None:
    """End the order: what never began is skipped, what waited for completion is paid, every question is closed."""
    for milestone in order.pending:
        skip(work, milestone)
    for milestone in order.done:
        if milestone.state == State.APPROVED:
            pay(work, milestone)
    (order.complete if order.done else order.cancel)(ending, work.now)
    work.change(order, "state", "ending", "ended_at")
    work.settle(order, *PAYMENT_TIMERS, Kind.REVIEW, Kind.DUE, Kind.REQUEST, Kind.DISPUTE)
    close_requests(work, order)
    work.record(f"order.{order.state}", order, ending=ending)


def end_or_go_on(work: Work, order: Order, ending: str = Ending.CANCELLED_MUTUALLY) -> None:
    """After a cancellation: the order ends where the policy couples them, or where nothing came of it at all."""
    nothing_came_of_it = not order.pending and not order.done
    if not order.open and (order.rules.cancel_ends_order or nothing_came_of_it):
        finish(work, order, ending)
    else:
        go_on(work, order)
