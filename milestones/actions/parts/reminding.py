"""Announcing a timer by mail before it is due.

The reminders of one timer are one row, which moves from instant to instant: what is settled most often before its time
costs one row and not one for each.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from marketplace.deadlines.models import Deadline
from milestones.actions.parts import locking
from milestones.models import Milestone, Order
from milestones.timer_kinds import Kind
from milestones.unit_of_work import UnitOfWork

THEN = "then"  # the instants that are left, in the data of the row


def announce(
    work: UnitOfWork, order: Order, milestone: Milestone | None, moments: Iterable[datetime], **about: Any
) -> None:
    """Remind at each of these instants that is still to come. `about` names the timer: of (its kind), until."""
    if coming := sorted({moment for moment in moments if moment > order.counts_from(work.now)}):
        first, *later = coming
        then: dict[str, Any] = {THEN: [one.isoformat() for one in later]} if later else {}
        work.start(Kind.REMIND, first, order, milestone, **about, **then)


def remind(work: UnitOfWork, order: Order, reminder: Deadline) -> None:
    """Say it: the event is the reminder, which the outbox mails. What is left is announced next."""
    work.settle_one(reminder, "fired")
    about = {name: value for name, value in reminder.data.items() if name != THEN}
    milestone = locking.milestone_of(order, reminder.milestone_id) if reminder.milestone_id else None
    if milestone:
        work.record("deadline.reminded", milestone, **about)
    else:
        work.record("order.reminded", order)
    announce(work, order, milestone, map(datetime.fromisoformat, reminder.data.get(THEN, [])), **about)
