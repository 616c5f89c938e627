"""The resolution center as a page."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from marketplace.postgresql.snapshot import one_moment, snapshot
from milestones.pages.resolution import Center
from milestones.views import access


@require_safe
@login_required
@snapshot
def resolution(request, pk):
    return render_page(request, access.order(request, pk))


def render_page(request, order, *, form=None, refusal="", status=200):
    """The page as it is now. `form` came back with errors and is shown open."""
    with one_moment():
        center = Center(access.fresh(order) if request.method == "POST" else order, request.user, form)
        context = {"center": center, "order": center.order, "reader": center.reader, "refusal": refusal}
        return render(request, "milestones/resolution.html", context, status=status)


def address_of(thing) -> str:
    """The resolution center of its order, which says what was done."""
    return reverse("milestones:resolution", args=[thing.parties.pk])
