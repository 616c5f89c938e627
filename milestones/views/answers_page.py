"""The page on which the client answers the questions of an order."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from marketplace.errors import Refused
from marketplace.postgresql.snapshot import one_moment, snapshot
from marketplace.transitions import authorize
from milestones.pages.brief import Brief
from milestones.pages.order import snapshot_of
from milestones.verbs import VERBS
from milestones.views import access
from milestones.wording import briefing


@require_safe
@login_required
@snapshot
def answers(request, pk):
    """The form; whoever follows an old link, with nothing left to answer, is led to the order."""
    order = access.order(request, pk)
    try:
        authorize(order.answer, request.user)
    except Refused as refused:
        messages.warning(request, refused.message)
        return redirect(order)
    return render_page(request, order)


def render_page(request, order, *, form=None, refusal="", status=200):
    """The page as it is now. `form` came back with what was typed."""
    with one_moment():
        order = access.fresh(order) if request.method == "POST" else order
        board = snapshot_of(order, request.user)
        form = form or VERBS["answer"].form_for(board.reader, order)
        context = {"order": order, "reader": board.reader, "form": form, "refusal": refusal, "brief": Brief(board)}
        context["stands"] = briefing.stands(board.reader)
        return render(request, "milestones/answers.html", context, status=status)


def address_of(thing) -> str:
    return reverse("milestones:answers", args=[thing.parties.pk])
