"""The views of the verbs: sending, accepting and paying have a page each, and the answers are forms on the offer’s."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.errors import Refused
from marketplace.idempotency import keys
from marketplace.offers import actions, limits
from marketplace.offers.actions.writing import terms_of
from marketplace.offers.confirmation import ConfirmationPresenter
from marketplace.offers.models import Offer, OfferState
from marketplace.offers.presenters import OfferPresenter
from marketplace.offers.views.access import find_own
from marketplace.offers.views.again import copy
from marketplace.offers.views.confirming import INVALID, Asked, confirm
from marketplace.offers.views.reading import show
from marketplace.offers.views.writing import counter
from marketplace.postgresql.snapshot import snapshot
from marketplace.verbs import Verb, said


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@snapshot
def send(request, pk):
    """What sending the draft does, and the button that does it."""
    asked = sending(request, find_own(request, pk))
    return confirm(request, asked) if isinstance(asked, Asked) else asked


def sending(request, offer: Offer) -> Asked | HttpResponse:
    """What is confirmed before the draft goes out; where it can't, the way to what is missing.

    Raises Refused for an attempt that can't be.
    """
    terms = terms_of(offer, request.user)
    if terms is None or offer.state not in (OfferState.DRAFT, OfferState.SENT):
        return redirect(offer)
    terms = terms.under(offer.policy)
    if found := limits.problems(offer, terms, side=offer.side_of(request.user)):
        why = f"This can’t be sent yet: {found[0].message}"
        if request.method == "POST":
            raise Refused(why)  # a page that still has the message and the name that were typed
        messages.error(request, why)
        return redirect(offer.editor_url)
    verb = actions.send if offer.state == OfferState.DRAFT else actions.counter
    wanted = request.POST.get("show") or request.POST.get("deposit") or request.GET.get("deposit")
    teller = ConfirmationPresenter(offer, terms, request.user, whole=wanted == "whole" if wanted else None)
    title = "Sign and send" if offer.needs_signatures else "Send"
    return Asked(title, verb, teller, teller.sending(), writes=True)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@snapshot
def accept(request, pk):
    """What accepting does, and the button that does it."""
    offer = find_own(request, pk)
    if not OfferPresenter(offer, request.user).allowed.get("accept"):
        return _refuse(request, offer, "accept")
    teller = ConfirmationPresenter(offer, offer.version.terms, request.user)
    title = "Sign this offer" if offer.needs_signatures else "Accept this offer"
    return confirm(request, Asked(title, actions.accept, teller, teller.accepting(), version=offer.number))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@snapshot
def pay(request, pk):
    """The client pays for what the freelancer has accepted."""
    offer = find_own(request, pk)
    if not OfferPresenter(offer, request.user).allowed.get("pay"):
        return _refuse(request, offer, "pay")
    teller = ConfirmationPresenter(offer, offer.version.terms, request.user)
    return confirm(request, Asked("Pay the first step", actions.pay, teller, teller.paying(), signs=False))


def _refuse(request, offer: Offer, verb: str):
    """A look leads back to the offer; an attempt gets the verb's own answer."""
    if request.method == "POST":
        if verb == "accept":
            actions.accept(offer, by=request.user, version=offer.number)
        else:
            actions.pay(offer, by=request.user)
    return redirect(offer)


def answer_of(verb: Verb):
    """The view of a verb that is a form on the offer's page: do what it asks, say so, show the offer."""

    @login_required
    @require_POST
    def view(request, pk):
        offer = find_own(request, pk)
        form = verb.form_for(request.user, offer, request.POST)
        if form and not form.is_valid():
            return show(request, offer, status=INVALID, bound=form)
        once = {"once": keys.of(request)} if verb.takes_once else {}
        try:
            offer = verb.act(offer, by=request.user, **(form.terms if form else {}), **once)
        except keys.Repeated as repeated:
            messages.info(request, repeated.message)
            return redirect(offer)
        messages.success(request, said(verb.done, None, offer))
        return redirect(offer if offer.version else "offers:offers")

    return view


PAGES = {"send": send, "accept": accept, "pay": pay, "counter": counter, "copy": copy}


def view_of(verb: Verb):
    """The view of a verb: one of its own, or the one that all answers have."""
    return PAGES.get(verb.name) or answer_of(verb)
