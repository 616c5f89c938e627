"""Every way in which a milestone can end in a story: who promises what about it, and what makes it happen."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from marketplace.deadlines.models import Deadline
from marketplace.deadlines.sweep import sweep
from marketplace.notifications.outlook import outlook, plain
from marketplace.policies.models import DisputeSilence, PartialRelease
from milestones import availability
from milestones.actions import approve, brief, cases, disputes, leave, stop, support
from milestones.admin import consequences, timer_consequences
from milestones.models import Case, CaseKind, CaseState, Milestone, State
from milestones.models.states import OPEN, WORKING
from milestones.outcomes import Way
from milestones.pages import buttons
from milestones.pages.order import snapshot_of
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.reader import Reader
from milestones.timer_kinds import Kind
from milestones.wording import case_phrases, confirmations, status_line, under_way, waiting
from tests.milestones.promises.reading import BUTTONS, DESK, HALVES, SITE, Said, read
from tests.milestones.promises.story import Story


@dataclass(frozen=True)
class Promise:
    """What one teller says to one reader. `leaves_out` names what it is not expected to tell.

    `sums` are what the client has paid and the freelancer got in all (minor units), if the order ends with it.
    """

    teller: str
    said: Said
    reader: str = "client"
    leaves_out: frozenset[str] = frozenset()
    sums: tuple[int, int] | None = None


@dataclass
class Passage:
    """One way from here: the promises made about it, and the verb or the time that makes it happen."""

    name: str
    way: Way | None
    act: Callable[[], object]
    promises: list[Promise] = field(default_factory=list)
    over: list[Milestone] = field(default_factory=list)

    def promise(self, teller: str, text, sentences=SITE, reader="client", leaves_out=()) -> None:
        said = read(text, sentences)
        if said == Said() and sentences is BUTTONS:
            return  # it names no more than what is done
        self.promises.append(Promise(teller, said, reader, frozenset(leaves_out)))


IN_SHORT = ("on", "waits", "whence", "closes")
HARDLY = (*IN_SHORT, "gets", "back", "charged", "window", "is_complete", "never")
VERBS = {
    "approve": (Way.ACCEPTED, approve.approve),
    "approve_and_stop": (Way.STOPPED, approve.approve_and_stop),
    "release": (Way.ACCEPTED, approve.release),
    "give_back": (Way.CANCELLED, stop.give_back),
    "give_in": (None, disputes.give_in),
}


def ways(story: Story, share: int) -> Iterator[Passage]:
    """All there are now; `share` is the per cent of what is held that a part, or a decision, releases."""
    for person, role in ((story.ada, "client"), (story.grace, "freelancer")):
        snapshot = snapshot_of(story.order, person)
        yield from _of_buttons(snapshot, person, role)
        yield from _of_parts(snapshot, person, share)
        yield from _of_cases(story, person, role)
    yield from _of_support(story, share)
    yield from _of_time(story)


def _of_buttons(snapshot: OrderSnapshot, person, role: str) -> Iterator[Passage]:
    for milestone in snapshot.order.plan:
        allowed = availability.of_milestone(snapshot, milestone)
        for button in buttons.of_milestone(snapshot, milestone, allowed & set(VERBS)):
            way, verb = VERBS[button.name]
            way = way or (Way.ACCEPTED if role == "client" else Way.CANCELLED)
            passage = Passage(button.name, way, partial(verb, milestone, by=person), over=[milestone])
            passage.promise("pages.buttons", button.explanation, reader=role)
            passage.promise("the button", button.label, BUTTONS, role, HARDLY)
            _note_of_the_next(passage, snapshot)
            yield passage
    for button in buttons.of_order(snapshot):
        if button.name == "stop":
            passage = Passage("stop", Way.STOPPED, partial(stop.stop, snapshot.order, by=person))
            passage.promise("confirmations.stop", button.explanation, reader=role)
            yield passage
        if button.name == "leave":
            act = partial(leave.leave, snapshot.order, by=person)
            passage = Passage("leave", Way.CALLED_OFF, act, over=list(snapshot.order.open))
            passage.promise("suspended.leave", button.explanation, reader=role)
            yield passage
    for button in buttons.of_brief(snapshot):
        if button.name == "call_off":
            act = partial(brief.call_off, snapshot.order, by=person)
            passage = Passage("call_off", Way.CALLED_OFF, act, over=list(snapshot.order.open))
            passage.promise("briefing.call_off", button.explanation, reader=role)
            yield passage


def _note_of_the_next(passage: Passage, snapshot: OrderSnapshot) -> None:
    """What the line under the next step says of the last open one before it."""
    following, order = snapshot.order.next_pending, snapshot.order
    if following is None or passage.way is not Way.ACCEPTED or len(order.open) > 1:
        return
    note = plain(str(status_line.note(following, snapshot.reader)))
    if "charged when" in note:
        said = Said(charged=(following.position, None))
    elif "after approving" in note:
        said = Said(goes_on=True)
    else:
        return
    passage.promises.append(Promise("status_line", said, "client", frozenset(HARDLY) - {"charged"}))


def _of_parts(snapshot: OrderSnapshot, person, share: int) -> Iterator[Passage]:
    for milestone in snapshot.order.plan:
        part = milestone.held * share // 100
        if part and "release_part" in availability.of_milestone(snapshot, milestone):
            act = partial(approve.release_part, milestone, by=person, part=part)
            rolls = snapshot.order.policy.partial_release == PartialRelease.REST_ROLLS
            passage = Passage("release_part", Way.ACCEPTED if rolls else None, act, over=[milestone] if rolls else [])
            passage.promise("confirmations.of_part", confirmations.of_part(snapshot, milestone, part))
            yield passage


def _of_cases(story: Story, person, role: str) -> Iterator[Passage]:
    """What a yes does to what the other side asks, as each of them reads it."""
    for case in _open_cases(story):
        if case.asked_by_id == person.pk or case.kind not in YES:
            continue
        about = _about(case)
        passage = Passage(f"agree to {case.kind}", YES[case.kind], partial(cases.accept, case, by=person), over=about)
        for reader, name in ((story.ada, "client"), (story.grace, "freelancer")):
            leaves_out = ("whence", "on") if case.kind in (CaseKind.REOPEN, CaseKind.CHANGE) else ()
            if case.kind == CaseKind.CHANGE:
                leaves_out = (*leaves_out, "waits", "never")
            text = case_phrases.effect(case, Reader(case.order, reader))
            passage.promise("case_phrases.effect", text, reader=name, leaves_out=leaves_out)
        if case.kind == CaseKind.CANCEL and about:
            said = case_phrases.confirm(case, Reader(case.order, person))
            passage.promise("case_phrases.confirm", said, BUTTONS, role, {*HARDLY} - {"back"} | {"ends"})
        yield passage


YES = {
    CaseKind.CANCEL: Way.CANCELLED,
    CaseKind.SPLIT: Way.ACCEPTED,
    CaseKind.REOPEN: Way.REOPENED,
    CaseKind.CHANGE: Way.REMOVED,
}


def _open_cases(story: Story) -> list[Case]:
    found, order = list(Case.objects.filter(order=story.key, state=CaseState.OPEN)), story.order
    for case in found:
        case.order = order
    return found


def _about(case: Case) -> list[Milestone]:
    return [one for one in case.order.open if case.milestone_id in (None, one.pk)]


def _of_support(story: Story, share: int) -> Iterator[Passage]:
    order, by = story.order, story.support
    for milestone in order.plan if order.is_active else []:
        if milestone.state in WORKING | {State.DELIVERED}:
            act = partial(approve.approve_for_support, milestone, by=by)
            yield _at_the_desk("approve", Way.ACCEPTED, act, consequences.of_approval(milestone), [milestone])
        if milestone.state in OPEN:
            act = partial(support.cancel_and_refund, milestone, by=by)
            yield _at_the_desk("cancel", Way.CANCELLED, act, consequences.of_cancelling(milestone), [milestone])
    for case in _open_cases(story):
        if case.kind == CaseKind.DISPUTE:
            yield from _decisions(case, by, share)
    if order.is_active:
        act, told = partial(support.cancel_order, order, by=by), consequences.of_cancelling_order(order)
        yield _at_the_desk("cancel the order", Way.CALLED_OFF, act, told, order.open)


def _decisions(case: Case, by, share: int) -> Iterator[Passage]:
    [milestone] = _about(case)
    for released in sorted({0, milestone.held * share // 100, milestone.held}):
        way = Way.ACCEPTED if released else Way.CANCELLED
        told = consequences.of_decision(milestone, released)
        act = partial(disputes.decide, case, by=by, released=released)
        passage = _at_the_desk(f"decide {released}", way, act, told, [milestone])
        for reader, role in ((case.order.client, "client"), (case.order.freelancer, "freelancer")):
            snapshot = OrderSnapshot(Reader(case.order, reader))
            passage.promise("of_split", confirmations.of_split(snapshot, milestone, released), reader=role)
        yield passage


def _at_the_desk(name: str, way: Way, act, told: list[str], over: list[Milestone]) -> Passage:
    passage = Passage(f"support: {name}", way, act, over=over)
    passage.promise("admin.consequences", " ".join(told), DESK, "support", {"whence", "is_complete"})
    return passage


def _of_time(story: Story) -> Iterator[Passage]:
    """The next timer that does anything to a step, if nobody acts before."""
    quiet = (Kind.REMIND, Kind.DUE, Kind.CLEAR)
    timers = [one for one in Deadline.objects.live().filter(order=story.key) if one.kind not in quiet]
    timer = min(timers, key=lambda one: (one.due_at, one.pk), default=None)
    if timer is None or timer.kind not in TIMES:
        return
    timer.order = story.order
    passage = Passage(f"time: {timer.kind}", Way.UNPAID, partial(_let_pass, story, timer))
    if TIMES[timer.kind](passage, story, timer):
        yield passage


def _let_pass(story: Story, timer: Deadline) -> None:
    story.at = timer.due_at + timedelta(seconds=1)
    sweep()


def _lapse(passage: Passage, story: Story, timer: Deadline) -> bool:
    milestone = next(one for one in timer.order.plan if one.pk == timer.milestone_id)
    passage.way, passage.over = Way.LAPSED, [milestone]
    for person, role in _readers(story):
        snapshot = snapshot_of(story.order, person)
        text = under_way.lapse(snapshot, milestone)
        passage.promise("under_way.lapse", text, HALVES, role, IN_SHORT)
        assert any(plain(str(text)) in line for line in outlook(snapshot.order, person)), "mails say something else"
    passage.promise("consequences.of_timer", timer_consequences.of_timer(timer), DESK, "support", HARDLY)
    return True


def _unpaid(passage: Passage, story: Story, timer: Deadline) -> bool:
    for person, role in _readers(story):
        snapshot = snapshot_of(story.order, person)
        if snapshot.is_paying:
            return False  # the end waits for the bank
        texts = [plain(str(one.text)) for one in waiting.waiting(snapshot)]
        [half] = [found[1] for text in texts if (found := re.search(r", on .+? (the order ends.+ charged)", text))]
        passage.promise("payments.next_payment", half, HALVES, role, IN_SHORT)
    passage.promise(
        "consequences.of_timer", timer_consequences.of_timer(timer), DESK, "support", set(HARDLY) - {"never"}
    )
    return True


def _case(passage: Passage, story: Story, timer: Deadline) -> bool:
    case = next(one for one in _open_cases(story) if one.pk == timer.case_id)
    if case.kind != CaseKind.CANCEL:
        return False
    passage.way, passage.over = Way.CANCELLED, _about(case)
    for person, role in _readers(story):
        reader = Reader(case.order, person)
        said = f"{case_phrases.effect(case, reader)} {case_phrases.silence(case, timer, reader)}"
        passage.promise("case_phrases.silence", said, reader=role)
    return True


def _dispute(passage: Passage, story: Story, timer: Deadline) -> bool:
    if story.policy.dispute_silence != DisputeSilence.LOSES:
        return False
    case = next(one for one in _open_cases(story) if one.pk == timer.case_id)
    passage.over, timer.case = _about(case), case
    passage.way = Way.ACCEPTED if case.asked_by_id == story.grace.pk else Way.CANCELLED
    for person, role in _readers(story):
        passage.promise(
            "case_phrases.silence", case_phrases.silence(case, timer, Reader(case.order, person)), reader=role
        )
    passage.promise("consequences.of_timer", timer_consequences.of_timer(timer), DESK, "support", HARDLY)
    return True


TIMES = {Kind.REVIEW: _lapse, Kind.PAY_NEXT: _unpaid, Kind.GRACE: _unpaid, Kind.CASE: _case, Kind.DISPUTE: _dispute}


def _readers(story: Story):
    return ((story.ada, "client"), (story.grace, "freelancer"))
