"""The page between a button and what it does: what happens to whose money, what is signed, and then the verb."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.shortcuts import redirect, render

from marketplace.accounts import networks
from marketplace.errors import Refused
from marketplace.offers import actions, contracts, origins
from marketplace.offers.changes import Difference, difference
from marketplace.offers.confirmation import Confirmation, ConfirmationPresenter
from marketplace.offers.editor import steps
from marketplace.offers.forms import ConfirmForm
from marketplace.offers.models import ContractText, ContractUpload, Offer, OfferState
from marketplace.offers.terms import Terms
from marketplace.offers.texts.layout import laid_out
from marketplace.onward import is_ours, leading_back

INVALID = 422


@dataclass(frozen=True)
class Asked:
    """What is confirmed: the verb that a yes calls, and what the page says that it does.

    `version` is the number of the one that is accepted; `writes` where somebody's own terms go out; `signs` is false
    where nothing is agreed on any more.
    """

    title: str
    verb: Callable
    teller: ConfirmationPresenter
    confirmation: Confirmation
    version: int | None = None
    writes: bool = False
    signs: bool = True

    @property
    def page(self) -> str:
        """Sending is the last step of writing."""
        return "offers/sign.html" if self.writes else "offers/confirm.html"

    @cached_property
    def template(self) -> ContractText | None:
        """What the contract of somebody's own terms is made from."""
        return contracts.template_for(self.teller.offer, self.teller.terms) if self.writes else None

    def shows_deposit(self, request) -> bool:
        """Whether one of the buttons that choose what is deposited was pressed."""
        return "show" in request.POST and bool(self.confirmation.deposits)

    def form(self, request) -> ConfirmForm:
        offer, terms = self.teller.offer, self.teller.terms
        initial = {"version": self.version, "read": contracts.fingerprint(terms, self.template)}
        shows = self.shows_deposit(request)
        if shows:  # another deposit is looked at first: what was typed stays, and nothing is done yet
            initial |= {name: request.POST.get(name, "") for name in ("message", "signature", "agree", "source")}
        return ConfirmForm(
            request.POST if request.method == "POST" and not shows else None,
            initial=initial,
            ways=self.confirmation.ways,
            deposits=self.confirmation.deposits,
            signs=self.signs and offer.needs_signatures,
            writes=self.writes,
            marked=request.GET.get("source", ""),
        )


def confirm(request, asked: Asked):
    """Show the confirmation, or do what it says."""
    offer, form = asked.teller.offer, asked.form(request)
    if form.is_valid() and asked.confirmation.is_possible:
        extra = {"version": form.cleaned_data["version"]} if asked.version is not None else {}
        if asked.signs:
            extra["address"] = networks.text_of(request)
        try:
            return done(request, asked.verb(offer, by=request.user, **form.answers(), **extra))
        except Refused as refused:
            if refused.field not in form.fields:
                raise
            form.add_error(refused.field, refused.message)
    context = words(request, asked, steps.SIGN) | {"form": form}
    return render(request, asked.page, context, status=INVALID if form.is_bound else 200)


def words(request, asked: Asked, step: str) -> dict:
    """What the page shows; `step` is which of those of writing it is."""
    offer, teller = asked.teller.offer, asked.teller
    return {
        "title": asked.title,
        "offer": offer,
        "terms": teller.terms,
        "policy": offer.policy,
        "confirmation": asked.confirmation,
        "quote": teller.quote,
        "other": offer.other(request.user),
        "signed": not asked.writes,
        "teller": teller,
        "difference": _difference(offer, teller.terms, asked.writes),
        **(_of_draft(request, asked, step) if asked.writes else _of_version(asked)),
        "endings": teller.endings,
    }


def _difference(offer: Offer, terms: Terms, writes: bool) -> Difference | None:
    """What the terms on this page change: against the version that counts, or of that against the one before it."""
    if offer.version is None:
        return None
    if writes:
        return difference(offer.version.terms, terms, offer.currency)
    before = offer.versions.filter(number=offer.number - 1).first()
    return difference(before.terms, terms, offer.currency) if before else None


def _of_version(asked: Asked) -> dict:
    """What there is to read of what is accepted, and the way back."""
    offer = asked.teller.offer
    version = offer.version
    return {
        "contract": version.contract_document,
        "tinted": bool(version.contract_marks),
        "template": version.contract_template,
        "upload": version.upload,
        "digest": version.digest,
        "back": offer.get_absolute_url(),
        "back_words": "Back to the offer",
    }


def _of_draft(request, asked: Asked, step: str) -> dict:
    """The same of what is sent, and how far its writing is."""
    offer, terms = asked.teller.offer, asked.teller.terms
    filled = contracts.filled(asked.template, offer, terms)
    before, _ = steps.around(step, offer.policy)
    back, order_type = _back(request), offer.order_type
    return {
        "contract": laid_out(filled.text, filled.marks),
        "tinted": True,
        "template": asked.template,
        "upload": ContractUpload.objects.get(pk=terms.upload) if terms.upload else None,
        "digest": contracts.digest(offer, offer.number + 1, terms, filled.text),
        "stations": steps.stations(offer, terms, offer.policy, order_type, [], step),
        "back": leading_back(steps.url_of(offer, before), back),
        "back_words": f"Back to {steps.title_of(before, offer.policy, order_type).lower()}",
        "onward": leading_back(steps.url_of(offer, steps.SIGN), back),
        "kind": origins.words_of(offer.origin),
        "change": {one: leading_back(steps.url_of(offer, one), back) for one in steps.steps_of(offer.policy)},
    }


def done(request, deal: actions.Deal):
    """To the payment, if there is one to look after; else to the order, or to the offer."""
    offer, payment = deal.offer, deal.payment
    if payment and payment.user_id == request.user.pk:
        return redirect(payment)
    if offer.state == OfferState.ACCEPTED:
        messages.success(request, "Agreed. This is your order.")
        return redirect(offer.order)
    if offer.state == OfferState.SENT and offer.agreed_by_id:
        messages.info(request, "You accepted. The order begins when the client’s payment is through.")
    elif offer.state == OfferState.SENT:
        messages.success(request, f"Sent to {offer.other_words(request.user)}.")
        return redirect(_back(request) or offer)
    return redirect(offer)


def _back(request) -> str:
    """The page of ours from which the offer was begun, such as a conversation."""
    back = request.GET.get("back", "")
    return back if is_ours(request, back) and back.startswith("/") else ""
