"""The resolution center: one side asks, the other answers, and silence answers where the policy says so."""

from typing import Any

from django.db import transaction

from marketplace import clock
from marketplace.actors import By
from marketplace.errors import Refused
from marketplace.idempotency import keys
from marketplace.policies.models import Silence
from marketplace.policies.plan import MilestoneTerms
from marketplace.transitions import authorize, insist
from milestones.actions.parts import answering, asking, locking, plan_changes, waiting
from milestones.actions.parts.plan_changes import PlanChange
from milestones.models import Case, CaseKind, CaseState, Milestone, Order
from milestones.models.case import Fault
from milestones.models.conditions import holds_money
from milestones.timer_kinds import Kind
from milestones.unit_of_work import Done, UnitOfWork

NO_REASON = "Give the reason: the other side will read it."


def _ask(
    work: UnitOfWork,
    order: Order,
    kind: str,
    *,
    milestone: Milestone | None = None,
    reason: str,
    silence_hours: int | None = None,
    **data: Any,
) -> Case:
    """Write the question down, with the timer for silence."""
    _insist_on_reason(reason)
    same = (one for one in order.open_cases if one.kind == kind and one.milestone_id == (milestone and milestone.pk))
    if any(one.state == CaseState.OPEN for one in same):
        raise Refused("This was asked already and waits for an answer.")
    case = asking.ask(work, order, kind, milestone=milestone, reason=reason, data=data)
    if silence_hours:
        due = order.counts_from(work.now) + clock.hours(silence_hours)
        work.start(Kind.CASE, due, order, milestone, case)
    work.record("case.asked", case, kind=kind)
    return case


def _insist_on_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(NO_REASON, field="reason")


@transaction.atomic(durable=True)
def ask_to_cancel(
    order: Order, *, by: By, reason: str, milestone: Milestone | None = None, fault: str = Fault.NOBODY, once: str = ""
) -> Done[Case]:
    """Ask the other side to cancel and refund: one milestone, or everything under way."""
    work, order = locking.on_order(order, by)
    keys.use(once, by=by)
    authorize(order.ask_to_cancel, by)
    if milestone is not None:
        milestone = locking.milestone_of(order, milestone.pk)
        insist(milestone, holds_money)
    elif not order.policy.cancel_ends_order:
        raise Refused("Choose the step to cancel.", field="milestone")
    case = _ask(
        work,
        order,
        CaseKind.CANCEL,
        milestone=milestone,
        reason=reason,
        silence_hours=order.policy.cancel_silence_hours,
        fault=fault if order.policy.cancel_fault else Fault.NOBODY,
    )
    return Done(case, work.save())


@transaction.atomic(durable=True)
def ask_for_time(milestone: Milestone, *, by: By, days: int, reason: str, once: str = "") -> Done[Case]:
    """Ask for so many more days for a milestone under way."""
    work, milestone = locking.on_milestone(milestone, by)
    keys.use(once, by=by)
    order = milestone.order
    authorize(milestone.ask_for_time, by)
    _check_days(days)
    silent = order.policy.extension_silence != Silence.WAITS
    case = _ask(
        work,
        order,
        CaseKind.EXTEND,
        milestone=milestone,
        reason=reason,
        silence_hours=order.policy.extension_silence_hours if silent else None,
        days=days,
    )
    return Done(case, work.save())


@transaction.atomic(durable=True)
def grant_time(milestone: Milestone, *, by: By, days: int, once: str = "") -> Done[Milestone]:
    """The client gives a milestone under way more time, where the policy does not ask for both."""
    work, milestone = locking.on_milestone(milestone, by)
    keys.use(once, by=by)
    authorize(milestone.grant_time, by)
    _check_days(days)
    answering.extend(work, milestone, days)
    return Done(milestone, work.save())


def _check_days(days: int) -> None:
    if not 1 <= days <= 365:
        raise Refused("Choose between 1 and 365 days.", field="days")


