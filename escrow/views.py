"""The pages about paying: what a person pays with, what became of a payment, and the pretend bank."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from escrow import gateways, payments
from escrow import sources as actions
from escrow.gateways.base import BadSignature, SourceRefused
from escrow.models import Payment, PaymentSource
from escrow.models.payments import State
from escrow.payment_list import MOST_ROWS, FilterForm, payments_of, rows
from marketplace import subjects
from marketplace.accounts.models import User
from marketplace.accounts.signed_in import SignedInRequest
from marketplace.errors import Refused
from marketplace.onward import is_ours
from marketplace.postgresql.snapshot import snapshot
from marketplace.spreadsheets import csv_file

INVALID = 422
TELL_AGAIN = 503
PER_PAGE = 25
METHODS = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def sources(request: SignedInRequest) -> HttpResponse:
    found = [(source, actions.uses_of(source)) for source in PaymentSource.objects.of(request.user)]
    return render(request, "escrow/sources.html", {"sources": found})


@METHODS
@sensitive_post_parameters()
@login_required
def add_source(request: SignedInRequest) -> HttpResponse:
    """Ask for a card, or send the browser to where the gateway asks for it."""
    gateway = gateways.current()
    form_class = gateway.source_form()
    if form_class is None:
        return redirect(gateway.source_page(request.build_absolute_uri(reverse("escrow:source_added"))))
    form = form_class(request.POST if request.method == "POST" else None)
    if form.is_valid() and (source := _attach(request.user, form)):
        return _added(request, source)
    context = {"form": form, "test_numbers": gateway.test_numbers, "next": _next(request)}
    return render(request, "escrow/add_source.html", context, status=INVALID if form.is_bound else 200)


@require_safe
@login_required
def source_added(request: SignedInRequest) -> HttpResponse:
    """The browser is back from the gateway's own page."""
    if gateways.current().source_form():
        raise Http404
    return _added(request, actions.attach(request.user, request.GET))


@require_POST
@login_required
def make_default(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.make_default(_find_source(request, pk), by=request.user)
    return redirect("escrow:sources")


@require_POST
@login_required
def remove_source(request: SignedInRequest, pk: int) -> HttpResponse:
    source = _find_source(request, pk)
    uses = actions.uses_of(source)
    if uses and "anyway" not in request.POST:
        return render(request, "escrow/remove_source.html", {"source": source, "uses": uses})
    actions.remove(source, by=request.user)
    messages.success(request, f"{source} is removed.")
    return redirect("escrow:sources")


@require_safe
@login_required
@snapshot
def payment_list(request: SignedInRequest) -> HttpResponse:
    """Every payment from a card and every refund to one, the newest first."""
    form = FilterForm(request.user, request.GET)
    page = Paginator(form.of(payments_of(request.user)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "escrow/payment_list.html", {"form": form, "page": page})


@require_safe
@login_required
@snapshot
def payment_list_csv(request: SignedInRequest) -> HttpResponse:
    """The same, whole, for a spreadsheet. What asks for nothing that can be told is shown as it is on the page."""
    form = FilterForm(request.user, request.GET)
    if not form.is_valid():
        return redirect(reverse("escrow:payments", query=request.GET))
    return csv_file("payments.csv", rows(form.of(payments_of(request.user))[:MOST_ROWS]))


@require_safe
@login_required
def payment(request: SignedInRequest, pk: int) -> HttpResponse:
    """What became of a payment; the page asks for its own middle again until it knows."""
    found = _find_payment(request, pk)
    template = "escrow/payment.html#status" if request.headers.get("HX-Request") else "escrow/payment.html"
    links = {name: _local(request, found.data.get(name, "")) for name in ("back", "again")}
    links["back"] = _what_it_paid(found) or links["back"]
    second = payments.second_try_of(found) if found.state == State.FAILED else None
    context = {"payment": found, "second": second, "confirm_by": payments.confirm_by(found), **links}
    context["at_the_gateway"] = _at_the_gateway(found)
    return render(request, template, context)


@require_POST
@login_required
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    return redirect(payments.cancel(_find_payment(request, pk), by=request.user))


@csrf_exempt
@require_POST
def webhook(request: HttpRequest, name: str) -> HttpResponse:
    """What a gateway tells us unasked; its signature is its password."""
    if name not in gateways.gateways:
        raise Http404
    try:
        told = gateways.get(name).parse_webhook(request)
    except BadSignature as error:
        return HttpResponseBadRequest(str(error), content_type="text/plain")
    try:
        payments.hear(name, told)
    except payments.NotYet as error:
        return HttpResponse(str(error), content_type="text/plain", status=TELL_AGAIN)
    return HttpResponse(status=204)


def _at_the_gateway(payment: Payment) -> str:
    """Where the payer sees it there, once it was asked for; what still waits for them has a button of its own."""
    known = payment.gateway_reference and payment.state != State.CONFIRMING
    return gateways.get(payment.gateway).page_of(payment.gateway_reference) if known else ""


def _what_it_paid(payment: Payment) -> str:
    """Where that is seen now, of a payment that went through: of an offer the order that came of it; else ""."""
    if payment.state != State.SUCCEEDED or not (named := subjects.parse(payment.reference)):
        return ""
    noun, key = named
    thing = subjects.subjects[noun].fetch([key]).get(key)
    return subjects.subjects[noun].page(thing) if thing else ""


def _find_source(request: SignedInRequest, pk: int) -> PaymentSource:
    return get_object_or_404(PaymentSource.objects.of(request.user), pk=pk)


def _find_payment(request: SignedInRequest, pk: int) -> Payment:
    return get_object_or_404(payments_of(request.user), pk=pk)


def _attach(user: User, form: forms.Form) -> PaymentSource | None:
    """The new source, or None with the reason in the form."""
    try:
        return actions.attach(user, form.cleaned_data)
    except SourceRefused as refused:
        form.add_error(refused.field, refused.message)
    except Refused as refused:
        form.add_error(None, refused.message)
    return None


def _added(request: SignedInRequest, source: PaymentSource) -> HttpResponse:
    messages.success(request, f"You can pay with {source} now.")
    if onward := _next(request):  # whoever added it on the way to a payment wants to pay with it
        before, mark, place = onward.partition("#")  # where on the page the button is that led here
        return redirect(f"{before}{'&' if '?' in before else '?'}source={source.pk}{mark}{place}")
    return redirect("escrow:sources")


def _next(request: SignedInRequest) -> str:
    """Where the person wanted to go on from here, if that is a place of ours."""
    return _local(request, request.POST.get("next") or request.GET.get("next", ""))


def _local(request: SignedInRequest, url: str) -> str:
    return url if is_ours(request, url) else ""
