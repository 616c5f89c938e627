"""Ending the timers and questions that a finished milestone or order leaves without an object."""

from milestones.models import Kind, Milestone, Order, RequestState
from milestones.unit_of_work import UnitOfWork

MILESTONE_TIMERS = (Kind.REVIEW, Kind.DUE, Kind.REQUEST, Kind.DISPUTE)


def over(work: UnitOfWork, milestone: Milestone) -> None:
    """A milestone that is over has no timers and no open questions of its own."""
    work.settle(milestone.order, *MILESTONE_TIMERS, milestone=milestone)
    close_requests(work, milestone.order, milestone=milestone)


def close_requests(
    work: UnitOfWork, order: Order, *, milestone: Milestone | None = None, kind: str | None = None
) -> None:
    """Withdraw the open questions that this leaves without an object."""
    for question in order.questions:
        matches = milestone is None or question.milestone_id == milestone.pk
        if question.state == RequestState.OPEN and matches and kind in (None, question.kind):
            question.withdraw(work.now)
            work.change(question, "state", "closed_at")
            work.settle(order, Kind.REQUEST, Kind.DISPUTE, request=question)
