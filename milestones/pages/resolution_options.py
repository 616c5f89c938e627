"""What can be asked for in an order, and, where something cannot, the sentence that says why."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.urls import reverse
from django.utils.html import format_html

from marketplace.formats import capital
from marketplace.transitions import why_not
from marketplace.verbs import Verb, said
from milestones.models import Order, State
from milestones.models.conditions import policy_lets_stop, sides_cancel
from milestones.pages.buttons import Button, button
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.verbs import IN_PLAN, VERBS


@dataclass(frozen=True)
class Links:
    """Something that is asked for on pages of their own."""

    name: str
    label: str
    explanation: str
    links: list[tuple[str, str]]


Option = Button | Links | str


def options(snapshot: OrderSnapshot, bound: forms.Form | None = None) -> list[Option]:
    """Each thing that people come to the resolution center for: an option, or the reason why it is none.

    `bound` is a form that came back.
    """
    if not snapshot.reader.is_party:
        return []
    return [found for found in _found(snapshot, bound) if found]


def _found(snapshot: OrderSnapshot, bound) -> Iterator[Option]:
    if not snapshot.order.is_active:
        yield _first(snapshot, bound, "ask_to_reopen")
        return
    yield _first(snapshot, bound, "grant_time", "ask_for_time")
    yield _first(snapshot, bound, "ask_to_pause")
    yield _change_order(snapshot)
    yield _changing(snapshot)
    yield _splitting(snapshot)
    yield _with_support(snapshot, _first(snapshot, bound, "ask_to_cancel"))
    yield _first(snapshot, bound, "dispute")
    yield _leaving(snapshot)
    yield policy_lets_stop.refusal if snapshot.reader.is_client and not policy_lets_stop(snapshot.order) else ""


def _first(snapshot: OrderSnapshot, bound, *names: str) -> Option:
    """The first of these verbs that may be used; else why the last of them may not."""
    order, user, why = snapshot.order, snapshot.reader.user, ""
    for verb in [VERBS[name] for name in names]:
        if verb.may(order, user):
            return button(snapshot, order, verb, bound)
        why = verb.why_not(order, user) or why
    return why


def _leaving(snapshot: OrderSnapshot) -> Option:
    """The way out of an order whose other side is suspended, which is on the page of the order."""
    order, reader = snapshot.order, snapshot.reader
    verb = VERBS["leave"]
    if not order.suspended_beside(reader.user):
        return ""
    if not verb.may(order, reader.user):
        return verb.why_not(order, reader.user)
    text = f"The account of {reader.other} is suspended, and has been for long."
    return Links("leave", str(verb.label), text, [("See what it does", f"{order.get_absolute_url()}#leave-order")])


def _with_support(snapshot: OrderSnapshot, found: Option) -> Option:
    """What goes through support says where that is."""
    if found != sides_cancel.refusal:
        return found
    ask = reverse("helpdesk:index", query={"from": snapshot.order.get_absolute_url()})
    return format_html('{} <a href="{}">Ask support</a>', found, ask)


def _changing(snapshot: OrderSnapshot) -> Option:
    order, reader = snapshot.order, snapshot.reader
    if why := why_not(order.ask_to_change, reader.user):
        return why
    if order.is_single and not order.pending:
        return why_not(order.plan[0].change, reader.user)
    alone = reader.changes_plan_alone
    links = [_link(snapshot, order, verb) for verb in IN_PLAN if verb.may(order, reader.user)]
    agree = "It changes at once." if alone else f"{capital(reader.other)} has to agree."
    title = "Change the plan" if alone else "Propose a change to the plan"
    return Links("change", title, f"Only steps that have not begun can change. {agree}", links)


def _link(snapshot: OrderSnapshot, order: Order, verb: Verb) -> tuple[str, str]:
    return said(verb.label, snapshot, order), reverse(f"milestones:{verb.name}", args=[order.pk])


def _splitting(snapshot: OrderSnapshot) -> Option:
    """For steps that hold money and are not split or disputed yet: there it stands at the proposal, or the dispute."""
    reader, verb = snapshot.reader, VERBS["propose_split"]
    asked = [one for one in snapshot.order.open if verb.may(one, reader.user) and not verb.worth(snapshot, one)]
    if not asked:
        return ""
    text = (
        f"Say how much of what a step holds is paid, and how much goes back. If {reader.other} agrees, the step is "
        "over; until then it goes on as agreed."
    )
    links = [(f"Propose a split of {one}", reverse("milestones:propose_split", args=[one.pk])) for one in asked]
    return Links("propose_split", "Split the money of a step", text, links)


def _change_order(snapshot: OrderSnapshot) -> Option:
    reader, verb = snapshot.reader, VERBS["change_order"]
    milestones = [one for one in snapshot.order.plan if one.state == State.REVISION]
    offered = [one for one in milestones if verb.may(one, reader.user)]
    if not offered:
        return verb.why_not(milestones[0], reader.user) if milestones else ""
    text = (
        f"Answer a revision with a new step, with a price of its own. If {reader.client} agrees, what you delivered is "
        "under review again and the revision is given back."
    )
    links = [(f"Offer new scope for {one}", reverse("milestones:change_order", args=[one.pk])) for one in offered]
    return Links("change_order", str(verb.label), text, links)
