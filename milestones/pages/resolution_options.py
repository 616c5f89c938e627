"""What can be asked for in an order, and, where something cannot, the sentence that says why."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from marketplace.formats import capital
from marketplace.policies.models import CancelWay, ClientStop, Extension, PlanChanges, Silence
from milestones.forms.resolution import disputable, working
from milestones.models import State
from milestones.models.order import may_reopen
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.reader import Reader
from milestones.wording import confirmations
from milestones.wording.phrases import days, sentences


@dataclass(frozen=True)
class Option:
    """Something that this reader can ask for or do: by a form on the page, or by links to pages of their own."""

    name: str
    title: str
    text: str
    confirm: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)


def options(reader: Reader) -> list[Option | str]:
    """Each thing that people come to the resolution center for: an option, or the reason why it is none."""
    if not reader.is_party:
        return []
    if not reader.order.is_active:
        return [_reopening(reader)]
    return [found for offer in OFFERS if (found := offer(reader))]


def hours(number: int) -> str:
    return days(number // 24) if number % 24 == 0 and number > 48 else f"{number} hours"


def _time(reader: Reader) -> Option | str:
    policy = reader.order.policy
    if not working(reader.order):
        return "More time is for a step that is being worked on, and none is now."
    if reader.is_client and policy.extension != Extension.BOTH_AGREE:
        text = f"{capital(reader.freelancer)} gets the days at once."
        return Option("grant_time", "Give more time", text, "Give the time")
    return Option("ask_for_time", "Ask for more time", _silence_about_time(reader), "Ask for the time")


def _silence_about_time(reader: Reader) -> str:
    policy, other = reader.order.policy, capital(reader.other)
    if policy.extension_silence == Silence.WAITS:
        return f"{other} has to agree; nothing happens by itself."
    counts = "agreed" if policy.extension_silence == Silence.ACCEPTS else "withdrawn"
    return f"{other} has {hours(policy.extension_silence_hours)} to answer; after that it counts as {counts}."


def _cancelling(reader: Reader) -> Option | str:
    order, ways = reader.order, reader.order.policy.cancel_ways
    together = CancelWay.AGREEMENT in ways
    refund = reader.is_client and (CancelWay.REFUND_REQUEST in ways or CancelWay.GIVE_BACK in ways)
    if not together and not refund:
        return _cancelled_otherwise(ways, reader)
    if not order.open and not order.policy.cancel_ends_order:
        return "Only a step with money in escrow can be cancelled, and none has any now."
    text = sentences(_sums(reader), _silence_about_cancelling(reader))
    return Option("ask_to_cancel", "Ask to cancel", text, "Ask to cancel")


def _sums(reader: Reader) -> SafeString | str:
    """What a cancellation does to whose money, where there is no choice of steps."""
    open_milestones = reader.order.open
    return confirmations.cancelling(OrderSnapshot(reader), open_milestones[0]) if len(open_milestones) == 1 else ""


def _cancelled_otherwise(ways, reader: Reader) -> str:
    if CancelWay.GIVE_BACK in ways and reader.is_freelancer:
        return "Under this rulebook you don’t ask to cancel: you can give the money of a step back, on the order page."
    ask = reverse("helpdesk:index", query={"from": reader.order.get_absolute_url()})
    text = "Under this rulebook a cancellation goes through support."
    return format_html('{} <a href="{}">Ask support</a>', text, ask)


def _silence_about_cancelling(reader: Reader) -> str:
    silent, other = reader.order.policy.cancel_silence_hours, capital(reader.other)
    goes = "What was paid stays paid."
    if silent:
        return f"{goes} {other} has {hours(silent)} to answer; after that it counts as agreed."
    return f"{goes} {other} has to agree; nothing happens by itself."


def _changing(reader: Reader) -> Option | str:
    order, policy = reader.order, reader.order.policy
    if policy.plan_changes == PlanChanges.NOBODY:
        return "Under this rulebook the plan can’t be changed after signing."
    alone = changes_alone(reader)
    links = [("Add a step", reverse("milestones:add_milestone", args=[order.pk]))]
    for milestone in order.pending:
        links.append(
            (f"Change {milestone}: {milestone.name}", reverse("milestones:change_milestone", args=[milestone.pk]))
        )
        links.append((f"Take {milestone} out", reverse("milestones:remove_milestone", args=[milestone.pk])))
    agree = "It changes at once." if alone else f"{capital(reader.other)} has to agree."
    title = "Change the plan" if alone else "Propose a change to the plan"
    return Option("change", title, f"Only steps that have not begun can change. {agree}", links=links)


def changes_alone(reader: Reader) -> bool:
    """Whether this reader changes the plan without asking."""
    return reader.is_client and reader.order.policy.plan_changes == PlanChanges.CLIENT


def _change_order(reader: Reader) -> Option | str | None:
    milestones = [one for one in reader.order.plan if one.state == State.REVISION]
    if not reader.is_freelancer or not milestones:
        return None
    if not reader.order.policy.change_orders:
        return "Under this rulebook a revision can’t be answered by a step with a price of its own."
    text = (
        f"Answer a revision with a new step, with a price of its own. If {reader.client} agrees, what you delivered is "
        "under review again and the revision is given back."
    )
    links = [(f"Offer new scope for {one}", reverse("milestones:change_order", args=[one.pk])) for one in milestones]
    return Option("change_order", "That is new scope", text, links=links)


def _dispute(reader: Reader) -> Option | str:
    if not disputable(reader):
        return "A dispute is about money in escrow for a step that is not disputed already, and there is none now."
    milestones = disputable(reader)
    frozen = (
        f"{reader.money(milestones[0].held)} of {milestones[0]}" if len(milestones) == 1 else "the money of one step"
    )
    text = f"It freezes {frozen}, and only that, until it is settled. Talk first, if you can."
    return Option("dispute", "Open a dispute", text, "Open the dispute")


def _stopping(reader: Reader) -> str:
    if reader.is_client and reader.order.policy.client_stop == ClientStop.NEVER:
        return "Under this rulebook you can’t stop the order alone."
    return ""


def _reopening(reader: Reader) -> Option | str:
    if not may_reopen(reader.order):
        return "This order has ended and can’t be reopened, so there is nothing left to ask for."
    text = f"If {reader.other} agrees, it goes on where it stopped: what never started is in the plan again, unpaid."
    return Option("ask_to_reopen", "Ask to reopen the order", text, "Ask to reopen")


OFFERS = [_time, _change_order, _changing, _cancelling, _dispute, _stopping]
