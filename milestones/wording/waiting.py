"""What happens next: who waits for whom, until when, what silence does to which money, how to prevent it."""

from milestones.models import Case, CaseKind
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.timer_kinds import Kind
from milestones.wording import briefing, case_phrases, case_titles, ended, payments, resting, suspended, under_way
from milestones.wording.phrases import OTHER, SUPPORT, YOU, Waiting, sentences


def waiting(snapshot: OrderSnapshot) -> list[Waiting]:
    """Everything that an order waits for, the most urgent first; of an ended one, how it ended."""
    asked = [of_case(snapshot, one) for one in snapshot.cases]
    if not snapshot.order.is_active:
        return [*asked, ended.ended(snapshot)]
    found = [
        *payments.at_the_bank(snapshot),
        *asked,
        *briefing.waiting_for(snapshot),
        *under_way.milestones(snapshot),
        *payments.next_payment(snapshot),
    ]
    found.sort(key=lambda one: one.urgency)
    return [*resting.resting_until(snapshot), *found, *under_way.ends_here(snapshot), *suspended.suspensions(snapshot)]


def of_case(snapshot: OrderSnapshot, case: Case) -> Waiting:
    """A request that waits for an answer."""
    reader = snapshot.reader
    timer = snapshot.timer(Kind.CASE, Kind.DISPUTE, case=case)
    disputes = case.kind == CaseKind.DISPUTE
    if disputes and (case.answered_at or timer is None):
        return _for_support(snapshot, case)
    on = YOU if reader.is_party and case.asked_by_id != reader.user.pk else OTHER
    return Waiting(
        on=on,
        title=case_titles.title(case, reader),
        text=sentences(case_phrases.effect(case, reader), case_phrases.silence(case, timer, reader)),
        due=timer.due_at if timer else None,
        href=case.get_absolute_url(),
        action="Answer" if on == YOU else "See the request",
        tone="bad" if disputes else "" if on == YOU else "info",
        icon="scale" if disputes else "message-circle",
    )


def _for_support(snapshot: OrderSnapshot, case: Case) -> Waiting:
    return Waiting(
        on=SUPPORT,
        title=f"Support decides the dispute about {case_titles.milestone_of(case)}",
        text=case_phrases.effect(case, snapshot.reader),
        href=case.get_absolute_url(),
        action="See the dispute",
        tone="bad",
        icon="scale",
    )
