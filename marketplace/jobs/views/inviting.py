"""Inviting people to propose, and their side of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.accounts import welcome
from marketplace.errors import Refused
from marketplace.gigs.editor import reading
from marketplace.jobs import actions, invitations
from marketplace.jobs.forms.invitation import InviteForm
from marketplace.jobs.limits import MOST_INVITATIONS
from marketplace.jobs.models import Invitation, PostState
from marketplace.jobs.views.access import find_own
from marketplace.transitions import permit

INVALID = 422


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request, pk: int):
    """Whom to ask: somebody one worked with, somebody by name, or an address. A button only searches."""
    post = find_own(request, pk)
    if post.version is None:
        raise Http404
    permit(post.invite, request.user)
    sends = request.method == "POST" and request.POST.get("op") != "search"
    form = InviteForm(
        request.POST if sends else None, initial=_initial(request), client=request.user, typed=_who(request)
    )
    if sends and form.is_valid() and _invited(request, post, form):
        return redirect("jobs:invite", post.pk)
    sent = post.invitations.select_related("freelancer").order_by("-pk")
    words = {"post": post, "form": form, "invitations": sent, "most": MOST_INVITATIONS}
    return render(request, "jobs/invite.html", words, status=INVALID if form.is_bound else 200)


def _who(request) -> str:
    return (request.POST if request.method == "POST" else request.GET).get("who", "").replace("\0", "")


def _initial(request) -> dict:
    asked = request.POST if request.method == "POST" else request.GET
    return {name: asked.get(name, "") for name in ("who", "to", "email", "message")}


def _invited(request, post, form: InviteForm) -> bool:
    try:
        made = actions.invite(post, by=request.user, **form.terms)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return False
    messages.success(request, f"Invited: {made.freelancer or made.email}")
    return True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, sealed: str):
    """Where the mailed link leads: the job to read, and, once its reader has signed up or in, to take up."""
    try:
        found = invitations.invitation_of(sealed)
    except Invitation.DoesNotExist as error:
        raise Http404 from error
    post = found.post
    if found.freelancer_id is not None and found.freelancer_id == request.user.pk:
        return redirect(post)
    if found.freelancer_id or post.state not in (PostState.OPEN, PostState.CLOSED):
        raise Http404
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        actions.take_up(found, by=request.user)
        return redirect(post)
    if not request.user.is_authenticated:
        welcome.expect(request, found.email, proven=invitations.proves(found))
    return render(request, "jobs/invitation.html", {"invitation": found, "post": post})


@login_required
@require_POST
def decline(request, pk: int):
    """Say no to being asked."""
    found = get_object_or_404(Invitation.objects.select_related("post"), pk=pk, freelancer=request.user)
    actions.decline_invitation(found, by=request.user, reason=reading.text(request.POST, "reason"))
    messages.success(request, "You declined the invitation.")
    return redirect("jobs:browse")
