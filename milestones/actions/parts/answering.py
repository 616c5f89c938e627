"""What an accepted request, or a decided dispute, does."""

from collections.abc import Callable
from typing import Any

from marketplace import clock
from marketplace.errors import Refused
from marketplace.policies import limits
from marketplace.policies.models import NextPayment
from marketplace.policies.plan import MilestoneTerms
from marketplace.transitions import insist
from milestones.actions.parts import briefing, due_dates, locking, planning
from milestones.actions.parts.closing import close_cases
from milestones.actions.parts.finishing import follow
from milestones.actions.parts.funding import bill, total
from milestones.actions.parts.refunding import cancelled, fee_of, refund
from milestones.actions.parts.releasing import accepted
from milestones.actions.parts.reviewing import start_review
from milestones.models import Case, CaseKind, Ending, Milestone, Order, State
from milestones.models.conditions import is_disputed
from milestones.models.states import Acceptance
from milestones.outcomes import Way, after, of_dispute
from milestones.timer_kinds import Kind
from milestones.unit_of_work import UnitOfWork


def carry_out(work: UnitOfWork, case: Case) -> None:
    """Do what an accepted request asked for."""
    CARRY_OUT[case.kind](work, case)


def moves(case: Case) -> int:
    """How much money a yes moves at once, in minor units: back with its fee, by a split, or in for what is next."""
    order = case.order
    match case.kind:
        case CaseKind.CANCEL:
            return sum(one.held + fee_of(one, one.held) for one in cancelled_by(case))
        case CaseKind.SPLIT:
            return _about(case).held
        case CaseKind.REOPEN if order.policy.next_payment == NextPayment.AUTOMATIC:
            return total(bill(order.skipped[:1]))
    return 0


def cancelled_by(case: Case) -> list[Milestone]:
    """The milestones that end when a cancellation is agreed to."""
    return [one for one in case.order.open if case.milestone_id in (None, one.pk)]


def cancel_agreed(work: UnitOfWork, case: Case) -> None:
    """Refund what is under way; the rest of the order ends with it where the policy says so."""
    order, fault, over = case.order, case.data.get("fault", ""), cancelled_by(case)
    what = after(order, Way.CANCELLED, *over)
    for milestone in over:
        milestone.fault = fault
        work.change(milestone, "fault")
        cancelled(work, milestone, milestone.cancel)
    follow(work, order, what)
    if not order.is_active:
        order.fault = fault
        work.change(order, "fault")


def extend_agreed(work: UnitOfWork, case: Case) -> None:
    extend(work, _about(case), case.data["days"])


def extend(work: UnitOfWork, milestone: Milestone, days: int) -> None:
    """Give the work more time: counted from when it was due, or from now where no time was agreed."""
    due_at = (milestone.due_at or work.now) + clock.days(days)
    if due_at.date() > limits.latest_day():
        raise Refused(limits.TOO_FAR, field="days")
    due_dates.extend(work, milestone, due_at)
    work.record("milestone.extended", milestone, days=days)


def reopen_agreed(work: UnitOfWork, case: Case) -> None:
    """The order goes on where it stopped: what was skipped is in the plan again, unpaid."""
    order = case.order
    what, skipped = after(order, Way.REOPENED), order.skipped
    order.reopen()
    work.change(order, "state", "ending", "ended_at", "fault")
    for milestone in skipped:
        milestone.return_to_plan()
        work.change(milestone, "state", "ended_at")
    work.record("order.reopened", order)
    if order.awaits_brief:
        briefing.ask(work, order)
    follow(work, order, what)


def settle_dispute(work: UnitOfWork, milestone: Milestone, *, released: int, how: str, ending: str) -> None:
    """End the dispute of a milestone: `released` (minor units) of what is held is paid, the rest goes back.

    `how` is the Acceptance of what is paid, `ending` how the order ends if this ends it as a cancellation.
    """
    order, way = milestone.order, of_dispute(released)
    what = after(order, way, milestone, ending=ending)
    if way is Way.CANCELLED:
        cancelled(work, milestone, milestone.cancel)
    else:
        _divide(work, milestone, milestone.held - released)
        milestone.settle(work.now, how)
        accepted(work, milestone)
    follow(work, order, what)


