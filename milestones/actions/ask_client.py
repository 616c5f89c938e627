"""Waiting for the client: the freelancer asks what a step needs, and its time stands until the client answers."""

from django.db import transaction

from marketplace.actors import By
from marketplace.errors import Refused
from marketplace.idempotency import keys
from marketplace.transitions import authorize
from milestones.actions.parts import asking, locking, waiting
from milestones.models import Case, CaseKind, Milestone
from milestones.unit_of_work import Done

NO_QUESTION = "Write what you need: the client will read it."
NO_ANSWER = "Write your answer: the freelancer waits for it."


@transaction.atomic(durable=True)
def ask_client(milestone: Milestone, *, by: By, question: str, once: str = "") -> Done[Case]:
    """Ask the client what the work needs. One question of a step waits at a time."""
    work, milestone = locking.on_milestone(milestone, by)
    keys.use(once, by=by)
    authorize(milestone.ask_client, by)
    if not question.strip():
        raise Refused(NO_QUESTION, field="question")
    case = asking.ask(work, milestone.order, CaseKind.WAIT, milestone=milestone, reason=question, data={})
    waiting.begin(work, milestone)
    work.record("case.asked", case, kind=case.kind, step=milestone.position)
    return Done(case, work.save())


@transaction.atomic(durable=True)
def answer_client(case: Case, *, by: By, answer: str, once: str = "") -> Done[Case]:
    """The client answers: the time of the step runs again, and is longer by as long as it waited."""
    work, case = locking.on_case(case, by)
    keys.use(once, by=by)
    authorize(case.answer_client, by)
    if not answer.strip():
        raise Refused(NO_ANSWER, field="answer")
    milestone = locking.milestone_of(case.order, case.milestone_id)
    case.answer_client(work.now, answer.strip())
    case.closed_by_id = by.pk
    work.change(case, "state", "closed_at", "closed_by", "answer")
    waited = round((work.now - case.created_at).total_seconds())
    work.record("case.answered", case, kind=case.kind, step=milestone.position, waited=waited)
    waiting.over(work, case, milestone)
    return Done(case, work.save())
