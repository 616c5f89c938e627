"""Dividing what a milestone holds, the sums of both sides first: a split of a dispute, or a part."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from marketplace.idempotency import keys
from marketplace.postgresql.snapshot import one_moment
from marketplace.transitions import authorize
from milestones.actions import split
from milestones.actions.approve import check_part
from milestones.actions.parts.reviewing import insist_seen
from milestones.forms.resolution import SplitForm
from milestones.models import CaseKind
from milestones.outcomes import pointless
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.reader import Reader
from milestones.verbs import VERBS
from milestones.views import access
from milestones.views.acting import INVALID, say
from milestones.wording import confirmations


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def propose_split(request, pk):
    """Ask for the amount, show what it does to whose money, then propose it."""
    milestone = access.milestone(request, pk)
    reader = Reader(milestone.order, request.user)
    authorize(milestone.propose_split, request.user)
    form = SplitForm(request.POST if request.method == "POST" else None, milestone=milestone, reader=reader)
    if not form.is_valid():
        return _page(request, milestone, reader, form)
    terms = form.cleaned_data
    if not form.is_agreed:
        as_typed = {name: form[name].value() for name in terms}  # the browser knows by it that nothing was lost
        again = SplitForm(initial=as_typed | {"seen": terms["released"]}, milestone=milestone, reader=reader)
        instead = pointless(milestone.order.open_cases, milestone=milestone, kind=CaseKind.SPLIT)
        sums = confirmations.of_split(OrderSnapshot(reader).answering(*instead), milestone, terms["released"])
        return _page(request, milestone, reader, again, sums)
    did = split.propose_split(
        milestone, by=request.user, released=terms["released"], reason=terms["reason"], once=keys.of(request)
    )
    say(request, did)
    return redirect(reverse("milestones:resolution", args=[milestone.order_id]))


def _page(request, milestone, reader: Reader, form, sums=""):
    context = {"order": milestone.order, "milestone": milestone, "reader": reader, "form": form, "sums": sums}
    return render(request, "milestones/split.html", context, status=INVALID if form.is_bound else 200)


def part_page(request, milestone, form):
    """What releasing the typed part does to whose money, and the button that does it. Raises Refused where it can't."""
    part, seen = form.cleaned_data["part"], form.cleaned_data["seen"]
    with one_moment():
        milestone = access.milestone(request, milestone.pk)
        authorize(milestone.release_part, request.user)
        insist_seen(milestone, seen)
        check_part(milestone, part)
        reader = Reader(milestone.order, request.user)
        initial = {"part": form["part"].value(), "agreed": part}
        again = VERBS["release_part"].form_for(reader, milestone, initial=initial)
        sums = confirmations.of_part(OrderSnapshot(reader), milestone, part)
        context = {
            "order": milestone.order,
            "milestone": milestone,
            "form": again,
            "amount": reader.money(part),
            "sums": sums,
        }
        return render(request, "milestones/part.html", context)
