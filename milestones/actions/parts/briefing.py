"""Asking the client for the brief of an order, and what it does that it is there, or is missing again.

While it is awaited the time of what is paid stands (readings 10 to 12 in docs/policies.md).
"""

from collections.abc import Sequence

from marketplace import clock
from marketplace.policies.models import RequirementsEnd
from milestones.actions.parts import due_dates, reminding, waiting
from milestones.actions.parts.closing import close_cases
from milestones.models import CaseKind, Order, OrderQuestion
from milestones.questions import Question
from milestones.timer_kinds import Kind
from milestones.unit_of_work import UnitOfWork

REMINDERS = (1, 3, 7)  # days after the client was asked

FIELDS = ("asked_at", "briefed_at", "brief_skipped", "brief_until", "brief_problem")


def place(work: UnitOfWork, order: Order, questions: Sequence[Question]) -> None:
    """Give a new order its questions. Where none needs an answer nobody waits: the client may answer all the same.

    The rows are written at once: the order is new, and nobody else can know them.
    """
    OrderQuestion.objects.bulk_create(
        OrderQuestion.asked(order, position, question) for position, question in enumerate(questions, start=1)
    )
    if any(one.required for one in questions):
        ask(work, order)
    else:
        order.asked_at = order.briefed_at = work.now
        order.brief_skipped = True
        work.change(order, *FIELDS)


def ask(work: UnitOfWork, order: Order, problem: str = "") -> None:
    """Wait for the answers from now on. `problem` is why earlier ones were sent back."""
    policy = order.policy
    order.asked_at, order.briefed_at, order.brief_skipped, order.brief_problem = work.now, None, False, problem
    ends = policy.requirements_days and policy.requirements_end != RequirementsEnd.WAITS
    counted = order.counts_from(work.now)
    order.brief_until = counted + clock.days(policy.requirements_days) if ends else None
    work.change(order, *FIELDS)
    work.settle(order, Kind.BRIEF)
    if order.brief_until:
        work.start(Kind.BRIEF, order.brief_until, order)
    moments = (counted + clock.days(days) for days in REMINDERS)
    in_time = (moment for moment in moments if not order.brief_until or moment < order.brief_until)
    reminding.announce(work, order, None, in_time, of=Kind.BRIEF)


def came(work: UnitOfWork, order: Order, *, skipped: bool = False) -> None:
    """Nobody waits for answers any more: the time of what is paid begins to run."""
    order.briefed_at, order.brief_skipped, order.brief_problem = work.now, skipped, ""
    work.change(order, *FIELDS)
    work.settle(order, Kind.BRIEF)
    due_dates.brief_came(work, order)


def went(work: UnitOfWork, order: Order, reason: str) -> None:
    """The answers go back: the time stands again, and what was asked for more of it has no object any more."""
    order.returns_used += 1
    work.change(order, "returns_used")
    ask(work, order, reason)
    for milestone in order.open:
        waiting.stop(work, milestone)
    due_dates.brief_went(work, order)
    close_cases(work, order, kind=CaseKind.EXTEND)
    close_cases(work, order, kind=CaseKind.WAIT)
