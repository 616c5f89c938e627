"""The client's side: proposals side by side, marks on them, and what comes of one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from marketplace.errors import Refused
from marketplace.gigs.editor import reading
from marketplace.jobs import actions
from marketplace.jobs.models import Proposal
from marketplace.jobs.models.post import SHOWN
from marketplace.jobs.pages.proposals import ProposalsPage
from marketplace.jobs.views.access import OF_PROPOSAL, find_own
from marketplace.offers import actions as offers
from marketplace.offers.forms.answers import ReasonForm
from marketplace.onward import is_ours


@login_required
@require_safe
def proposals(request, pk: int):
    """The proposals of one's own post, a page of them. What was new is seen once it was shown."""
    post = find_own(request, pk)
    if post.version is None:
        return redirect("jobs:edit", post.pk)
    page = ProposalsPage(post, request.user, request.GET)
    response = render(request, "jobs/proposals.html", {"page": page, "post": post})
    new = [card.proposal for card in page.cards if card.is_new]
    if new and post.state in SHOWN and request.method == "GET":
        actions.look_through(post, by=request.user, shown=new)
    return response


def _find(request, pk: int) -> Proposal:
    found = Proposal.objects.for_client(request.user).select_related(*OF_PROPOSAL)
    return get_object_or_404(found, pk=pk)


def _back(request, proposal: Proposal):
    """To the page with the button, which is one of ours."""
    back = request.POST.get("next", "")
    return redirect(back if is_ours(request, back) else reverse("jobs:proposals", args=[proposal.post_id]))


@login_required
@require_POST
def shortlist(request, pk: int):
    return _back(request, actions.shortlist(_find(request, pk), by=request.user))


@login_required
@require_POST
def archive(request, pk: int):
    return _back(request, actions.archive(_find(request, pk), by=request.user))


@login_required
@require_POST
def unmark(request, pk: int):
    return _back(request, actions.unmark(_find(request, pk), by=request.user))


@login_required
@require_POST
def note(request, pk: int):
    proposal = actions.note(_find(request, pk), by=request.user, text=reading.text(request.POST, "text"))
    messages.success(request, "Your note is kept. Nobody else sees it.")
    return _back(request, proposal)


@login_required
@require_POST
def decline(request, pk: int):
    """The offer's own verb, from the page of the post, and back to it."""
    proposal = _find(request, pk)
    form = ReasonForm(request.POST, reader=request.user, about=proposal.offer)
    if not form.is_valid():
        raise Refused(str(form.errors["reason"][0]), field="reason")
    offers.decline(proposal.offer, by=request.user, **form.terms)
    messages.success(request, f"You declined the proposal of {proposal.freelancer}.")
    return _back(request, proposal)


@login_required
@require_POST
def take_terms(request, pk: int):
    """What was negotiated becomes a draft of the post."""
    proposal = _find(request, pk)
    actions.take_terms(proposal.post, by=request.user, proposal=proposal)
    messages.success(request, "Plan and budget are taken over. Read them, then publish the changes.")
    return redirect("jobs:edit", proposal.post_id)
