"""A step that waits for an answer of the client: its time stands, and comes back when the answer does."""

from datetime import timedelta

from milestones.actions.parts import due_dates
from milestones.models import Case, CaseKind, Milestone
from milestones.timer_kinds import Kind
from milestones.unit_of_work import UnitOfWork


def begin(work: UnitOfWork, milestone: Milestone) -> None:
    """Its time stands from now on."""
    milestone.waits_since = work.now
    work.change(milestone, "waits_since")
    work.settle(milestone.order, Kind.DUE, milestone=milestone)


def stop(work: UnitOfWork, milestone: Milestone) -> timedelta:
    """It waits no more, and is due later by as long as it did; late it stays where it was late before."""
    since = milestone.waits_since
    if since is None:
        return timedelta(0)
    waited = milestone.order.counts_from(work.now) - since
    if milestone.due_at and milestone.due_at > since:
        milestone.due_at += waited
    milestone.waits_since = None
    work.change(milestone, "waits_since", "due_at")
    return waited


def over(work: UnitOfWork, case: Case, milestone: Milestone) -> None:
    """The question was answered, or taken back: the time of the step runs again."""
    before, waited = milestone.due_at, stop(work, milestone)
    case.data |= {"waited": round(waited.total_seconds())}
    work.change(case, "data")
    due_dates.watch(work, milestone)
    if milestone.due_at and milestone.due_at != before:
        due_dates.tell(work, milestone, "client", milestone.due_at)


def question_of(milestone: Milestone) -> Case | None:
    """What it waits for."""
    asked = (one for one in milestone.order.open_cases if one.kind == CaseKind.WAIT and one.state == "open")
    return next((one for one in asked if one.milestone_id == milestone.pk), None)
