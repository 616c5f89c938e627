"""Changing the plan of a locked order: the milestones that two people agreed on."""

from typing import Any

from escrow.money import to_money
from marketplace.errors import Refused
from marketplace.policies.plan import MOST_MILESTONES, TOO_MANY, MilestoneTerms
from marketplace.stale import Overtaken
from marketplace.transitions import insist
from milestones.actions.parts.closing import close_cases
from milestones.actions.parts.funding import PAYMENT_TIMERS
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


def require_seen(milestone: Milestone, seen: str) -> None:
    """Raise Overtaken where a change was written on other terms than the milestone has now."""
    now = MilestoneTerms.of(milestone)
    if seen and seen != now.mark:
        raise Overtaken(vars(now), now.mark)


def edit(work: UnitOfWork, milestone: Milestone, terms: MilestoneTerms) -> None:
    """Change the terms of a milestone that has not begun."""
    insist(milestone, order_is_active, not_begun)
    if terms.amount <= milestone.carried:
        raise Refused("Part of this step is held already: its amount must be more than that.", field="amount")
    before = MilestoneTerms.of(milestone)
    if terms == before:
        return  # by now: nothing is told of
    write(milestone, terms)
    if before.due_on != terms.due_on:
        milestone.agreed_at = work.now
    work.change(milestone, *TERMS, "agreed_at")
    work.record("milestone.changed", milestone, **_difference(before, terms), currency=milestone.currency)


def _difference(before: MilestoneTerms, after: MilestoneTerms) -> dict[str, Any]:
    was, now = before.as_data(), after.as_data()
    names = {**was, **now}  # a call is in the data only where there is one
    return {"changed": {name: [was.get(name), now.get(name)] for name in names if was.get(name) != now.get(name)}}


def add(work: UnitOfWork, order: Order, terms: MilestoneTerms, *, after: Milestone | None = None) -> Milestone:
    """Put a new milestone into the plan: at the end, or after another one."""
    insist(order, order_is_active)
    _insist_on_room(order)
    position = (after or order.plan[-1]).position + 1
    for later in [one for one in order.plan if one.position >= position]:
        later.position += 1
        work.change(later, "position")
    milestone = draw(order, terms, position)
    milestone.agreed_at = work.now
    work.create(milestone)
    order.plan = sorted([*order.plan, milestone], key=lambda one: one.position)
    work.record("milestone.added", milestone, name=terms.name, amount=terms.amount, currency=order.currency)
    return milestone


def _insist_on_room(order: Order) -> None:
    if sum(one.state != State.SKIPPED for one in order.plan) >= MOST_MILESTONES:
        raise Refused(TOO_MANY)
    if len(order.plan) >= MOST_ROWS:
        raise Refused("So many steps came and went that this plan takes no more. Change one that has not begun.")


def remove(work: UnitOfWork, milestone: Milestone) -> None:
    """Take a milestone that has not begun out of the plan; its row stays, skipped."""
    insist(milestone, order_is_active, not_begun, holds_nothing_yet)
    milestone.remove(work.now)
    work.change(milestone, "state", "ended_at", "is_removed")
    work.record("milestone.removed", milestone, name=milestone.name)
    close_cases(work, milestone.order, milestone=milestone)
    _pass_on_payment_timers(work, milestone)


def _pass_on_payment_timers(work: UnitOfWork, removed: Milestone) -> None:
    """The time to pay it is the time to pay what is paid next in its place: nobody gets more, or less."""
    order, heir = removed.order, removed.order.next_pending
    if heir is None:
        work.settle(order, *PAYMENT_TIMERS, milestone=removed)
        return
    for timer in order.timers:
        if timer.milestone_id == removed.pk and {timer.kind, timer.data.get("of")} & {*PAYMENT_TIMERS}:
            work.hand_over(timer, heir)
