"""Ending the timers and questions that a finished milestone or order leaves without an object."""

from milestones.models import CaseState, Milestone, Order
from milestones.timer_kinds import Kind
from milestones.unit_of_work import UnitOfWork

MILESTONE_TIMERS = (Kind.REVIEW, Kind.DUE, Kind.CASE, Kind.DISPUTE)


def over(work: UnitOfWork, milestone: Milestone) -> None:
    """A milestone that is over has no timers and no open questions of its own."""
    work.settle(milestone.order, *MILESTONE_TIMERS, milestone=milestone)
    close_cases(work, milestone.order, milestone=milestone)


def close_cases(work: UnitOfWork, order: Order, *, milestone: Milestone | None = None, kind: str | None = None) -> None:
    """Withdraw the open questions that this leaves without an object."""
    for case in order.open_cases:
        matches = milestone is None or case.milestone_id == milestone.pk
        if case.state == CaseState.OPEN and matches and kind in (None, case.kind):
            case.withdraw(work.now)
            work.change(case, "state", "closed_at")
            work.settle(order, Kind.CASE, Kind.DISPUTE, case=case)
