"""Disputes: one side freezes a milestone, the other answers in time, support decides the split."""

from django.db import transaction

from marketplace import clock
from marketplace.actors import By
from marketplace.errors import Refused
from marketplace.idempotency import keys
from marketplace.transitions import authorize
from milestones.actions.parts import answering, asking, locking, resting
from milestones.actions.parts.closing import over
from milestones.models import Case, CaseKind, Ending, Milestone
from milestones.models.states import Acceptance
from milestones.permissions import is_client
from milestones.timer_kinds import Kind
from milestones.unit_of_work import Done, UnitOfWork

NO_ANSWER = "Write your answer: support will read it."


@transaction.atomic(durable=True)
def dispute(milestone: Milestone, *, by: By, reason: str, wanted: str = "", once: str = "") -> Done[Case]:
    """Freeze a milestone until it is decided. Only it is frozen; its timers end, and so does a rest of the order."""
    work, milestone = locking.on_milestone(milestone, by)
    keys.use(once, by=by)
    authorize(milestone.dispute, by)
    if not reason.strip():
        raise Refused("Say what is wrong: the other side and support will read it.", field="reason")
    order = milestone.order
    resting.go_on(work, order)
    work.record("milestone.disputed", milestone)
    over(work, milestone)
    milestone.dispute()
    work.change(milestone, "state", "disputed_from")
    case = asking.ask(work, order, CaseKind.DISPUTE, milestone=milestone, reason=reason, data={"wanted": wanted})
    _wait_for_answer(work, case, by)
    return Done(case, work.save())


def _wait_for_answer(work: UnitOfWork, case: Case, by: By) -> None:
    """The other side gets the policy's hours; where there are none, support decides at once."""
    policy = case.order.policy
    hours = policy.dispute_freelancer_hours if is_client(case.order, by) else policy.dispute_client_hours
    if not hours:
        work.record("dispute.escalated", case)
        return
    after = clock.weekday_hours if policy.dispute_business_days else clock.after_hours
    work.start(Kind.DISPUTE, after(work.now, hours), case.order, case.milestone, case)


@transaction.atomic(durable=True)
def reply(case: Case, *, by: By, answer: str, once: str = "") -> Done[Case]:
    """Answer a dispute: from now on it waits for support."""
    work, case = locking.on_case(case, by)
    keys.use(once, by=by)
    authorize(case.reply, by)
    if not answer.strip():
        raise Refused(NO_ANSWER, field="answer")
    work.record("dispute.answered", case)
    answering.answered(work, case, answer)
    return Done(case, work.save())


@transaction.atomic(durable=True)
def decide(case: Case, *, by: By, released: int) -> Done[Case]:
    """Support decides: `released` (minor units) of what is held goes to the freelancer, the rest to the client."""
    work, case = locking.on_case(case, by)
    authorize(case.decide, by)
    milestone = locking.milestone_of(case.order, case.milestone_id)
    if not 0 <= released <= milestone.held:
        raise Refused("Release between nothing and all of what is held.", field="released")
    parts = answering.division(milestone, released)
    case.decide(work.now)
    case.closed_by_id = by.pk
    case.data |= parts | {"decision": getattr(by, "reason", "")}
    work.change(case, "state", "closed_at", "closed_by", "data")
    work.settle(case.order, Kind.DISPUTE, case=case)
    work.record("dispute.decided", case, **parts, currency=milestone.currency)
    answering.divide(work, milestone, released=released, how=Acceptance.DECISION, ending=Ending.CANCELLED_BY_SUPPORT)
    return Done(case, work.save())


@transaction.atomic(durable=True)
def give_in(milestone: Milestone, *, by: By) -> Done[Milestone]:
    """End a dispute in the other side's favour: all that is held goes to it. It takes no yes."""
    work, milestone = locking.on_milestone(milestone, by)
    authorize(milestone.give_in, by)
    case = answering.dispute_of(milestone)
    released = milestone.held if is_client(milestone, by) else 0
    answering.settled(work, case, released, gave_in=True)
    return Done(milestone, work.save())
