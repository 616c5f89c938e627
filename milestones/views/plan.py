"""Changing the part of the plan that has not begun: at once where the client may, else by a proposal."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from marketplace import stale
from marketplace.errors import Refused
from marketplace.formats import capital
from marketplace.idempotency import keys
from marketplace.policies.plan import MilestoneTerms
from marketplace.stale import Overtaken
from marketplace.transitions import authorize
from milestones.actions import cases
from milestones.forms.plan import MilestoneForm
from milestones.forms.resolution import ReasonForm
from milestones.models import Case, Milestone, Order
from milestones.pages.resolution_options import changes_alone
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.reader import Reader
from milestones.views import access
from milestones.views.acting import INVALID, say
from milestones.wording.confirmations import removing
from milestones.wording.phrases import sentences

METHODS = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Page:
    """One change: the words of its page, its form, and the verb that the form's terms go to."""

    title: str
    lede: str
    confirm: str
    form: forms.Form
    verb: Callable


@METHODS
@login_required
def add_milestone(request, pk):
    order = access.order(request, pk)
    reader = _changer(request, order)
    form = MilestoneForm(_sent(request), order=order, reason=_why(reader))
    return _answer(request, order, _page(reader, "Add a step", form, op="add"))


@METHODS
@login_required
def change_milestone(request, pk):
    milestone = access.milestone(request, pk)
    reader = _changer(request, milestone.order, milestone)
    form = MilestoneForm(
        _sent(request), order=milestone.order, milestone=MilestoneTerms.of(milestone), reason=_why(reader)
    )
    return _answer(request, milestone.order, _page(reader, f"Change {milestone}", form, op="edit", milestone=milestone))


@METHODS
@login_required
def remove_milestone(request, pk):
    milestone = access.milestone(request, pk)
    reader = _changer(request, milestone.order, milestone)
    form = forms.Form(_sent(request)) if changes_alone(reader) else ReasonForm(_sent(request))
    return _answer(
        request, milestone.order, _page(reader, f"Take {milestone} out", form, op="remove", milestone=milestone)
    )


@METHODS
@login_required
def change_order(request, pk):
    """The freelancer answers a revision with a step of its own."""
    milestone = access.milestone(request, pk)
    reader = Reader(milestone.order, request.user)
    authorize(milestone.change_order, request.user)
    form = MilestoneForm(_sent(request), order=milestone.order, reason="Why this is new scope")
    lede = (
        f"If {reader.client} agrees, this becomes a step of its own; {milestone} is under review as you delivered it."
    )
    verb = partial(cases.offer_change_order, milestone, by=request.user)
    return _answer(request, milestone.order, Page(f"New scope for {milestone}", lede, "Offer it", form, verb))


def _changer(request, order: Order, milestone: Milestone | None = None) -> Reader:
    """Whoever may change the plan, or propose it. Raises PermissionDenied and Refused."""
    authorize(milestone.change if milestone else order.ask_to_change, request.user)
    return Reader(order, request.user)


def _page(reader: Reader, title: str, form, **about) -> Page:
    order, user = reader.order, reader.user
    ends = removing(OrderSnapshot(reader), about["milestone"]) if about["op"] == "remove" else ""
    if changes_alone(reader):
        lede = sentences(f"The plan changes at once, and {reader.freelancer} is told. Nothing is charged.", ends)
        return Page(title, lede, title, form, _changing(cases.change_plan, order, user, about))
    lede = sentences(f"{capital(reader.other)} has to agree before anything changes.", ends)
    return Page(title, lede, "Propose it", form, _changing(cases.ask_to_change, order, user, about))


def _changing(verb, order: Order, user, about: dict):
    """The verb for what its form asks: the terms, and the mark of those before, are the change."""

    def change(*, terms=None, seen="", **said):
        return verb(order, cases.Change(**about, terms=terms, seen=seen), by=user, **said)

    return change


def _why(reader: Reader) -> str:
    return "" if changes_alone(reader) else "Why"


def _sent(request):
    return request.POST if request.method == "POST" else None


def _answer(request, order: Order, page: Page):
    """The form, or what it leads to; what the rulebook refuses is shown next to its field."""
    form = page.form
    if form.is_valid():
        try:
            did = page.verb(**getattr(form, "terms", form.cleaned_data), once=keys.of(request))
            say(request, did)
            is_asked = isinstance(did.thing, Case)
            return redirect(reverse("milestones:resolution", args=[order.pk]) if is_asked else did.thing)
        except keys.Repeated as repeated:
            messages.info(request, repeated.message)
            return redirect(order)
        except Overtaken as overtaken:
            stale.say(form, overtaken)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    context = {"order": order, "page": page, "form": form}
    return render(request, "milestones/plan_milestone.html", context, status=INVALID if form.is_bound else 200)
