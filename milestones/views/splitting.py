"""Ending a dispute without support: a split that one side proposes, with the sums of both before it goes out."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from marketplace.errors import Refused
from marketplace.idempotency import keys
from milestones.actions import disputes
from milestones.forms.resolution import SplitForm
from milestones.models import State
from milestones.showing import consequences
from milestones.showing.case import Case
from milestones.showing.reader import Reader
from milestones.views import find
from milestones.views.acting import INVALID, say


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def propose_split(request, pk):
    """Ask for the amount, show what it does to whose money, then propose it."""
    step = find.step(request, pk)
    reader = Reader(step.order, request.user)
    if not reader.is_party:
        raise PermissionDenied
    if step.state != State.DISPUTED:
        raise Refused("This step is not disputed any more.")
    form = SplitForm(request.POST if request.method == "POST" else None, step=step, reader=reader)
    if not form.is_valid():
        return _page(request, step, reader, form)
    terms = form.cleaned_data
    if not form.is_agreed:
        as_typed = {name: form[name].value() for name in terms}  # the browser knows by it that nothing was lost
        again = SplitForm(initial=as_typed | {"seen": terms["released"]}, step=step, reader=reader)
        sums = consequences.of_split(Case(reader), step, terms["released"])
        return _page(request, step, reader, again, sums)
    disputes.propose_split(
        step, by=request.user, released=terms["released"], reason=terms["reason"], once=keys.of(request)
    )
    say(request, step.order)
    return redirect(reverse("milestones:resolution", args=[step.order_id]))


def _page(request, step, reader: Reader, form, sums=""):
    context = {"order": step.order, "step": step, "reader": reader, "form": form, "sums": sums}
    return render(request, "milestones/split.html", context, status=INVALID if form.is_bound else 200)
