"""What an accepted request, or a decided dispute, does."""

from collections.abc import Callable

from marketplace import clock
from marketplace.errors import Refused
from marketplace.policies import limits
from marketplace.policies.models import NextPayment
from marketplace.policies.plan import MilestoneTerms
from marketplace.stale import Overtaken
from marketplace.transitions import insist
from milestones.actions.parts import briefing, due_dates, locking, planning, resting
from milestones.actions.parts.closing import close_cases
from milestones.actions.parts.finishing import follow
from milestones.actions.parts.funding import bill, total
from milestones.actions.parts.plan_changes import UNCHANGED, Outcome, PlanChange, check
from milestones.actions.parts.refunding import cancelled, fee_of, refund
from milestones.actions.parts.releasing import accepted
from milestones.actions.parts.reviewing import start_review
from milestones.models import Case, CaseKind, CaseState, Ending, Milestone, Order, State
from milestones.models.conditions import holds_money, is_disputed, order_is_active, plan_may_change
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
    order, before = milestone.order, milestone.due_at or milestone.order.counts_from(work.now)
    due_at = before + clock.days(days)
    if order.paused_at and before <= order.paused_at < due_at:
        due_at += order.rest  # it was late already: what is more than that counts from the end of the rest
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


def divide(work: UnitOfWork, milestone: Milestone, *, released: int, how: str, ending: str) -> None:
    """End a milestone, disputed or not: `released` (minor units) of what is held is paid, the rest goes back.

    `how` is the Acceptance of what is paid, `ending` how the order ends if this ends it as a cancellation.
    """
    order, way = milestone.order, of_dispute(released)
    what = after(order, way, milestone, ending=ending)
    if way is Way.CANCELLED:
        cancelled(work, milestone, milestone.cancel)
    else:
        _give_back(work, milestone, milestone.held - released)
        milestone.settle(work.now, how)
        accepted(work, milestone)
    follow(work, order, what)


def _give_back(work: UnitOfWork, milestone: Milestone, back: int) -> None:
    """Give this much of what is held back (minor units) before the rest is paid."""
    if back:
        refund(work, milestone, back)
        milestone.refunded += back


def _about(case: Case) -> Milestone:
    return locking.milestone_of(case.order, case.milestone_id)


def change_agreed(work: UnitOfWork, case: Case) -> None:
    """All of it, or nothing: what the rulebook asks of a plan is asked again, of the order as it is now."""
    order, change = case.order, PlanChange.from_data(case.data)
    insist(order, plan_may_change, order_is_active)
    outcome = _checked_again(order, change)
    if outcome:
        change_plan(work, order, outcome)


def _checked_again(order: Order, change: PlanChange) -> Outcome | None:
    """What comes of a change that was checked when it was asked for; None where the plan says all of it by now."""
    try:
        return check(order, change)
    except Overtaken as overtaken:
        raise Refused(_of_row(change, overtaken, "it was changed since this was asked")) from overtaken
    except Refused as refused:
        if refused.message == UNCHANGED:
            return None  # by now: nothing is told of
        raise Refused(_of_row(change, refused, refused.message)) from refused


def _of_row(change: PlanChange, refused: Refused, why: str) -> str:
    """Why nothing of a change is done, and which of its milestones that is about."""
    terms = change.steps[refused.row].terms if refused.row is not None else None
    said = f"“{terms.name}”: {why}" if terms else why
    return f"Nothing of this change can be done as it is. {said.rstrip('.')}."


def change_plan(work: UnitOfWork, order: Order, outcome: Outcome, why: str = "") -> None:
    """Carry out a change to the plan that was checked under this lock. `why` is read with it by the other side."""
    planning.change(work, order, outcome, why)
    if not outcome.removed:
        return
    what = after(order, Way.REMOVED, *outcome.removed)
    for milestone in outcome.removed:
        planning.remove(work, milestone)
    follow(work, order, what)


def change_order_agreed(work: UnitOfWork, case: Case) -> None:
    """New scope becomes a milestone of its own, if the rulebook accepts that plan still; the delivery that it answered
    is under review again.
    """
    milestone, terms = _about(case), MilestoneTerms.from_data(case.data["terms"])
    _checked_again(case.order, PlanChange.adding(case.order, terms))
    planning.add(work, case.order, terms, after=milestone)
    milestone.take_up_review()
    work.change(milestone, "state", "revisions_used")
    due_dates.watch(work, milestone)
    start_review(work, milestone)


def split_agreed(work: UnitOfWork, case: Case) -> None:
    """Both sides agree on how what a milestone holds is divided: it is over, and so is its dispute."""
    milestone, released = _about(case), case.data["released"]
    if milestone.state == State.DISPUTED:
        settled(work, dispute_of(milestone), released)
        return
    insist(milestone, holds_money)
    work.record("milestone.settled", milestone, **division(milestone, released), currency=milestone.currency)
    _as_both_have_it(work, milestone, released)


def _as_both_have_it(work: UnitOfWork, milestone: Milestone, released: int) -> None:
    divide(work, milestone, released=released, how=Acceptance.AGREEMENT, ending=Ending.CANCELLED_MUTUALLY)


def answered(work: UnitOfWork, case: Case, answer: str) -> None:
    """What the other side has said is kept, and it is support's turn. Whoever calls this tells how it was said."""
    case.reply(work.now, answer.strip())
    work.change(case, "answer", "answered_at")
    work.settle(case.order, Kind.DISPUTE, case=case)
    work.record("dispute.escalated", case)


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
    _as_both_have_it(work, milestone, released)


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


def replace(work: UnitOfWork, order: Order, kind: str, milestone: Milestone | None = None) -> None:
    """A new proposal of this kind takes back one's own, and is a no to the other side's."""
    for case in list(order.open_cases):
        if (
            case.kind == kind
            and case.state == CaseState.OPEN
            and (milestone is None or case.milestone_id == milestone.pk)
        ):
            (case.withdraw if case.asked_by_id == work.by.pk else case.decline)(work.now)
            case.closed_by_id = work.by.pk
            # At once: one that waits, and one that takes its place, may not be open side by side.
            case.save(update_fields=["state", "closed_at", "closed_by", "answer"])
            work.settle(order, Kind.CASE, case=case)
            work.record(f"case.{case.state}", case, kind=case.kind)


CARRY_OUT: dict[str, Callable[[UnitOfWork, Case], None]] = {
    CaseKind.CANCEL: cancel_agreed,
    CaseKind.EXTEND: extend_agreed,
    CaseKind.CHANGE: change_agreed,
    CaseKind.CHANGE_ORDER: change_order_agreed,
    CaseKind.REOPEN: reopen_agreed,
    CaseKind.SPLIT: split_agreed,
    CaseKind.PAUSE: resting.agreed,
}
