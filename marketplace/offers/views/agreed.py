"""What was agreed: its page, its papers, and the public page that checks a paper."""

from collections.abc import Callable

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts import throttling
from marketplace.documents import Unprintable
from marketplace.errors import Refused
from marketplace.offers.models import Offer, Version
from marketplace.offers.papers import agreement, printing, verification
from marketplace.offers.papers.addenda import addenda_of
from marketplace.offers.views.access import find
from marketplace.transitions import may

PDF = "application/pdf"
RATE = "30/m/ip"
BUSY = "The PDF can’t be made at the moment. The page of what was agreed has all that it says. Try again in a minute."
OFTEN = "That was asked very often from where you are. Try again in a minute."


@login_required
@require_safe
def of_order(request, pk):
    """From an order to what was agreed."""
    return redirect("offers:agreed", get_object_or_404(Offer.objects.visible_to(request.user), order=pk).pk)


@login_required
@require_safe
def agreed(request, pk):
    """The newest version with its text, who agreed to it, and what changed since: one page, with papers to keep."""
    offer = find(request, pk)
    if offer.version is None:
        raise Http404
    version = _version(offer, offer.number)
    words = {
        "offer": offer,
        "version": version,
        "policy": offer.policy,
        "quote": version.terms.quote(offer.policy, offer.currency),
        "standing": agreement.standing(offer, version),
        "is_agreed": agreement.is_agreed(offer, version),
        "consents": agreement.consents(offer, version, agreement.names(offer, version)),
        "addenda": addenda_of(offer, request.user),
        "may_copy": may(offer.copy, request.user),
        "earlier": offer.versions.filter(number__lt=offer.number).order_by("-number"),
    }
    return render(request, "offers/agreed.html", words)


@login_required
@require_safe
def paper(request, pk, number):
    """A version as a PDF to keep."""
    offer = find(request, pk)
    version = _version(offer, number)
    return file_of(request, lambda: printing.print_agreement(offer, version), f"agreement-{pk}-{number}.pdf")


@login_required
@require_safe
def addendum(request, pk, number):
    """An addendum as a PDF to keep."""
    offer = find(request, pk)
    found = next((one for one in addenda_of(offer) if one.number == number), None)
    if found is None:
        raise Http404
    return file_of(request, lambda: printing.print_addendum(offer, found), f"addendum-{pk}-{number}.pdf")


def _version(offer: Offer, number: int) -> Version:
    found = offer.versions.select_related("by", "upload", "contract_template")
    return get_object_or_404(found.prefetch_related("signatures__by", "acceptances__by"), number=number)


def file_of(request, make: Callable[[], bytes], name: str) -> HttpResponse:
    """A paper as a file to keep; who asks very often waits."""
    if not throttling.is_seldom(request, "paper", RATE):
        raise Refused(OFTEN)
    try:
        made = make()
    except Unprintable as error:
        raise Refused(BUSY) from error
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type=PDF, headers=headers)


class VerifyForm(forms.Form):
    """A fingerprint, or the PDF itself."""

    fingerprint = forms.CharField(
        label="Fingerprint",
        required=False,
        max_length=200,
        help_text="The 64 letters and figures at the end of the document; spaces don’t matter.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label="Or the PDF itself",
        required=False,
        help_text="It is compared byte by byte, and not kept.",
        widget=forms.FileInput(attrs={"accept": PDF}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > verification.MOST_BYTES:
            raise forms.ValidationError("This file is larger than any paper of ours.")
        return file

    def clean(self):
        if not self.errors and not (self.cleaned_data.get("fingerprint") or self.cleaned_data.get("file")):
            self.add_error("fingerprint", "Enter a fingerprint, or choose the PDF.")
        return self.cleaned_data


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request):
    """For everybody: whether a paper is one of ours, when it was agreed, and whether it still stands."""
    data = request.POST if request.method == "POST" else request.GET if "fingerprint" in request.GET else None
    form = VerifyForm(data, request.FILES if request.method == "POST" else None)
    words = {"form": form, "is_asked": form.is_bound}
    if not form.is_bound or not form.is_valid():
        return render(request, "offers/verify.html", words | {"is_asked": False}, status=422 if form.is_bound else 200)
    if not throttling.is_seldom(request, "verify", RATE):
        form.add_error(None, OFTEN)
        return render(request, "offers/verify.html", words | {"is_asked": False}, status=429)
    file, typed = form.cleaned_data["file"], form.cleaned_data["fingerprint"]
    found = verification.by_file(file) if file else verification.by_fingerprint(typed)
    words |= {"found": found, "is_file": bool(file), "is_readable": found and found.may_be_read_by(request.user)}
    return render(request, "offers/verify.html", words)
