"""What comes next in an order, decided once: the verbs do it, and every sentence about it says it.

Pure: it reads the order with its plan, as they are before anything changes, and neither writes nor asks the database or
the clock. So what a page promised and what the verb then does are two readings of one answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from marketplace.policies.decision import NextKind, Way, days_to_pay, decide
from marketplace.policies.models import Silence
from milestones.models import Case, CaseKind, CaseState, Ending, Milestone, Order, State

__all__ = [
    "Next",
    "NextKind",
    "Way",
    "after",
    "by_silence",
    "left_alone",
    "left_pointless",
    "of_dispute",
    "pointless",
    "released_in_silence",
    "unanswered",
]


@dataclass(frozen=True)
class Next:
    """What comes after some milestones are over.

    `milestone` is the one to be paid (CHARGE, WINDOW, WAIT), within `days` where there is a limit. `others` are under
    way (OTHERS). `never` will not start any more (END, and OTHERS after a stop). An END is one as `ending`, which makes
    the order `completed` or cancelled, and pays out `paid`, what was accepted and waits for it.
    """

    kind: NextKind
    milestone: Milestone | None = None
    days: int = 0
    others: tuple[Milestone, ...] = ()
    never: tuple[Milestone, ...] = ()
    paid: tuple[Milestone, ...] = ()
    ending: str = ""
    completed: bool = False

    @property
    def to_pay(self) -> Milestone:
        """The one to be paid. Raises TypeError where none is (OTHERS, SAME, END)."""
        if self.milestone is None:
            raise TypeError(f"Nothing is to be paid: {self.kind}.")
        return self.milestone

    @property
    def ends(self) -> bool:
        return self.kind is NextKind.END


def after(order: Order, way: Way, *over: Milestone, ending: str = "") -> Next:
    """What comes next when these milestones are over in this way; without any, when only the way is so.

    Asked before anything changes. `ending` is how the order ends where the way itself ends it, by default as the people
    in it would: Ending.CANCELLED_MUTUALLY, Ending.LAPSED.
    """
    others = tuple(one for one in order.open if one not in over)
    left = tuple(one for one in (order.skipped if way is Way.REOPENED else order.pending) if one not in over)
    kind = decide(order.policy, way, others=bool(others), left=bool(left))
    match kind:
        case NextKind.OTHERS:
            return Next(kind, others=others, never=left if way is Way.STOPPED else ())
        case NextKind.SAME:
            return Next(kind)
        case NextKind.END:
            return _end(order, way, over, left, ending)
    return Next(kind, milestone=left[0], days=days_to_pay(order.policy, way, kind))


def unanswered(order: Order) -> Next:
    """What comes of it that one side cancels alone, for want of answers: all that is held goes back."""
    return after(order, Way.CALLED_OFF, *order.open, ending=Ending.UNANSWERED)


def left_alone(order: Order) -> Next:
    """What comes of it that one side ends it alone, the other being suspended: what is held for nothing goes back."""
    return after(order, Way.CALLED_OFF, *order.open, ending=Ending.PARTY_SUSPENDED)


def _end(order: Order, way: Way, over: tuple[Milestone, ...], never: tuple[Milestone, ...], ending: str) -> Next:
    waiting = [one for one in order.done if one.state == State.APPROVED]
    accepted = [one for one in over if way not in (Way.CANCELLED, Way.CALLED_OFF, Way.REMOVED)]
    if not order.policy.pays_per_milestone:
        waiting += accepted
    paid_in_part = [one for one in over if one.released]
    completed = bool(order.done or accepted or paid_in_part)
    return Next(
        NextKind.END,
        never=never,
        paid=tuple(sorted(waiting, key=lambda one: one.position)),
        ending=_ending(order, way, never, completed, ending),
        completed=completed,
    )


def _ending(order: Order, way: Way, never: tuple[Milestone, ...], completed: bool, ending: str) -> str:
    """How it ended: as the way has it where that ended the order, else as an order does in which nothing is left."""
    match way:
        case Way.STOPPED:
            return Ending.STOPPED_BY_CLIENT
        case Way.CALLED_OFF:
            return ending or Ending.CANCELLED_BY_SUPPORT
        case Way.UNPAID:
            return ending or Ending.LAPSED
        case Way.CANCELLED if order.policy.cancel_ends_order or not completed:
            return ending or Ending.CANCELLED_MUTUALLY
        case Way.LAPSED if never:
            return Ending.STOPPED_BY_TIMER
    if not completed:
        return Ending.CANCELLED_MUTUALLY
    return Ending.STOPPED_BY_CLIENT if order.skipped else Ending.FINISHED


def of_dispute(released: int) -> Way:
    """In which way a disputed milestone is over when so much of it (minor units) goes to the freelancer."""
    return Way.ACCEPTED if released else Way.CANCELLED


def released_in_silence(dispute: Case, milestone: Milestone) -> int:
    """How much (minor units) goes to the freelancer where the side that does not answer loses: all or nothing."""
    return milestone.held if dispute.asked_by_id == milestone.order.freelancer_id else 0


def by_silence(case: Case) -> str:
    """What becomes of a request that nobody answers in its time, as the policy says of its kind: a Silence."""
    match case.kind:
        case CaseKind.CANCEL:
            return Silence.ACCEPTS
        case CaseKind.PAUSE:
            return Silence.WITHDRAWS
    return case.order.policy.extension_silence


def pointless(cases: Iterable[Case], *, milestone: Milestone | None = None, kind: str | None = None) -> list[Case]:
    """The open ones of these requests that nobody can answer any more: all, or those of a milestone or of a kind."""
    return [
        one
        for one in cases
        if one.state == CaseState.OPEN and (milestone is None or one.is_about(milestone)) and kind in (None, one.kind)
    ]


def left_pointless(cases: list[Case], what: Next, *over: Milestone) -> list[Case]:
    """The requests that are pointless when these milestones are over and that comes next, in the order they came in.

    Where the next milestone is charged, as if that succeeds.
    """
    if what.ends:
        return pointless(cases)
    found = [case for one in over for case in pointless(cases, milestone=one)]
    if what.never:
        found += pointless(cases, kind=CaseKind.CHANGE)
    if what.kind is NextKind.CHARGE:
        found += pointless(cases, milestone=what.to_pay, kind=CaseKind.CHANGE)
    return [one for one in cases if one in found]
