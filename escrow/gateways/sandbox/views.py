"""The pretend bank's page."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from escrow import gateways, payments
from escrow.gateways.sandbox.gateway import Sandbox, decide
from escrow.gateways.sandbox.models import SandboxCharge
from escrow.models import Payment
from marketplace.accounts.signed_in import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def bank(request: SignedInRequest, reference: str) -> HttpResponse:
    """The pretend bank's page, where the payer confirms or refuses; not there when the site moves real money."""
    if gateways.current().name != Sandbox.name:
        raise Http404
    charge = get_object_or_404(SandboxCharge, reference=reference)
    paid = get_object_or_404(Payment.objects.visible_to(request.user).select_related("source"), key=charge.key)
    if request.method != "POST":
        return render(request, "sandbox/bank.html", {"charge": charge, "payment": paid})
    decide(reference, confirmed="confirm" in request.POST)
    return redirect(payments.attempt(paid))
