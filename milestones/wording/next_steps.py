"""What happens next: who waits for whom, until when, what silence does to which money, how to prevent it."""

from milestones.models import Kind, Request, RequestKind
from milestones.queries.order_snapshot import Case
from milestones.wording import cases, ended, payments, under_way
from milestones.wording.phrases import OTHER, SUPPORT, YOU, Waiting, sentences


def waiting(case: Case) -> list[Waiting]:
    """Everything that an order waits for, the most urgent first; of an ended one, how it ended."""
    asked = [of_request(case, one) for one in case.questions]
    if not case.order.is_active:
        return [*asked, ended.ended(case)]
    found = [*payments.at_the_bank(case), *asked, *under_way.steps(case), *payments.next_payment(case)]
    return [*sorted(found, key=lambda one: one.urgency), *under_way.ends_here(case)]


def of_request(case: Case, question: Request) -> Waiting:
    """A request that waits for an answer."""
    reader = case.reader
    timer = case.timer(Kind.REQUEST, Kind.DISPUTE, request=question)
    disputes = question.kind == RequestKind.DISPUTE
    if disputes and (question.answered_at or timer is None):
        return _for_support(case, question)
    on = YOU if reader.is_party and question.asked_by_id != reader.user.pk else OTHER
    return Waiting(
        on=on,
        title=cases.title(question, reader),
        text=sentences(cases.effect(question, reader), cases.silence(question, timer, reader)),
        due=timer and timer.due_at,
        href=question.get_absolute_url(),
        action="Answer" if on == YOU else "See the request",
        tone="bad" if disputes else "" if on == YOU else "info",
        icon="scale" if disputes else "message-circle",
    )


def _for_support(case: Case, question: Request) -> Waiting:
    return Waiting(
        on=SUPPORT,
        title=f"Support decides the dispute about {cases.step_of(question)}",
        text=cases.effect(question, case.reader),
        href=question.get_absolute_url(),
        action="See the dispute",
        tone="bad",
        icon="scale",
    )
