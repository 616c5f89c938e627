"""The steps in which an offer is written."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from marketplace.errors import Refused
from marketplace.idempotency import keys
from marketplace.offers.editor import Editor, steps
from marketplace.offers.editor.raw_input import KEEP, NEXT, SAVE
from marketplace.offers.models import Offer, OfferState
from marketplace.offers.views.access import find_own
from marketplace.onward import leading_back
from marketplace.transitions import authorize

INVALID = 422
STARTS = ("to", "role", "policy", "gig", "order_type", "back")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """The first step of a new offer; `?to=` names the person that it is for, `?role=` what the author is in it.

    `?policy=` chooses a rulebook, `?order_type=` how it is paid; `?gig=` fills in what a gig says; `?back=` is where it
    leads when it is sent.
    """
    once = keys.of(request)
    return _edit(
        request,
        Editor(request.user, data=_posted(request), files=request.FILES, start=_start(request, *STARTS), once=once),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """A draft that was not sent yet: where there is something left to write, or else its review.

    What is sent here is of a page that was opened before there were steps.
    """
    offer = find_own(request, pk)
    if offer.state != OfferState.DRAFT:
        return gone(request, offer)
    return write(request, offer, steps.PROJECT) if request.method == "POST" else _go_on(request, offer)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request, pk):
    """The next version of an offer that is on the table, in the same way."""
    offer = find_own(request, pk)
    if offer.state != OfferState.SENT:
        return gone(request, offer)
    authorize(offer.write, request.user)
    if request.method == "POST":
        return write(request, offer, steps.PROJECT)
    return _go_on(request, offer)


def _go_on(request, offer: Offer):
    """To the first step if nothing was written yet, to the one in which something is missing, or to the review."""
    editor = Editor(request.user, offer)
    wrong = set(steps.WRITTEN) if editor.draft is None else {steps.step_of(one) for one in editor.problems}
    step = next((one for one in steps.WRITTEN if one in wrong), steps.REVIEW)
    asked = {"back": request.GET.get("back"), "check": "1" if wrong and editor.draft else None}
    query = urlencode({name: value for name, value in asked.items() if value})
    return redirect(f"{steps.url_of(offer, step)}{query and '?'}{query}")


def _start(request, *names: str) -> dict[str, str]:
    """What the address of the editor fills in."""
    return {name: request.GET[name] for name in names if name in request.GET}


def write(request, offer: Offer, step: str):
    """One step of an offer that is saved."""
    start = {**_start(request, "back", "check"), "step": step}
    return _edit(request, Editor(request.user, offer, data=_posted(request), files=request.FILES, start=start))


def gone(request, offer):
    """Whoever looks is led to the offer; whoever wrote meanwhile is told, and keeps what they typed."""
    if request.method == "POST":
        state = offer.state_words
        raise Refused(f"This offer is {state} now, since this page was opened. What you typed here was not saved.")
    return redirect(offer)


def _posted(request):
    return request.POST if request.method == "POST" else None


def _edit(request, editor: Editor):
    """Show the step, or save what was typed and go where the button leads."""
    if editor.checks:
        editor.check()
    if editor.op == KEEP:
        return _show(request, _kept(request, editor))
    saved = editor.save() if editor.is_final else None
    if saved is None:
        return _show(request, editor, status=INVALID if editor.is_final else 200)
    if editor.op == SAVE:
        messages.success(request, "Your draft is saved. Only you can see it.")
    step = {SAVE: editor.step, NEXT: editor.after}.get(editor.op, steps.REVIEW)
    return _go(request, redirect(leading_back(steps.url_of(saved, step), editor.back)))


def _show(request, editor: Editor, *, status: int = 200):
    response = render(request, "offers/editor.html", {"editor": editor}, status=status)
    # A draft that was kept is found again by loading the page anew.
    response.headers["HX-Replace-Url"] = leading_back(editor.url, editor.back)
    return response


def _kept(request, editor: Editor) -> Editor:
    """What the browser saves by itself while somebody types. Where that can't be kept, the page says so in a line.

    Nobody is interrupted: what is wrong is said beside its field when a button is pressed.
    """
    if editor.save():
        return editor
    look = request.POST.copy()
    look["op"] = "refresh"
    again = Editor(editor.user, editor.offer, data=look, files=request.FILES, start=editor.start)
    again.unsaved = editor.stale.message if editor.stale else editor.errors[0][2]
    return again


def _go(request, response):
    """A redirect that htmx follows with the whole page."""
    if not request.headers.get("HX-Request"):
        return response
    return HttpResponse(headers={"HX-Redirect": response.url})
