"""Disputes: one side freezes a step, the other answers in time, support decides the split."""

from django.db import transaction

from marketplace import clock
from marketplace.errors import Refused
from marketplace.idempotency import keys
from marketplace.transitions import authorize
from milestones.actions import begin
from milestones.models import Ending, Kind, Milestone, Request, RequestKind
from milestones.permissions import is_client
from milestones.steps import answers
from milestones.steps.closing import over


@transaction.atomic(durable=True)
def dispute(milestone: Milestone, *, by, reason: str, wanted: str = "", once: str = "") -> Request:
    """Freeze a step until it is decided. Only this step is frozen; its timers end."""
    work, milestone = begin.on_milestone(milestone, by)
    keys.use(once, by=by)
    authorize(milestone.dispute, by)
    if not reason.strip():
        raise Refused("Say what is wrong: the other side and support will read it.", field="reason")
    order = milestone.order
    over(work, milestone)
    milestone.dispute()
    work.change(milestone, "state", "disputed_from")
    question = Request.objects.create(
        order=order,
        milestone=milestone,
        kind=RequestKind.DISPUTE,
        asked_by_id=by.pk,
        reason=reason.strip(),
        data={"wanted": wanted},
        created_at=work.now,
    )
    order.questions.append(question)
    work.record("milestone.disputed", milestone)
    _wait_for_answer(work, question, by)
    work.save()
    return question


def _wait_for_answer(work, question: Request, by) -> None:
    """The other side gets the policy's hours; where there are none, support decides at once."""
    rules = question.order.rules
    hours = rules.dispute_freelancer_hours if is_client(question.order, by) else rules.dispute_client_hours
    if not hours:
        work.record("dispute.escalated", question)
        return
    after = clock.weekday_hours if rules.dispute_business_days else clock.after_hours
    work.start(Kind.DISPUTE, after(work.now, hours), question.order, question.milestone, question)


@transaction.atomic(durable=True)
def reply(request: Request, *, by, answer: str, once: str = "") -> Request:
    """Answer a dispute: from now on it waits for support."""
    work, request = begin.on_request(request, by)
    keys.use(once, by=by)
    authorize(request.reply, by)
    if request.kind != RequestKind.DISPUTE:
        raise Refused("Accept or decline this request.")
    if not answer.strip():
        raise Refused("Write your answer: support will read it.", field="answer")
    request.reply(work.now, answer.strip())
    work.change(request, "answer", "answered_at")
    work.settle(request.order, Kind.DISPUTE, request=request)
    work.record("dispute.answered", request)
    work.record("dispute.escalated", request)
    work.save()
    return request


@transaction.atomic(durable=True)
def decide(request: Request, *, by, released: int) -> Request:
    """Support decides: `released` (minor units) of what is held goes to the freelancer, the rest to the client."""
    work, request = begin.on_request(request, by)
    authorize(request.decide, by)
    if request.kind != RequestKind.DISPUTE:
        raise Refused("The other side answers this request; only a dispute is decided.")
    milestone = begin.step_of(request.order, request.milestone_id)
    if not 0 <= released <= milestone.held:
        raise Refused("Release between nothing and all of what is held.", field="released")
    request.decide(work.now)
    work.change(request, "state", "closed_at")
    work.settle(request.order, Kind.DISPUTE, request=request)
    work.record(
        "dispute.decided", request, released=released, refunded=milestone.held - released, currency=milestone.currency
    )
    answers.settle_dispute(work, milestone, released=released, ending=Ending.CANCELLED_BY_SUPPORT)
    work.save()
    return request
