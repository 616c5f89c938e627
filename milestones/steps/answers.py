"""What an accepted request, or a decided dispute, does."""

from marketplace import clock
from marketplace.errors import Refused
from milestones import limits, plan
from milestones.models import Milestone, RequestKind, State
from milestones.steps import due
from milestones.steps.ending import end_or_go_on, go_on
from milestones.steps.refunding import cancelled, refund
from milestones.steps.releasing import accepted
from milestones.steps.review import start_review
from milestones.work import Work


def carry_out(work: Work, question) -> None:
    """Do what an accepted request asked for."""
    CARRY_OUT[question.kind](work, question)


def cancel_agreed(work: Work, question) -> None:
    """Refund what is under way; the rest of the order ends with it where the policy says so."""
    order = question.order
    about = [one for one in order.open if question.milestone_id in (None, one.pk)]
    for milestone in about:
        cancelled(work, milestone, milestone.cancel)
    if order.is_active:
        end_or_go_on(work, order)


def extend_agreed(work: Work, question) -> None:
    extend(work, _about(question), question.data["days"])


def extend(work: Work, milestone: Milestone, days: int) -> None:
    """Give the work more time: counted from when it was due, or from now where no time was agreed."""
    due_at = (milestone.due_at or work.now) + clock.days(days)
    if due_at.date() > limits.latest_day():
        raise Refused(limits.TOO_FAR, field="days")
    due.extend(work, milestone, due_at)
    work.record("milestone.extended", milestone, days=days)


def reopen_agreed(work: Work, question) -> None:
    """The order goes on where it stopped: what was skipped is in the plan again, unpaid."""
    order = question.order
    skipped = order.skipped
    order.reopen()
    work.change(order, "state", "ending", "ended_at")
    for milestone in skipped:
        milestone.return_to_plan()
        work.change(milestone, "state", "ended_at")
    work.record("order.reopened", order)
    go_on(work, order)


def settle_dispute(work: Work, milestone: Milestone, *, released: int, ending: str) -> None:
    """Decide a disputed milestone: `released` (minor units) of what is held is paid, the rest goes back.

    `ending` is how the order ends if this ends it as a cancellation.
    """
    order = milestone.order
    if released == 0:
        cancelled(work, milestone, milestone.cancel)
        end_or_go_on(work, order, ending)
        return
    back = milestone.held - released
    if back:
        refund(work, milestone, back)
        milestone.refunded += back
    milestone.settle(work.now)
    accepted(work, milestone)
    go_on(work, order)


def _about(question) -> Milestone:
    return next(one for one in question.order.plan if one.pk == question.milestone_id)


def change_agreed(work: Work, question) -> None:
    change_plan(work, question.order, question.data, question.milestone_id)


def change_plan(work: Work, order, change: dict, milestone_id: int | None) -> None:
    """Apply {"op": add | edit | remove, "step": {…}} to the part of a plan that has not begun."""
    milestone = next((one for one in order.plan if one.pk == milestone_id), None)
    match change["op"]:
        case "add":
            plan.add(work, order, plan.Step.from_data(change["step"]))
        case "edit":
            plan.edit(work, milestone, plan.Step.from_data(change["step"]))
        case "remove":
            plan.remove(work, milestone)
            due.take_turns(work, order)
            if not order.pending:
                go_on(work, order)


def change_order_agreed(work: Work, question) -> None:
    """New scope becomes a step of its own; the delivery that it answered is under review again."""
    milestone = _about(question)
    plan.add(work, question.order, plan.Step.from_data(question.data["step"]), after=milestone)
    milestone.take_up_review()
    work.change(milestone, "state", "revisions_used")
    due.watch(work, milestone)
    start_review(work, milestone)


def resume(work: Work, question) -> None:
    """The dispute was withdrawn: the step is where it was, and a delivery gets a whole review window again."""
    milestone = _about(question)
    milestone.resume()
    work.change(milestone, "state", "disputed_from")
    work.record("milestone.resumed", milestone)
    due.thaw(work, milestone, question.created_at, by_client=question.asked_by_id == question.order.client_id)
    if milestone.state == State.DELIVERED:
        start_review(work, milestone)


CARRY_OUT = {
    RequestKind.CANCEL: cancel_agreed,
    RequestKind.EXTEND: extend_agreed,
    RequestKind.CHANGE: change_agreed,
    RequestKind.CHANGE_ORDER: change_order_agreed,
    RequestKind.REOPEN: reopen_agreed,
}
