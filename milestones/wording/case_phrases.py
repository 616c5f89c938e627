"""Requests as their reader understands them: what is asked, what a yes does, and what silence does."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from marketplace.deadlines.models import Deadline
from marketplace.elements import exact
from marketplace.formats import capital
from marketplace.policies.models import DisputeSilence, Silence
from marketplace.policies.plan import MilestoneTerms
from milestones.actions.parts import answering
from milestones.models import Case, CaseKind, CaseState, Milestone, State
from milestones.outcomes import NextKind, Way, after, by_silence, released_in_silence
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.reader import Reader
from milestones.wording import confirmations, plan_effects, resting
from milestones.wording.afterwards import afterwards, parts_back
from milestones.wording.case_titles import milestone_of
from milestones.wording.phrases import back, bold, days, divided, sentences


def effect(case: Case, reader: Reader) -> SafeString:
    """What a yes does, to which money: said as what it would do, because nobody has said it yet."""
    said = _effect(case, reader)
    if case.kind in (CaseKind.DISPUTE, CaseKind.WAIT):
        return said
    answers_it = reader.freelancer if case.asked_by_id == case.order.client_id else reader.client
    if answers_it == "you":
        return format_html("If you agree: {}", said)
    return format_html("If {} agrees: {}", answers_it, said)


def _effect(case: Case, reader: Reader) -> SafeString:
    match case.kind:
        case CaseKind.CANCEL:
            return _refunds(case, reader)
        case CaseKind.EXTEND:
            milestone = milestone_of(case)
            until = format_html(" (now {})", exact(milestone.due_at)) if milestone.due_at else ""
            return format_html(
                "the work of step {} is due {} later{}.", milestone.position, days(case.data["days"]), until
            )
        case CaseKind.CHANGE:
            return plan_effects.effect(OrderSnapshot(reader).answering(case), case.data)
        case CaseKind.CHANGE_ORDER:
            return _new_scope(case, reader)
        case CaseKind.REOPEN:
            return _reopens(case, reader)
        case CaseKind.SPLIT:
            return _splits(case, reader)
        case CaseKind.PAUSE:
            return resting.rests(case, reader)
        case CaseKind.WAIT:
            return resting.waits(case, reader)
    return _frozen(case, reader)


def _splits(case: Case, reader: Reader) -> SafeString:
    """Nothing is split any more where the milestone was paid or cancelled since the question was read for this page."""
    milestone, released = milestone_of(case), case.data["released"]
    over = "the dispute is over." if milestone.state == State.DISPUTED else f"{milestone} is over."
    if released >= milestone.held:
        return sentences(over)
    return sentences(over, confirmations.of_split(OrderSnapshot(reader).answering(case), milestone, released))


def _refunds(case: Case, reader: Reader) -> SafeString:
    snapshot = OrderSnapshot(reader).answering(case)
    return sentences(confirmations.cancelling(snapshot, milestone_of(case)), _fault(case, reader))


def _reopens(case: Case, reader: Reader) -> SafeString:
    goes_on = "the order goes on: steps that never started are in the plan again, unpaid."
    return sentences(goes_on, _next_one(case, reader) if case.order.skipped else "")


def _next_one(case: Case, reader: Reader) -> SafeString | str:
    """How the first of them is paid."""
    what = after(case.order, Way.REOPENED)
    if what.kind is NextKind.CHARGE:
        return f"{capital(str(what.milestone))} is charged at once: {reader.money(answering.moves(case))}."
    return afterwards(OrderSnapshot(reader), what)


def _fault(case: Case, reader: Reader) -> str:
    if said := reader.at_fault(case.data.get("fault", "")):
        return f"{capital(said)}."
    return "Nobody is at fault." if case.order.policy.cancel_fault else ""


def _new_scope(case: Case, reader: Reader) -> SafeString:
    later = f", after step {milestone_of(case).position}; the delivery is then under review again"
    said = plan_effects.of_new(MilestoneTerms.from_data(case.data["terms"]), case.order.currency, later)
    return format_html("{}.", said)


def _frozen(case: Case, reader: Reader) -> SafeString:
    held = milestone_of(case).held
    return format_html(
        "{} stays frozen in escrow until it is decided, or until both sides settle it; other steps go on.",
        bold(reader.money(held)),
    )


def outcome(case: Case, reader: Reader) -> str:
    """What became of a request that is closed, and by whom: "Decided by Sam from support: $600.00 accepted, …"."""
    said = case.get_state_display()
    if case.kind == CaseKind.WAIT and case.state == CaseState.ACCEPTED:
        said = "Answered"
    if case.closed_by and case.state != CaseState.SETTLED:
        known = case.closed_by_id in (case.order.client_id, case.order.freelancer_id)
        said += f" by {reader.name(case.closed_by_id) if known else f'{case.closed_by} from support'}"
    elif case.state != CaseState.SETTLED:
        said += " by itself"
    if "released" in case.data and case.kind == CaseKind.DISPUTE:
        said += f": {divided(reader, **case.data)}"
    return said


def confirm(case: Case, reader: Reader) -> str:
    """The button that says yes, where that moves money."""
    amount = reader.money(answering.moves(case))
    match case.kind:
        case CaseKind.CANCEL:
            about = [(one, one.held) for one in answering.cancelled_by(case)]
            return f"Agree: {back(reader, *parts_back(about))} goes back"
        case CaseKind.SPLIT:
            return f"Agree to split {amount}"
    return f"Agree: {amount} is charged"


def silence(case: Case, timer: Deadline | None, reader: Reader) -> str:
    """What happens when nobody answers, and when."""
    if timer is None and case.kind == CaseKind.SPLIT:
        return f"It waits until it is answered or taken back{_goes_on_meanwhile(milestone_of(case))}"
    if timer is None:
        return "It waits until it is answered or taken back; nothing happens by itself."
    said = format_html("Without an answer by {}, {}.", exact(timer.due_at), bold(_by_itself(case, reader)))
    return sentences(said, _lost(case, reader) if _is_lost_in_silence(case) else "")


def _goes_on_meanwhile(milestone: Milestone) -> str:
    """What may still decide about the money that a proposal would split."""
    match milestone.state:
        case State.DISPUTED:
            return ", or the dispute is decided."
        case State.DELIVERED if milestone.order.review_days:
            return f". The time to review {milestone} runs on: when it ends, the step is accepted as a whole."
    return f"; work on {milestone} goes on as agreed."


def _is_lost_in_silence(case: Case) -> bool:
    return case.kind == CaseKind.DISPUTE and case.order.policy.dispute_silence == DisputeSilence.LOSES


def _lost(case: Case, reader: Reader) -> SafeString:
    """What that does to whose money, and what comes after."""
    milestone = milestone_of(case)
    return confirmations.of_split(OrderSnapshot(reader), milestone, released_in_silence(case, milestone))


def _by_itself(case: Case, reader: Reader) -> str:
    if _is_lost_in_silence(case):
        loser = reader.client if case.asked_by_id == case.order.freelancer_id else reader.freelancer
        return f"{loser} {'lose' if loser == 'you' else 'loses'} the dispute"
    if case.kind == CaseKind.DISPUTE:
        return "support decides without one"
    return "it counts as agreed" if by_silence(case) == Silence.ACCEPTS else "it counts as withdrawn"
