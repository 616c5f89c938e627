"""The buttons of an order: each verb that is this reader's now, with its words, its form and what it does."""

from collections.abc import Iterable

from django import forms
from django.urls import reverse

from marketplace.verbs import Button, Verb
from marketplace.verbs import button as button_of
from milestones import availability
from milestones.models import Milestone
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.verbs import IN_PLAN, ON_BRIEF, ON_MILESTONES, ON_ORDERS


def of_milestone(
    snapshot: OrderSnapshot, milestone: Milestone, names: Iterable[str], bound: forms.Form | None = None
) -> list[Button]:
    """The buttons of a milestone, in the order in which people think of them. `bound` is a form that came back."""
    verbs = [verb for verb in ON_MILESTONES if verb.name in names and verb.label]
    return [button(snapshot, milestone, verb, bound) for verb in verbs]


def of_order(snapshot: OrderSnapshot) -> list[Button]:
    """The buttons of the order as a whole."""
    names = availability.of_order(snapshot)
    return [button(snapshot, snapshot.order, verb) for verb in [*IN_PLAN, *ON_ORDERS] if verb.name in names]


def of_brief(snapshot: OrderSnapshot, bound: forms.Form | None = None) -> list[Button]:
    """The buttons about the questions of the order; what answers them has a page of its own."""
    names = availability.of_brief(snapshot)
    verbs = [verb for verb in ON_BRIEF if verb.name in names and verb.label]
    return [button(snapshot, snapshot.order, verb, bound) for verb in verbs]


def button(snapshot: OrderSnapshot, thing, verb: Verb, bound=None) -> Button:
    """A verb of an order as a button of the reader's."""
    url = reverse(f"milestones:{verb.name}", args=[thing.pk])
    return button_of(verb, snapshot, thing, url=url, reader=snapshot.reader, bound=bound)
