"""One address for each step of writing an offer, and what is read before it is signed: the review, and its paper."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.offers.actions.parts.publishing import Sending, version_of
from marketplace.offers.editor import steps
from marketplace.offers.models import Draft, Offer, OfferState
from marketplace.offers.papers import printing
from marketplace.offers.views.access import find_own
from marketplace.offers.views.agreed import file_of
from marketplace.offers.views.answering import send, sending
from marketplace.offers.views.confirming import Asked, words
from marketplace.offers.views.writing import gone, write
from marketplace.postgresql.snapshot import snapshot
from marketplace.transitions import authorize


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request, pk, step):
    """One step of a draft, or of the next version of what is on the table."""
    offer = find_own(request, pk)
    if step not in steps.STEPS:
        raise Http404
    if offer.state not in (OfferState.DRAFT, OfferState.SENT):
        return gone(request, offer)
    if offer.state == OfferState.SENT:
        authorize(offer.write, request.user)
    if step == steps.SIGN:
        return send(request, pk)
    if step == steps.REVIEW:
        return _review(request, offer)
    if step not in steps.steps_of(offer.policy):
        return redirect(offer.editor_url)
    return write(request, offer, step)


@snapshot
def _review(request, offer: Offer):
    """All of it as the other side will read it."""
    asked = _asked(request, offer)
    if not isinstance(asked, Asked):
        return asked
    return render(request, "offers/review.html", words(request, asked, steps.REVIEW))


@login_required
@require_safe
def draft_paper(request, pk):
    """What was written, as a PDF that says of itself that it is a draft."""
    offer = find_own(request, pk)
    asked = _asked(request, offer)
    if not isinstance(asked, Asked):
        return asked
    draft = Draft.objects.get(offer=offer, by=request.user)
    said = Sending(request.user, asked.teller.terms, template=asked.template)
    version = version_of(offer, said, draft.saved_at)
    return file_of(request, lambda: printing.print_draft(offer, version), f"draft-{pk}-{version.number}.pdf")


def _asked(request, offer: Offer) -> Asked | HttpResponse:
    """What would be sent; where that was not written yet, or is not whole, the way to where it is."""
    if not Draft.objects.filter(offer=offer, by=request.user, base=offer.number).exists():
        return redirect(offer.editor_url)
    return sending(request, offer)
