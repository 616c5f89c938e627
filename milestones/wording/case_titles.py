"""Requests in a line each: who asks for what; and which of them something leaves pointless."""

from collections.abc import Callable, Sequence
from datetime import datetime

from marketplace import clock
from marketplace.formats import capital, counted, day_in
from milestones.models import Case, CaseKind, Milestone
from milestones.outcomes import Next, left_pointless
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.reader import Reader
from milestones.wording import plan_differences
from milestones.wording.phrases import more_days, sentences

MOST_NAMED = 2


def milestone_of(case: Case) -> Milestone | None:
    return next((one for one in case.order.plan if one.pk == case.milestone_id), None)


def title(case: Case, reader: Reader) -> str:
    """ "Grace asks for 5 more days for step 2"."""
    asker = reader.name(case.asked_by_id)
    ask = "ask" if asker == "you" else "asks"
    return capital(f"{asker} {ASKS[case.kind](case, ask)}")


def _cancel(case, ask):
    milestone = milestone_of(case)
    return f"{ask} to cancel {f'step {milestone.position}' if milestone else 'what is under way'}"


ASKS: dict[str, Callable[..., str]] = {
    CaseKind.CANCEL: _cancel,
    CaseKind.EXTEND: lambda case, ask: (
        f"{ask} for {more_days(case.data['days'])} for step {milestone_of(case).position}"
    ),
    CaseKind.CHANGE: lambda case, ask: f"{ask} to {plan_differences.asked(case)}",
    CaseKind.CHANGE_ORDER: lambda case, ask: f"{ask} to add new scope after step {milestone_of(case).position}",
    CaseKind.REOPEN: lambda case, ask: f"{ask} to reopen the order",
    CaseKind.DISPUTE: lambda case, ask: (
        f"{'dispute' if ask == 'ask' else 'disputes'} step {milestone_of(case).position}"
    ),
    CaseKind.SPLIT: lambda case, ask: (
        f"{'propose' if ask == 'ask' else 'proposes'} to split the money of step {milestone_of(case).position}"
    ),
    CaseKind.WAIT: lambda case, ask: (
        f"{'wait' if ask == 'ask' else 'waits'} for an answer about step {milestone_of(case).position}"
    ),
    CaseKind.PAUSE: lambda case, ask: f"{ask} to let the order rest until {_last_day(case)}",
}


def _last_day(case: Case) -> str:
    until = datetime.fromisoformat(case.data["until"])
    return f"the end of {day_in(clock.day_of(until, case.order.zone), case.order.zone)}"


def voids(snapshot: OrderSnapshot, what: Next, *over: Milestone) -> str:
    """What becomes of the requests that wait, when these milestones are over and that comes next."""
    return voiding(snapshot, left_pointless(snapshot.cases, what, *over))


def voiding(snapshot: OrderSnapshot, cases: Sequence[Case]) -> str:
    """ "“Grace asks to change step 2” is closed with it, without an answer." """
    if len(cases) > MOST_NAMED:
        return f"{counted(len(cases), 'request', 'requests')} that wait for an answer are closed with it."
    return sentences(*(f"“{title(one, snapshot.reader)}” is closed with it, without an answer." for one in cases))
