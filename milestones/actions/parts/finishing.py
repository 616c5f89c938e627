"""Doing what comes after a milestone is over, as `milestones.outcomes` decides it; and how orders end."""

from milestones.actions.parts import due_dates, resting
from milestones.actions.parts.closing import close_cases
from milestones.actions.parts.funding import PAYMENT_TIMERS, charge_next, wait_for_payment
from milestones.actions.parts.refunding import skip
from milestones.actions.parts.releasing import pay
from milestones.models import CaseKind, Order
from milestones.outcomes import Next, NextKind
from milestones.timer_kinds import Kind
from milestones.unit_of_work import UnitOfWork


def follow(work: UnitOfWork, order: Order, what: Next) -> None:
    """Do what was decided before the milestones were over: the next payment, a time for it, or the end of the order."""
    match what.kind:
        case NextKind.OTHERS:
            _start_no_more(work, order, what)
            due_dates.take_turns(work, order)
        case NextKind.END:
            _finish(work, order, what)
        case NextKind.CHARGE:
            if what.days:
                wait_for_payment(work, what.to_pay, what.days)
            charge_next(work, what.to_pay)
        case NextKind.WINDOW:
            wait_for_payment(work, what.to_pay, what.days)


def _start_no_more(work: UnitOfWork, order: Order, what: Next) -> None:
    """After a stop: what is under way is finished as agreed, but nothing of the rest begins, is paid, or changes."""
    for milestone in what.never:
        skip(work, milestone)
    if what.never:
        close_cases(work, order, kind=CaseKind.CHANGE)
        work.settle(order, *PAYMENT_TIMERS)


def _finish(work: UnitOfWork, order: Order, what: Next) -> None:
    """End the order: what never began is skipped, what waited for completion is paid, every question is closed."""
    for milestone in what.never:
        skip(work, milestone)
    for milestone in what.paid:
        pay(work, milestone)
    (order.complete if what.completed else order.cancel)(what.ending, work.now)
    work.change(order, "state", "ending", "ended_at")
    work.settle(order, *PAYMENT_TIMERS, Kind.REVIEW, Kind.DUE, Kind.CASE, Kind.DISPUTE, Kind.BRIEF, Kind.SUSPENSION)
    resting.over(work, order)
    close_cases(work, order)
    work.record(f"order.{order.state}", order, ending=what.ending)
