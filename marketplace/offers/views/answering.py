"""Sending, accepting, paying; asking for changes, declining, withdrawing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.errors import Refused
from marketplace.idempotency import keys
from marketplace.offers import actions, contracts, limits
from marketplace.offers.actions.writing import terms_of
from marketplace.offers.changes import Difference, difference
from marketplace.offers.confirmation import ConfirmationPresenter
from marketplace.offers.forms import ChangesForm, ConfirmForm, ReasonForm
from marketplace.offers.models import ContractKind, ContractUpload, Offer, OfferState
from marketplace.offers.presenters import OfferPresenter
from marketplace.offers.terms import Terms
from marketplace.offers.views.access import find_own
from marketplace.offers.views.reading import show
from marketplace.postgresql.snapshot import snapshot

INVALID = 422


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@snapshot
def send(request, pk):
    """What sending the draft does, and the button that does it."""
    offer = find_own(request, pk)
    terms = terms_of(offer, request.user)
    if terms is None or offer.state not in (OfferState.DRAFT, OfferState.SENT):
        return redirect(offer)
    if found := limits.problems(offer, terms, side=offer.side_of(request.user)):
        why = f"This can’t be sent yet: {found[0].message}"
        if request.method == "POST":
            raise Refused(why)  # a page that still has the message and the name that were typed
        messages.error(request, why)
        return redirect("offers:edit" if offer.state == OfferState.DRAFT else "offers:counter", offer.pk)
    verb = actions.send if offer.state == OfferState.DRAFT else actions.counter
    teller = ConfirmationPresenter(offer, terms, request.user)
    words = {"title": "Send this offer" if offer.version is None else "Send this version", "terms": terms}
    return _confirm(request, offer, teller, teller.sending(), verb, words, writes=True)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@snapshot
def accept(request, pk):
    """What accepting does, and the button that does it."""
    offer = find_own(request, pk)
    if not OfferPresenter(offer, request.user).allowed.get("accept"):
        return _refuse(request, offer, "accept")
    teller = ConfirmationPresenter(offer, offer.version.terms, request.user)
    words = {
        "title": "Sign this offer" if offer.needs_signatures else "Accept this offer",
        "terms": offer.version.terms,
    }
    return _confirm(request, offer, teller, teller.accepting(), actions.accept, words, version=offer.number)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@snapshot
def pay(request, pk):
    """The client pays for what the freelancer has accepted."""
    offer = find_own(request, pk)
    if not OfferPresenter(offer, request.user).allowed.get("pay"):
        return _refuse(request, offer, "pay")
    teller = ConfirmationPresenter(offer, offer.version.terms, request.user)
    words = {"title": "Pay the first step", "terms": offer.version.terms}
    return _confirm(request, offer, teller, teller.paying(), actions.pay, words, signs=False)


def _refuse(request, offer: Offer, verb: str):
    """A look leads back to the offer; an attempt gets the verb's own answer."""
    if request.method == "POST":
        if verb == "accept":
            actions.accept(offer, by=request.user, version=offer.number)
        else:
            actions.pay(offer, by=request.user)
    return redirect(offer)


def _confirm(request, offer, teller, confirmation, verb, words, *, version=None, signs=None, writes=False):
    """Show the confirmation, or do what it says."""
    signs = offer.needs_signatures if signs is None else signs
    options = {"ways": confirmation.ways, "signs": signs, "writes": writes, "marked": request.GET.get("source", "")}
    initial = {"version": version, "read": contracts.fingerprint(teller.terms)}
    form = ConfirmForm(request.POST if request.method == "POST" else None, initial=initial, **options)
    if form.is_valid() and confirmation.is_possible:
        extra = {} if version is None else {"version": form.cleaned_data["version"]}
        try:
            return _done(request, verb(offer, by=request.user, **form.answers(), **extra))
        except Refused as refused:
            if refused.field not in form.fields:
                raise
            form.add_error(refused.field, refused.message)
    words |= {"offer": offer, "form": form, "confirmation": confirmation, "quote": teller.quote, "teller": teller}
    words |= {"policy": offer.policy, "difference": _difference(offer, teller.terms, writes)}
    words |= _read_before(offer, teller, writes)
    return render(request, "offers/confirm.html", words, status=INVALID if form.is_bound else 200)


def _difference(offer: Offer, terms: Terms, writes: bool) -> Difference | None:
    """What the terms on this page change: against the version that counts, or of that against the one before it."""
    if offer.version is None:
        return None
    if writes:
        return difference(offer.version.terms, terms, offer.currency)
    before = offer.versions.filter(number=offer.number - 1).first()
    return before and difference(before.terms, terms, offer.currency)


def _read_before(offer: Offer, teller: ConfirmationPresenter, writes: bool) -> dict:
    """What there is to read before the button is pressed, and the way back."""
    terms = teller.terms
    if not writes:
        text, back, words = offer.version.contract_text, offer.get_absolute_url(), "Back to the offer"
    else:
        text = contracts.text(offer, terms) if terms.contract == ContractKind.TEMPLATE else ""
        back = reverse("offers:edit" if offer.state == OfferState.DRAFT else "offers:counter", args=[offer.pk])
        words = "Back to the editor"
    upload = ContractUpload.objects.get(pk=terms.upload) if terms.upload else None
    return {
        "contract_text": text,
        "upload": upload,
        "endings": teller.endings,
        "back": back,
        "back_words": words,
    }


def _done(request, offer: Offer):
    """To the payment, if there is one to look after; else to the order, or to the offer."""
    if offer.payment and offer.payment.user_id == request.user.pk:
        return redirect(offer.payment)
    if offer.state == OfferState.ACCEPTED:
        messages.success(request, "Agreed. This is your order.")
        return redirect(offer.order)
    if offer.state == OfferState.SENT and offer.agreed_by_id:
        messages.info(request, "You accepted. The order begins when the client’s payment is through.")
    elif offer.state == OfferState.SENT:
        messages.success(request, f"Sent to {offer.other_words(request.user)}.")
    return redirect(offer)


@login_required
@require_POST
def ask_changes(request, pk):
    """Ask for another version."""
    offer, form = find_own(request, pk), ChangesForm(request.POST)
    if not form.is_valid():
        return show(request, offer, status=INVALID, changes_form=form)
    try:
        actions.ask_changes(offer, by=request.user, message=form.cleaned_data["message"], once=keys.of(request))
    except keys.Repeated as repeated:
        messages.info(request, repeated.message)
        return redirect(offer)
    messages.success(request, "Your message is sent.")
    return redirect(offer)


@login_required
@require_POST
def decline(request, pk):
    """Say no, and why."""
    offer, form = find_own(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return show(request, offer, status=INVALID, reason_form=form)
    actions.decline(offer, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, "You declined the offer.")
    return redirect(offer)


@login_required
@require_POST
def withdraw(request, pk):
    """Take it back."""
    offer = actions.withdraw(find_own(request, pk), by=request.user)
    messages.success(request, "The offer is withdrawn." if offer.version else "The draft is thrown away.")
    return redirect(offer if offer.version else "offers:offers")
