"""The freelancer's side: proposing, writing it anew, and what was proposed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts import networks
from marketplace.errors import Refused
from marketplace.idempotency import keys
from marketplace.jobs import actions
from marketplace.jobs.models import Proposal
from marketplace.jobs.pages.proposal import ProposalPage
from marketplace.jobs.proposing import DISCARD, SAVE, ProposalEditor
from marketplace.jobs.views.access import OF_PROPOSAL, find, find_proposal
from marketplace.offers.models import OfferState
from marketplace.transitions import authorize, may, permit

INVALID = 422


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request, pk: int):
    """Write a proposal. Whoever looks when there is none to write is led to the post, which says why."""
    post = find(request, pk)
    permit(post.propose, request.user)
    mine = Proposal.objects.filter(post=post, freelancer=request.user).first()
    if request.method != "POST" and (mine or not may(post.propose, request.user)):
        return redirect(mine or post)
    if not mine:
        authorize(post.propose, request.user)
    return _edit(request, ProposalEditor(request.user, post, once=keys.of(request), **_posted(request)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revise(request, pk: int):
    """Write one's own proposal anew, while it is on the table."""
    found = Proposal.objects.filter(freelancer=request.user).select_related(*OF_PROPOSAL)
    proposal = get_object_or_404(found, pk=pk)
    if proposal.offer.state != OfferState.SENT:
        if request.method == "POST":
            raise Refused(f"This proposal is {proposal.offer.state_words} now. What you typed was not sent.")
        return redirect(proposal)
    return _edit(request, ProposalEditor(request.user, proposal.post, proposal, **_posted(request)))


def _posted(request) -> dict:
    return {"data": request.POST if request.method == "POST" else None, "files": request.FILES}


def _do(editor: ProposalEditor) -> tuple[str, str] | None:
    """Save, send or discard it. Returns what is said then, and where it leads; None where something is against it."""
    if editor.op == DISCARD:
        return ("The draft is gone.", (editor.proposal or editor.post).get_absolute_url()) if editor.discard() else None
    if editor.op == SAVE:
        return ("Saved. Nobody else sees it until you send it.", editor.url) if editor.keep() else None
    sent = editor.send()
    return (f"Your proposal is with {editor.post.client}.", sent.get_absolute_url()) if sent else None


def _edit(request, editor: ProposalEditor):
    editor.address = networks.text_of(request)
    done = _do(editor) if editor.ends else None
    if done is None:
        words = {"editor": editor, "post": editor.post}
        return render(request, "jobs/propose.html", words, status=INVALID if editor.ends else 200)
    said, url = done
    messages.success(request, said)
    response = redirect(url)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": response.url})
    return response


@login_required
@require_safe
def proposal(request, pk: int):
    """One proposal: the letter, the answers, where it stands; its terms are on the offer's page.

    Its client has seen it once it was shown.
    """
    found = find_proposal(request, pk)
    page = ProposalPage(found, request.user)
    response = render(request, "jobs/proposal.html", {"page": page, "proposal": found})
    if page.is_new and request.method == "GET":
        actions.look_through(found.post, by=request.user, shown=[found])
    return response
