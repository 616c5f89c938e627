"""Disputes: one side freezes a step, the other answers in time, support decides the split."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from escrow.money import to_money
from marketplace import clock
from marketplace.errors import Refused
from marketplace.idempotency import keys
from marketplace.transitions import authorize, may
from milestones.actions.parts import answering, locking
from milestones.actions.parts.closing import over
from milestones.models import Ending, Kind, Milestone, Request, RequestKind
from milestones.models.milestone import Acceptance
from milestones.permissions import is_client, is_party


@transaction.atomic(durable=True)
def dispute(milestone: Milestone, *, by, reason: str, wanted: str = "", once: str = "") -> Request:
    """Freeze a step until it is decided. Only this step is frozen; its timers end."""
    work, milestone = locking.on_milestone(milestone, by)
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
    work, request = locking.on_request(request, by)
    keys.use(once, by=by)
    authorize(request.reply, by)
    if request.kind != RequestKind.DISPUTE:
        raise Refused("Accept or decline this request.")
    if not answer.strip():
        raise Refused("Write your answer: support will read it.", field="answer")
    work.record("dispute.answered", request)
    _answered(work, request, answer)
    work.save()
    return request


def _answered(work, request: Request, answer: str) -> None:
    """What the other side has said is kept, and it is support's turn. Whoever calls this tells how it was said."""
    request.reply(work.now, answer.strip())
    work.change(request, "answer", "answered_at")
    work.settle(request.order, Kind.DISPUTE, request=request)
    work.record("dispute.escalated", request)


@transaction.atomic(durable=True)
def decide(request: Request, *, by, released: int) -> Request:
    """Support decides: `released` (minor units) of what is held goes to the freelancer, the rest to the client."""
    work, request = locking.on_request(request, by)
    authorize(request.decide, by)
    if request.kind != RequestKind.DISPUTE:
        raise Refused("The other side answers this request; only a dispute is decided.")
    milestone = locking.step_of(request.order, request.milestone_id)
    if not 0 <= released <= milestone.held:
        raise Refused("Release between nothing and all of what is held.", field="released")
    parts = answering.division(milestone, released)
    request.decide(work.now)
    request.closed_by_id = by.pk
    request.data |= parts | {"decision": getattr(by, "reason", "")}
    work.change(request, "state", "closed_at", "closed_by", "data")
    work.settle(request.order, Kind.DISPUTE, request=request)
    work.record("dispute.decided", request, **parts, currency=milestone.currency)
    answering.settle_dispute(
        work, milestone, released=released, how=Acceptance.DECISION, ending=Ending.CANCELLED_BY_SUPPORT
    )
    work.save()
    return request


@transaction.atomic(durable=True)
def give_in(milestone: Milestone, *, by) -> Milestone:
    """End a dispute in the other side's favour: all that is held goes to it. It takes no yes."""
    work, milestone = locking.on_milestone(milestone, by)
    question = _between_both(milestone, by)
    released = milestone.held if is_client(milestone, by) else 0
    answering.settled(work, question, released, gave_in=True)
    work.save()
    return milestone


@transaction.atomic(durable=True)
def propose_split(milestone: Milestone, *, by, released: int, reason: str, once: str = "") -> Request:
    """Offer the other side to end a dispute: `released` (minor units) goes to the freelancer, the rest back.

    It takes the place of a proposal that waits, whosever that is; and from the side that has to answer the dispute it
    is an answer.
    """
    work, milestone = locking.on_milestone(milestone, by)
    question, order = _between_both(milestone, by), milestone.order
    keys.use(once, by=by)
    if not reason.strip():
        raise Refused("Say why this is fair: the other side will read it.", field="reason")
    if not 0 < released < milestone.held:
        raise Refused(
            f"More than nothing and less than {to_money(milestone.held, milestone.currency)}; to leave the other side "
            "all of it, give in.",
            field="released",
        )
    _replace(work, milestone, by)
    split = Request.objects.create(
        order=order,
        milestone=milestone,
        kind=RequestKind.SPLIT,
        asked_by_id=by.pk,
        reason=reason.strip(),
        data=answering.division(milestone, released),
        created_at=work.now,
    )
    order.questions.append(split)
    is_answer = may(question.reply, by) and not question.answered_at
    work.record("request.asked", split, kind=split.kind, **({"answers": question.pk} if is_answer else {}))
    if is_answer:
        _answered(work, question, reason)
    work.save()
    return split


def _between_both(milestone: Milestone, by) -> Request:
    """The dispute of a step, for one of the two parties."""
    if not is_party(milestone, by):
        raise PermissionDenied
    return answering.dispute_of(milestone)


def _replace(work, milestone: Milestone, by) -> None:
    """A new proposal takes back one's own, and is a no to the other side's."""
    for request in list(milestone.order.questions):
        if request.kind == RequestKind.SPLIT and request.milestone_id == milestone.pk and request.state == "open":
            (request.withdraw if request.asked_by_id == by.pk else request.decline)(work.now)
            request.closed_by_id = by.pk
            request.save(update_fields=["state", "closed_at", "closed_by", "answer"])  # before the next one is written
            work.record(f"request.{request.state}", request, kind=request.kind)
