"""Disputes: one side freezes a milestone, the other answers in time, support decides the split."""

from django.db import transaction

from escrow.money import to_money
from marketplace import clock
from marketplace.actors import By
from marketplace.errors import Refused
from marketplace.idempotency import keys
from marketplace.transitions import authorize, may
from milestones.actions.parts import answering, asking, locking
from milestones.actions.parts.closing import over
from milestones.models import Case, CaseKind, Ending, Milestone
from milestones.models.states import Acceptance
from milestones.permissions import is_client
from milestones.timer_kinds import Kind
from milestones.unit_of_work import Done, UnitOfWork

NO_ANSWER = "Write your answer: support will read it."


@transaction.atomic(durable=True)
def dispute(milestone: Milestone, *, by: By, reason: str, wanted: str = "", once: str = "") -> Done[Case]:
    """Freeze a milestone until it is decided. Only this milestone is frozen; its timers end."""
    work, milestone = locking.on_milestone(milestone, by)
    keys.use(once, by=by)
    authorize(milestone.dispute, by)
    if not reason.strip():
        raise Refused("Say what is wrong: the other side and support will read it.", field="reason")
    order = milestone.order
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
    _answered(work, case, answer)
    return Done(case, work.save())


def _answered(work: UnitOfWork, case: Case, answer: str) -> None:
    """What the other side has said is kept, and it is support's turn. Whoever calls this tells how it was said."""
    case.reply(work.now, answer.strip())
    work.change(case, "answer", "answered_at")
    work.settle(case.order, Kind.DISPUTE, case=case)
    work.record("dispute.escalated", case)


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
    answering.settle_dispute(
        work, milestone, released=released, how=Acceptance.DECISION, ending=Ending.CANCELLED_BY_SUPPORT
    )
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


@transaction.atomic(durable=True)
def propose_split(milestone: Milestone, *, by: By, released: int, reason: str, once: str = "") -> Done[Case]:
    """Offer the other side to end a dispute: `released` (minor units) goes to the freelancer, the rest back.

    It takes the place of a proposal that waits, whosever that is; and from the side that has to answer the dispute it
    is an answer.
    """
    work, milestone = locking.on_milestone(milestone, by)
    authorize(milestone.propose_split, by)
    case, order = answering.dispute_of(milestone), milestone.order
    keys.use(once, by=by)
    if not reason.strip():
        raise Refused("Say why this is fair: the other side will read it.", field="reason")
    if not 0 < released < milestone.held:
        raise Refused(
            f"More than nothing and less than {to_money(milestone.held, milestone.currency)}; to leave the other side "
            "all of it, give in.",
            field="released",
        )
    answering.replace(work, order, CaseKind.SPLIT, milestone)
    parts = answering.division(milestone, released)
    split = asking.ask(work, order, CaseKind.SPLIT, milestone=milestone, reason=reason, data=parts)
    is_answer = may(case.reply, by) and not case.answered_at
    work.record("case.asked", split, kind=split.kind, **({"answers": case.pk} if is_answer else {}))
    if is_answer:
        _answered(work, case, reason)
    return Done(split, work.save())
