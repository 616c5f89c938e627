"""What each timer does when it is due. The clock is an actor: it acts as of the instant the timer was due.

So a sweep that comes a week late, twice, or beside another gives the same books as a punctual one. And a person who
acts after a timer was due, but before the sweep came, finds it done: every verb fires what is due on its order first.
"""

from datetime import datetime
from heapq import heapify, heappop, heapreplace

from escrow.models import Payment
from marketplace import clock
from marketplace.actors import CLOCK
from marketplace.deadlines.models import Deadline, Kind
from marketplace.policies.models import DisputeSilence, Silence
from marketplace.transitions import authorize
from milestones.actions.parts import answering, finishing, releasing
from milestones.models import CaseKind, Ending, Milestone, Order
from milestones.models.milestone import Acceptance
from milestones.unit_of_work import UnitOfWork

IN_FLIGHT_WAIT = clock.hours(1)


def catch_up(work: UnitOfWork, order: Order) -> int:
    """Fire what is due on a locked order, in the order it was due, including what that starts. Returns how many."""
    return walk(work, [order], work.now)


def walk(work: UnitOfWork, orders: list[Order], until: datetime) -> int:
    """Fire what was due by then on locked orders, instant by instant over all of them. Returns how many."""
    fired, heap = 0, [place for number, order in enumerate(orders) if (place := _place(order, until, number))]
    heapify(heap)
    while heap:
        *_, number, due = heap[0]
        with work.as_of(CLOCK, due.due_at):
            VERBS[due.kind](work, orders[number], due)
        fired += 1
        if place := _place(orders[number], until, number):
            heapreplace(heap, place)
        else:
            heappop(heap)
    return fired


def _place(order: Order, until: datetime, number: int) -> tuple | None:
    """The next timer of an order and where it stands in the queue: by instant, then by age, then by order."""
    due = [one for one in order.timers if one.due_at <= until and one.kind in VERBS]
    first = min(due, key=lambda one: (one.due_at, one.pk or 0), default=None)
    return first and (first.due_at, first.pk or 0, number, first)


def _milestone(order: Order, deadline: Deadline) -> Milestone:
    return next(one for one in order.plan if one.pk == deadline.milestone_id)


def lapse_review(work: UnitOfWork, order: Order, deadline: Deadline) -> None:
    """The client did not answer a delivery: it counts as accepted; then the order goes on, or ends here."""
    milestone = _milestone(order, deadline)
    work.settle_one(deadline, "fired")
    authorize(milestone.lapse, CLOCK)
    milestone.lapse(work.now)
    work.record("milestone.lapsed", milestone)
    releasing.accepted(work, milestone)
    if finishing.stops_in_silence(order):
        ends = Ending.STOPPED_BY_TIMER if order.pending else Ending.FINISHED
        finishing.finish(work, order, ends)
    else:
        finishing.go_on(work, order)


def lapse_payment(work: UnitOfWork, order: Order, deadline: Deadline) -> None:
    """The next step was not paid in time: the order ends. A payment that is under way is waited for."""
    if Payment.objects.live().filter(thread=order.thread, kind="charge").exists():
        work.move(deadline, clock.now() + IN_FLIGHT_WAIT)
        return
    work.settle_one(deadline, "fired")
    finishing.finish(work, order, Ending.STOPPED_BY_TIMER if deadline.kind == Kind.GRACE else Ending.LAPSED)


def clear(work: UnitOfWork, order: Order, deadline: Deadline) -> None:
    work.settle_one(deadline, "fired")
    releasing.clear(work, deadline)


def remind(work: UnitOfWork, order: Order, deadline: Deadline) -> None:
    """The event is the reminder; the outbox mails it."""
    work.settle_one(deadline, "fired")
    work.record("deadline.reminded", _milestone(order, deadline), **deadline.data)


def overdue(work: UnitOfWork, order: Order, deadline: Deadline) -> None:
    """The work of a step was due, and nothing was handed in: both are told; nothing else happens by itself."""
    work.settle_one(deadline, "fired")
    work.record("milestone.overdue", _milestone(order, deadline), due_at=deadline.due_at.isoformat())


def answer_case(work: UnitOfWork, order: Order, deadline: Deadline) -> None:
    """Silence answers a request: it accepts, or it withdraws, as the policy says."""
    case = next(one for one in order.open_cases if one.pk == deadline.case_id)
    work.settle_one(deadline, "fired")
    silence = Silence.ACCEPTS if case.kind == CaseKind.CANCEL else order.policy.extension_silence
    transition = case.accept if silence == Silence.ACCEPTS else case.withdraw
    authorize(transition, CLOCK)
    transition(work.now)
    work.change(case, "state", "closed_at", "answer")
    work.record(f"case.{case.state}", case, kind=case.kind, silence=True)
    if silence == Silence.ACCEPTS:
        answering.carry_out(work, case)


def lapse_dispute(work: UnitOfWork, order: Order, deadline: Deadline) -> None:
    """The other side did not answer a dispute: it loses, or support decides."""
    case = next(one for one in order.open_cases if one.pk == deadline.case_id)
    work.settle_one(deadline, "fired")
    if order.policy.dispute_silence == DisputeSilence.SUPPORT:
        work.record("dispute.escalated", case)
        return
    milestone = _milestone(order, deadline)
    authorize(case.decide, CLOCK)
    case.decide(work.now)
    work.change(case, "state", "closed_at")
    opener_wins_work = case.asked_by_id == order.freelancer_id
    released = milestone.held if opener_wins_work else 0
    case.data |= answering.division(milestone, released)
    work.change(case, "data")
    answering.settle_dispute(work, milestone, released=released, how=Acceptance.SILENCE, ending=Ending.STOPPED_BY_TIMER)
    work.record("dispute.decided", case, silence=True)


VERBS = {
    Kind.REVIEW: lapse_review,
    Kind.PAY_NEXT: lapse_payment,
    Kind.GRACE: lapse_payment,
    Kind.DUE: overdue,
    Kind.CLEAR: clear,
    Kind.REMIND: remind,
    Kind.CASE: answer_case,
    Kind.DISPUTE: lapse_dispute,
}
