"""The editor."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from marketplace.errors import Refused
from marketplace.idempotency import keys
from marketplace.offers.editor import Editor
from marketplace.offers.models import OfferState
from marketplace.offers.views.access import find_own
from marketplace.onward import leading_back
from marketplace.transitions import authorize

INVALID = 422
STARTS = ("to", "role", "gig", "order_type", "back")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """A new offer; `?to=` names the person that it is for, `?role=` what the author is in it.

    `?gig=` fills in what a gig says, `?order_type=` how it is paid; `?back=` is where it leads when it is sent.
    """
    once = keys.of(request)
    return _edit(
        request,
        Editor(request.user, data=_posted(request), files=request.FILES, start=_start(request, *STARTS), once=once),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """A draft that was not sent yet."""
    offer = find_own(request, pk)
    if offer.state != OfferState.DRAFT:
        return _gone(request, offer)
    return _edit(request, _editor_of(request, offer))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request, pk):
    """The next version of an offer that is on the table."""
    offer = find_own(request, pk)
    if offer.state != OfferState.SENT:
        return _gone(request, offer)
    authorize(offer.write, request.user)
    return _edit(request, _editor_of(request, offer))


def _start(request, *names: str) -> dict[str, str]:
    """What the address of the editor fills in."""
    return {name: request.GET[name] for name in names if name in request.GET}


def _editor_of(request, offer) -> Editor:
    start = _start(request, "back")
    return Editor(request.user, offer, data=_posted(request), files=request.FILES, start=start)


def _gone(request, offer):
    """Whoever looks is led to the offer; whoever wrote meanwhile is told, and keeps what they typed."""
    if request.method == "POST":
        state = offer.state_words
        raise Refused(f"This offer is {state} now, since this page was opened. What you typed here was not saved.")
    return redirect(offer)


def _posted(request):
    return request.POST if request.method == "POST" else None


def _edit(request, editor: Editor):
    """Show the editor, or save what was typed and go where the button leads."""
    saved = editor.save() if editor.is_final else None
    if saved is None:
        response = render(request, "offers/editor.html", {"editor": editor}, status=INVALID if editor.is_final else 200)
        # A draft that was kept is found again by loading the page anew.
        response.headers["HX-Replace-Url"] = leading_back(editor.url, editor.back)
        return response
    if editor.op == "review":
        return _go(request, redirect(leading_back(reverse("offers:send", args=[saved.pk]), editor.back)))
    messages.success(request, "Your draft is saved. Only you can see it.")
    return _go(request, redirect(leading_back(saved.editor_url, editor.back)))


def _go(request, response):
    """A redirect that htmx follows with the whole page."""
    if not request.headers.get("HX-Request"):
        return response
    return HttpResponse(headers={"HX-Redirect": response.url})
