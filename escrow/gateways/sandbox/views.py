"""The pretend bank's page."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from escrow import gateways, payments
from escrow.gateways.sandbox import afterwards
from escrow.gateways.sandbox.gateway import Sandbox, decide, is_transfer
from escrow.gateways.sandbox.models import SandboxCharge
from escrow.models import Payment
from marketplace.accounts.signed_in import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def bank(request: SignedInRequest, reference: str) -> HttpResponse:
    """Where the payer confirms or refuses, and makes happen afterwards what happens at real banks."""
    charge, paid = _find(request, reference)
    if request.method != "POST":
        context = {
            "charge": charge,
            "payment": paid,
            "is_transfer": is_transfer(charge.token),
            "confirm_by": payments.confirm_by(paid),
            "possible": afterwards.possible(charge),
        }
        return render(request, "sandbox/bank.html", context)
    decide(reference, confirmed="confirm" in request.POST)
    return redirect(payments.attempt(paid))


@require_POST
@login_required
def happen(request: SignedInRequest, reference: str, name: str) -> HttpResponse:
    """Something happens after the answer was final, and the bank tells of it at once."""
    charge, paid = _find(request, reference)
    if name not in afterwards.HAPPENINGS:
        raise Http404
    afterwards.happen(charge, name)
    charge.refresh_from_db()
    payments.hear(Sandbox.name, [(charge.key, fact) for fact in afterwards.facts(charge)])
    return redirect(paid)


def _find(request: SignedInRequest, reference: str) -> tuple[SandboxCharge, Payment]:
    """A charge or refund and the payment that it is of, for its payer; there is none where real money is moved."""
    if gateways.current().name != Sandbox.name:
        raise Http404
    charge = get_object_or_404(SandboxCharge, reference=reference)
    visible = Payment.objects.visible_to(request.user).select_related("source")
    return charge, get_object_or_404(visible, key=charge.key)
