"""What asking for something does, in the resolution center: who answers, by when, and what silence means."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from marketplace.elements import exact
from marketplace.formats import capital, hours_text
from marketplace.policies.models import Silence
from marketplace.transitions import may
from milestones.models import Case, Milestone, Order
from milestones.outcomes import pointless
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.reader import Reader
from milestones.wording import confirmations
from milestones.wording.case_titles import voiding
from milestones.wording.phrases import sentences


def grant_time(snapshot: OrderSnapshot, order: Order) -> str:
    return f"{capital(snapshot.reader.freelancer)} gets the days at once."


def ask_for_time(snapshot: OrderSnapshot, order: Order) -> str:
    policy, other = order.policy, capital(snapshot.reader.other)
    if policy.extension_silence == Silence.WAITS:
        return f"{other} has to agree; nothing happens by itself."
    counts = "agreed" if policy.extension_silence == Silence.ACCEPTS else "withdrawn"
    return f"{other} has {hours_text(policy.extension_silence_hours)} to answer; after that it counts as {counts}."


def more_time(snapshot: OrderSnapshot, milestone: Milestone) -> SafeString:
    order, now = milestone.order, ""
    if milestone.due_at:
        now = format_html("It is due {} now.", exact(milestone.due_at))
    alone = may(milestone.grant_time, snapshot.reader.user)
    return sentences(now, (grant_time if alone else ask_for_time)(snapshot, order))


def ask_to_cancel(snapshot: OrderSnapshot, order: Order) -> SafeString:
    return sentences(_sums(snapshot, order), _silence_about_cancelling(snapshot.reader))


def _sums(snapshot: OrderSnapshot, order: Order) -> SafeString | str:
    """What a cancellation does to whose money, where there is no choice of milestones."""
    return confirmations.cancelling(snapshot, order.open[0]) if len(order.open) == 1 else ""


def _silence_about_cancelling(reader: Reader) -> str:
    silent, other = reader.order.policy.cancel_silence_hours, capital(reader.other)
    goes = "What was paid stays paid."
    if silent:
        return f"{goes} {other} has {hours_text(silent)} to answer; after that it counts as agreed."
    return f"{goes} {other} has to agree; nothing happens by itself."


def dispute(snapshot: OrderSnapshot, order: Order) -> SafeString:
    milestones = order.disputable
    frozen = (
        f"{snapshot.reader.money(milestones[0].held)} of {milestones[0]}"
        if len(milestones) == 1
        else "the money of one step"
    )
    freezes = f"It freezes {frozen}, and only that, until it is settled. Talk first, if you can."
    goes_on = "The order goes on with it: its other times run again." if order.rests else ""
    return sentences(freezes, goes_on, _not_asked_any_more(snapshot, milestones))


def _not_asked_any_more(snapshot: OrderSnapshot, milestones: list[Milestone]) -> str:
    """What becomes of the requests about the milestone that is disputed, which is still to be chosen among several."""
    asked = [case for one in milestones for case in pointless(snapshot.cases, milestone=one)]
    if len(milestones) == 1 or not asked:
        return voiding(snapshot, asked)
    return "What is asked about that step is closed with it, without an answer."


def ask_to_reopen(snapshot: OrderSnapshot, order: Order) -> str:
    other = snapshot.reader.other
    return f"If {other} agrees, it goes on where it stopped: what never started is in the plan again, unpaid."


def change_plan(snapshot: OrderSnapshot, order: Order) -> str:
    reader = snapshot.reader
    if reader.changes_plan_alone:
        return f"The plan changes at once, and {reader.freelancer} is told. Nothing is charged."
    return f"{capital(reader.other)} has to agree before anything changes."


def create(snapshot: OrderSnapshot, order: Order) -> str:
    return "It goes to the end of the plan. Then you confirm its payment; until you do, nothing is charged."


def change_order(snapshot: OrderSnapshot, milestone: Milestone) -> str:
    client = snapshot.reader.client
    return f"If {client} agrees, this becomes a step of its own; {milestone} is under review as you delivered it."


def decline(snapshot: OrderSnapshot, case: Case) -> str:
    return f"Nothing changes, and {snapshot.reader.name(case.asked_by_id)} is told."
