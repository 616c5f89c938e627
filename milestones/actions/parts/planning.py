"""Changing the plan of a locked order: the milestones that two people agreed on."""

from typing import Any

from escrow.money import to_money
from marketplace.errors import Refused
from marketplace.policies.plan import MOST_MILESTONES, TOO_MANY, MilestoneTerms
from marketplace.transitions import insist
from milestones.actions.parts.closing import close_cases
from milestones.actions.parts.funding import PAYMENT_TIMERS
from milestones.actions.parts.plan_changes import Outcome, Planned
from milestones.models import Milestone, Order, State
from milestones.models.conditions import holds_nothing_yet, not_begun, order_is_active
from milestones.unit_of_work import UnitOfWork

MOST_ROWS = 3 * MOST_MILESTONES  # with those that were taken out again, which the page of the order still shows


def draw(order: Order, terms: MilestoneTerms, position: int) -> Milestone:
    """An unsaved milestone of this order, made from its terms."""
    milestone = Milestone(order=order, position=position)
    write(milestone, terms)
    return milestone


def write(milestone: Milestone, terms: MilestoneTerms) -> None:
    """Give a milestone that has not begun these terms."""
    milestone.name = terms.name
    milestone.description = terms.description
    milestone.deliverables = list(terms.deliverables)
    milestone.substeps = [{"name": name, "done_at": None} for name in terms.substeps]
    milestone.days, milestone.due_on = terms.days, terms.due_on
    milestone.amount = to_money(terms.amount, milestone.order.currency)
    milestone.revisions_allowed = terms.revisions
    milestone.call = terms.call


TERMS = ("name", "description", "deliverables", "substeps", "days", "due_on", "amount", "revisions_allowed", "call")


def change(work: UnitOfWork, order: Order, outcome: Outcome, why: str) -> None:
    """Give the plan the terms, the new milestones and the order that were decided, and tell of it once.

    What leaves it is told of with the rest, and taken out by `remove`.
    """
    insist(order, order_is_active)
    _insist_on_room(order, more=len(outcome.added) - len(outcome.removed), rows=len(outcome.added))
    told = [_difference(one, number) for number, one in enumerate(outcome.plan, start=1) if one.is_changed]
    told += [{"number": one.position, "removed": one.name, "amount": one.price} for one in outcome.removed]
    is_moved, first = outcome.is_moved, order.next_pending
    for one in outcome.changed:
        if one.milestone:
            _edit(work, one.milestone, one.terms)
    _arrange(work, order, outcome.plan)
    if first and order.next_pending is not first:
        _pass_on_payment_timers(work, first)
    reason = {"reason": why.strip()} if why.strip() else {}
    work.record("order.plan_changed", order, changes=told, moved=is_moved, currency=order.currency, **reason)


def _edit(work: UnitOfWork, milestone: Milestone, terms: MilestoneTerms) -> None:
    insist(milestone, not_begun)
    if terms.due_on != milestone.due_on:
        milestone.agreed_at = work.now
    write(milestone, terms)
    work.change(milestone, *TERMS, "agreed_at")


def _difference(planned: Planned, number: int) -> dict[str, Any]:
    """What is told of a milestone that is new, or has other terms than before."""
    if planned.milestone is None:
        return {"number": number, "added": planned.terms.name, "amount": planned.terms.amount}
    was, now = MilestoneTerms.of(planned.milestone).as_data(), planned.terms.as_data()
    names = {**was, **now}  # a call is in the data only where there is one
    changed = {name: [was.get(name), now.get(name)] for name in names if was.get(name) != now.get(name)}
    return {"number": number, "name": planned.terms.name, "changed": changed}


def _arrange(work: UnitOfWork, order: Order, plan: list[Planned]) -> list[Milestone]:
    """Put the milestones into this order, the new ones among them. Returns the new ones."""
    found, new = [], []
    for position, one in enumerate(plan, start=1):
        milestone = one.milestone
        if milestone is None:
            milestone = draw(order, one.terms, position)
            milestone.agreed_at = work.now
            new.append(work.create(milestone))
        elif milestone.position != position:
            milestone.position = position
            work.change(milestone, "position")
        found.append(milestone)
    order.plan = found
    return new


def add(work: UnitOfWork, order: Order, terms: MilestoneTerms, *, after: Milestone) -> Milestone:
    """Put a new milestone into the plan after another one."""
    insist(order, order_is_active)
    _insist_on_room(order, more=1, rows=1)
    plan = [Planned(MilestoneTerms.of(one), one) for one in order.plan]
    plan.insert(order.plan.index(after) + 1, Planned(terms))
    (milestone,) = _arrange(work, order, plan)
    work.record("milestone.added", milestone, name=terms.name, amount=terms.amount, currency=order.currency)
    return milestone


def _insist_on_room(order: Order, *, more: int, rows: int) -> None:
    """For so many milestones more, of which so many rows are new."""
    if rows and sum(one.state != State.SKIPPED for one in order.plan) + more > MOST_MILESTONES:
        raise Refused(TOO_MANY)
    if rows and len(order.plan) + rows > MOST_ROWS:
        raise Refused("So many steps came and went that this plan takes no more. Change one that has not begun.")


def remove(work: UnitOfWork, milestone: Milestone) -> None:
    """Take a milestone that has not begun out of the plan; its row stays, skipped."""
    insist(milestone, order_is_active, not_begun, holds_nothing_yet)
    milestone.remove(work.now)
    work.change(milestone, "state", "ended_at", "is_removed")
    close_cases(work, milestone.order, milestone=milestone)
    _pass_on_payment_timers(work, milestone)


def _pass_on_payment_timers(work: UnitOfWork, former: Milestone) -> None:
    """The time to pay it is the time to pay what is paid next in its place: nobody gets more, or less."""
    order, heir = former.order, former.order.next_pending
    if heir is None:
        work.settle(order, *PAYMENT_TIMERS, milestone=former)
        return
    for timer in order.timers:
        if timer.milestone_id == former.pk and {timer.kind, timer.data.get("of")} & {*PAYMENT_TIMERS}:
            work.hand_over(timer, heir)
