"""What each timer of an order does when it is due: the verbs of the clock, as of the instant the timer was due."""

from escrow.models import Payment
from marketplace import clock
from marketplace.actors import CLOCK
from marketplace.deadlines.models import Deadline
from marketplace.policies.models import DisputeSilence, Silence
from marketplace.transitions import authorize
from milestones.actions.parts import answering, finishing, locking, releasing, reminding, resting
from milestones.models import Ending, Order
from milestones.models.states import Acceptance
from milestones.outcomes import Way, after, by_silence, released_in_silence
from milestones.timer_kinds import Kind
from milestones.timers import fires
from milestones.unit_of_work import UnitOfWork

IN_FLIGHT_WAIT = clock.hours(1)

fires.register(Kind.REMIND)(reminding.remind)


@fires.register(Kind.REVIEW)
def lapse_review(work: UnitOfWork, order: Order, deadline: Deadline) -> None:
    """The client did not answer a delivery: it counts as accepted; then the order goes on, or ends here."""
    milestone = locking.milestone_of(order, deadline.milestone_id)
    work.settle_one(deadline, "fired")
    authorize(milestone.lapse, CLOCK)
    what = after(order, Way.LAPSED, milestone)
    milestone.lapse(work.now)
    work.record("milestone.lapsed", milestone)
    releasing.accepted(work, milestone)
    finishing.follow(work, order, what)


@fires.register(Kind.PAY_NEXT, Kind.GRACE)
def lapse_payment(work: UnitOfWork, order: Order, deadline: Deadline) -> None:
    """The next milestone was not paid in time: the order ends. A payment that is under way is waited for."""
    if Payment.objects.live().filter(thread=order.thread, kind="charge").exists():
        work.move(deadline, clock.now() + IN_FLIGHT_WAIT)
        return
    work.settle_one(deadline, "fired")
    ending = Ending.STOPPED_BY_TIMER if deadline.kind == Kind.GRACE else Ending.LAPSED
    finishing.follow(work, order, after(order, Way.UNPAID, ending=ending))


@fires.register(Kind.CLEAR)
def clear(work: UnitOfWork, order: Order, deadline: Deadline) -> None:
    work.settle_one(deadline, "fired")
    releasing.clear(work, order, deadline)


@fires.register(Kind.DUE)
def overdue(work: UnitOfWork, order: Order, deadline: Deadline) -> None:
    """The work of a milestone was due, and nothing was handed in: both are told; nothing else happens by itself."""
    work.settle_one(deadline, "fired")
    work.record(
        "milestone.overdue", locking.milestone_of(order, deadline.milestone_id), due_at=deadline.due_at.isoformat()
    )


@fires.register(Kind.BRIEF)
def miss_answers(work: UnitOfWork, order: Order, deadline: Deadline) -> None:
    """Nobody answered in time: whoever the policy lets may cancel alone from now on. Nothing happens by itself."""
    work.settle_one(deadline, "fired")
    work.record("order.answers_overdue", order)


@fires.register(Kind.SUSPENSION)
def outlast_suspension(work: UnitOfWork, order: Order, deadline: Deadline) -> None:
    """One side has been suspended for so long that the other may end the order alone. Nothing happens by itself."""
    work.settle_one(deadline, "fired")
    work.record("order.suspension_lasted", order, person=deadline.data["person"])


@fires.register(Kind.PAUSE)
def end_rest(work: UnitOfWork, order: Order, deadline: Deadline) -> None:
    """The order has rested until the day that both agreed on: its times run again."""
    work.settle_one(deadline, "fired")
    resting.go_on(work, order)


@fires.register(Kind.CASE)
def answer_case(work: UnitOfWork, order: Order, deadline: Deadline) -> None:
    """Silence answers a request: it accepts, or it withdraws, as the policy says."""
    case = next(one for one in order.open_cases if one.pk == deadline.case_id)
    work.settle_one(deadline, "fired")
    silence = by_silence(case)
    transition = case.accept if silence == Silence.ACCEPTS else case.withdraw
    authorize(transition, CLOCK)
    transition(work.now)
    work.change(case, "state", "closed_at", "answer")
    work.record(f"case.{case.state}", case, kind=case.kind, silence=True)
    if silence == Silence.ACCEPTS:
        answering.carry_out(work, case)


@fires.register(Kind.DISPUTE)
def lapse_dispute(work: UnitOfWork, order: Order, deadline: Deadline) -> None:
    """The other side did not answer a dispute: it loses, or support decides."""
    case = next(one for one in order.open_cases if one.pk == deadline.case_id)
    work.settle_one(deadline, "fired")
    if order.policy.dispute_silence == DisputeSilence.SUPPORT:
        work.record("dispute.escalated", case)
        return
    milestone = locking.milestone_of(order, deadline.milestone_id)
    authorize(case.decide, CLOCK)
    case.decide(work.now)
    work.change(case, "state", "closed_at")
    released = released_in_silence(case, milestone)
    case.data |= answering.division(milestone, released)
    work.change(case, "data")
    work.record("dispute.decided", case, silence=True)
    answering.divide(work, milestone, released=released, how=Acceptance.SILENCE, ending=Ending.STOPPED_BY_TIMER)
