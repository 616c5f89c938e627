"""What happens next: who waits for whom, until when, what silence does to which money, how to prevent it."""

from milestones.models import Kind, Request, RequestKind
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.wording import cases, ended, payments, under_way
from milestones.wording.phrases import OTHER, SUPPORT, YOU, Waiting, sentences


def waiting(snapshot: OrderSnapshot) -> list[Waiting]:
    """Everything that an order waits for, the most urgent first; of an ended one, how it ended."""
    asked = [of_request(snapshot, one) for one in snapshot.questions]
    if not snapshot.order.is_active:
        return [*asked, ended.ended(snapshot)]
    found = [*payments.at_the_bank(snapshot), *asked, *under_way.steps(snapshot), *payments.next_payment(snapshot)]
    return [*sorted(found, key=lambda one: one.urgency), *under_way.ends_here(snapshot)]


def of_request(snapshot: OrderSnapshot, question: Request) -> Waiting:
    """A request that waits for an answer."""
    reader = snapshot.reader
    timer = snapshot.timer(Kind.REQUEST, Kind.DISPUTE, request=question)
    disputes = question.kind == RequestKind.DISPUTE
    if disputes and (question.answered_at or timer is None):
        return _for_support(snapshot, question)
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


def _for_support(snapshot: OrderSnapshot, question: Request) -> Waiting:
    return Waiting(
        on=SUPPORT,
        title=f"Support decides the dispute about {cases.step_of(question)}",
        text=cases.effect(question, snapshot.reader),
        href=question.get_absolute_url(),
        action="See the dispute",
        tone="bad",
        icon="scale",
    )