def _divide(work: UnitOfWork, milestone: Milestone, back: int) -> None:
    """Give this much of a disputed milestone back (minor units) before the rest is paid."""
    if back:
        refund(work, milestone, back)
        milestone.refunded += back


def _about(case: Case) -> Milestone:
    return locking.milestone_of(case.order, case.milestone_id)


def change_agreed(work: UnitOfWork, case: Case) -> None:
    change_plan(work, case.order, case.data, case.milestone_id)


def change_plan(work: UnitOfWork, order: Order, change: dict[str, Any], milestone_id: int | None) -> None:
    """Apply {"op": add | edit | remove, "terms": {…}} to the part of a plan that has not begun."""
    match change["op"]:
        case "add":
            planning.add(work, order, MilestoneTerms.from_data(change["terms"]))
        case "edit":
            planning.edit(work, locking.milestone_of(order, milestone_id), MilestoneTerms.from_data(change["terms"]))
        case "remove":
            milestone = locking.milestone_of(order, milestone_id)
            what = after(order, Way.REMOVED, milestone)
            planning.remove(work, milestone)
            follow(work, order, what)


def change_order_agreed(work: UnitOfWork, case: Case) -> None:
    """New scope becomes a milestone of its own; the delivery that it answered is under review again."""
    milestone = _about(case)
    planning.add(work, case.order, MilestoneTerms.from_data(case.data["terms"]), after=milestone)
    milestone.take_up_review()
    work.change(milestone, "state", "revisions_used")
    due_dates.watch(work, milestone)
    start_review(work, milestone)


def split_agreed(work: UnitOfWork, case: Case) -> None:
    """Both sides agree on how a disputed milestone is split: its dispute is over."""
    settled(work, dispute_of(_about(case)), case.data["released"])


def dispute_of(milestone: Milestone) -> Case:
    """The dispute that freezes a milestone. Raises Refused where none does."""
    insist(milestone, is_disputed)
    about = (one for one in milestone.order.open_cases if one.milestone_id == milestone.pk and one.state == "open")
    return next(one for one in about if one.kind == CaseKind.DISPUTE)


def division(milestone: Milestone, released: int) -> dict[str, int]:
    """How what is held is divided (minor units), with the client's fee that goes back with what is refunded."""
    refunded = milestone.held - released
    return {"released": released, "refunded": refunded, "fee": fee_of(milestone, refunded)}


def settled(work: UnitOfWork, dispute: Case, released: int, *, gave_in: bool = False) -> None:
    """End a dispute as both sides have it: nobody decides it any more."""
    milestone = _about(dispute)
    parts = division(milestone, released)
    dispute.settle(work.now)
    dispute.data |= parts
    dispute.closed_by_id = work.by.pk
    work.change(dispute, "state", "closed_at", "closed_by", "data")
    work.settle(dispute.order, Kind.DISPUTE, case=dispute)
    work.record("dispute.settled", dispute, **parts, currency=milestone.currency, gave_in=gave_in)
    settle_dispute(work, milestone, released=released, how=Acceptance.AGREEMENT, ending=Ending.CANCELLED_MUTUALLY)


def resume(work: UnitOfWork, case: Case) -> None:
    """The dispute was withdrawn: the milestone is where it was, and a delivery gets a whole review window again."""
    milestone = _about(case)
    close_cases(work, case.order, milestone=milestone, kind=CaseKind.SPLIT)
    milestone.resume()
    work.change(milestone, "state", "disputed_from")
    work.record("milestone.resumed", milestone)
    due_dates.thaw(work, milestone, case.created_at, by_client=case.asked_by_id == case.order.client_id)
    if milestone.state == State.DELIVERED:
        start_review(work, milestone)


CARRY_OUT: dict[str, Callable[[UnitOfWork, Case], None]] = {
    CaseKind.CANCEL: cancel_agreed,
    CaseKind.EXTEND: extend_agreed,
    CaseKind.CHANGE: change_agreed,
    CaseKind.CHANGE_ORDER: change_order_agreed,
    CaseKind.REOPEN: reopen_agreed,
    CaseKind.SPLIT: split_agreed,
}
