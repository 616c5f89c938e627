"""The buttons of an order: each verb that is this reader's now, with its words, its form and what it does."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.urls import reverse
from django.utils.safestring import SafeString

from marketplace.verbs import PLAIN, Verb, said
from milestones import availability
from milestones.models import Milestone
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.verbs import ON_MILESTONES, ON_ORDERS


@dataclass(frozen=True)
class Button:
    """One thing that can be done: a link (`url`), or a form that says what it will do and has one button."""

    name: str
    label: str
    url: str
    explanation: SafeString | str = ""
    confirm: str = ""
    kind: str = PLAIN
    form: forms.Form | None = None
    is_link: bool = False
    has_page: bool = False  # what comes of its form is asked on a page of its own first

    @property
    def is_open(self) -> bool:
        """Whether its form came back with an error."""
        return self.form is not None and self.form.is_bound


def of_milestone(
    snapshot: OrderSnapshot, milestone: Milestone, names: Iterable[str], bound: forms.Form | None = None
) -> list[Button]:
    """The buttons of a step, in the order in which people think of them. `bound` is a form that came back."""
    verbs = [verb for verb in ON_MILESTONES if verb.name in names and verb.label]
    return [button(snapshot, milestone, verb, bound) for verb in verbs]


def of_order(snapshot: OrderSnapshot) -> list[Button]:
    """The buttons of the order as a whole."""
    names = availability.of_order(snapshot)
    return [button(snapshot, snapshot.order, verb) for verb in ON_ORDERS if verb.name in names]


def button(snapshot: OrderSnapshot, thing, verb: Verb, bound=None) -> Button:
    """A verb as a button. One that explains nothing here has a page of its own for that, and is a link to it."""
    about = (snapshot, thing)
    came_back = bound if bound and bound.verb == verb.name else None
    return Button(
        name=verb.name,
        label=said(verb.label, *about),
        url=reverse(f"milestones:{verb.name}", args=[thing.pk]),
        explanation="" if verb.page else said(verb.explains, *about),
        confirm=said(verb.confirm or verb.label, *about),
        kind=said(verb.tone, *about),
        form=None if verb.page else came_back or verb.form_for(snapshot.reader, thing),
        is_link=bool(verb.page) or not verb.explains,
        has_page=verb.previews,
    )