@transaction.atomic(durable=True)
def change_plan(order: Order, change: PlanChange, *, by: By, message: str = "", once: str = "") -> Done[Order]:
    """The client changes the plan, where the policy lets the client alone. `message` is told with it.

    Raises Refused with the row that stands against it, and Overtaken where the terms that it was written on changed.
    """
    work, order = locking.on_order(order, by)
    keys.use(once, by=by)
    authorize(order.change_plan, by)
    answering.change_plan(work, order, plan_changes.check(order, change), message)
    return Done(order, work.save())


@transaction.atomic(durable=True)
def ask_to_change(order: Order, change: PlanChange, *, by: By, reason: str, once: str = "") -> Done[Case]:
    """Propose a change to the plan, in the place of one that waits, whosever that is. Raises as `change_plan` does."""
    work, order = locking.on_order(order, by)
    keys.use(once, by=by)
    authorize(order.ask_to_change, by)
    plan_changes.check(order, change)
    _insist_on_reason(reason)
    answering.replace(work, order, CaseKind.CHANGE)
    case = _ask(work, order, CaseKind.CHANGE, reason=reason, **change.as_data(order))
    return Done(case, work.save())


@transaction.atomic(durable=True)
def offer_change_order(
    milestone: Milestone, *, by: By, terms: MilestoneTerms, reason: str, once: str = ""
) -> Done[Case]:
    """Answer a revision request with "that is new scope": a priced milestone of its own."""
    work, milestone = locking.on_milestone(milestone, by)
    keys.use(once, by=by)
    order = milestone.order
    authorize(milestone.change_order, by)
    plan_changes.check(order, PlanChange.adding(order, terms))
    case = _ask(work, order, CaseKind.CHANGE_ORDER, milestone=milestone, reason=reason, terms=terms.as_data())
    return Done(case, work.save())


@transaction.atomic(durable=True)
def ask_to_reopen(order: Order, *, by: By, reason: str, once: str = "") -> Done[Case]:
    """Ask to go on with an order that was stopped, within the policy's days."""
    work, order = locking.on_order(order, by)
    keys.use(once, by=by)
    authorize(order.ask_to_reopen, by)
    case = _ask(work, order, CaseKind.REOPEN, reason=reason)
    return Done(case, work.save())


@transaction.atomic(durable=True)
def accept(case: Case, *, by: By, answer: str = "", agreed: int | None = None) -> Done[Case]:
    """Say yes, and do what was asked.

    `agreed` is the money that a yes moves (minor units) as it was shown: Refused if it is something else by now.
    """
    work, case = locking.on_case(case, by)
    authorize(case.accept, by)
    _require_agreed(case, agreed)
    case.accept(work.now, answer.strip())
    _closed(work, case)
    answering.carry_out(work, case)
    return Done(case, work.save())


@transaction.atomic(durable=True)
def decline(case: Case, *, by: By, answer: str = "") -> Done[Case]:
    """Say no. Nothing changes."""
    work, case = locking.on_case(case, by)
    authorize(case.decline, by)
    case.decline(work.now, answer.strip())
    _closed(work, case)
    return Done(case, work.save())


@transaction.atomic(durable=True)
def withdraw(case: Case, *, by: By) -> Done[Case]:
    """Take the question back. A withdrawn dispute puts its milestone back to where it was."""
    work, case = locking.on_case(case, by)
    authorize(case.withdraw, by)
    case.withdraw(work.now)
    _closed(work, case)
    if case.kind == CaseKind.DISPUTE:
        answering.resume(work, case)
    elif case.kind == CaseKind.WAIT:
        waiting.over(work, case, locking.milestone_of(case.order, case.milestone_id))
    return Done(case, work.save())


def _require_agreed(case: Case, agreed: int | None) -> None:
    if agreed not in (None, answering.moves(case)):
        raise Refused("The amounts changed while you looked at them. Look at the request again.")


def _closed(work: UnitOfWork, case: Case) -> None:
    case.closed_by_id = work.by.pk
    work.change(case, "state", "closed_at", "closed_by", "answer")
    work.settle(case.order, Kind.CASE, Kind.DISPUTE, case=case)
    work.record(f"case.{case.state}", case, kind=case.kind)
