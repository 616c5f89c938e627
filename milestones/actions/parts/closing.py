"""Ending the timers and questions that a finished milestone or order leaves without an object."""

from milestones.actions.parts import waiting
from milestones.models import Milestone, Order
from milestones.outcomes import pointless
from milestones.timer_kinds import Kind
from milestones.unit_of_work import UnitOfWork

MILESTONE_TIMERS = (Kind.REVIEW, Kind.DUE, Kind.CASE, Kind.DISPUTE)


def over(work: UnitOfWork, milestone: Milestone) -> None:
    """A milestone that is over has no timers and no open questions of its own."""
    waiting.stop(work, milestone)
    work.settle(milestone.order, *MILESTONE_TIMERS, milestone=milestone)
    close_cases(work, milestone.order, milestone=milestone)


def close_cases(work: UnitOfWork, order: Order, *, milestone: Milestone | None = None, kind: str | None = None) -> None:
    """Withdraw the open questions that this leaves without an object, and tell whoever asked."""
    for case in pointless(order.open_cases, milestone=milestone, kind=kind):
        case.withdraw(work.now)
        work.change(case, "state", "closed_at")
        work.settle(order, Kind.CASE, Kind.DISPUTE, case=case)
        work.record("case.voided", case, kind=case.kind)
