"""Once more: a gig that was ordered before, and an offer with the terms of an earlier one."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from marketplace import subjects
from marketplace.formats import listed, minor_text
from marketplace.gigs.models import Gig
from marketplace.gigs.sections import WORDS, what_differs
from marketplace.idempotency import keys
from marketplace.numbers import whole_number
from marketplace.offers import actions
from marketplace.offers.models import Offer
from marketplace.offers.views.access import find_own
from marketplace.policies.models import Origin
from marketplace.transitions import authorize, may, why_not


@login_required
@require_safe
def again(request, pk):
    """From an order that is over to the page that orders the same package of the same gig, as it is sold today."""
    offer = get_object_or_404(_ordered(request.user).select_related("order"), order=pk)
    authorize(offer.order.order_again, request.user)
    gig = offer.gig_version.gig
    if not may(gig.order, request.user):
        why = why_not(gig.order, request.user) or "This gig can’t be ordered at the moment."
        messages.error(request, f"{why} What you agreed on then stands here: it can be copied into a new offer.")
        return redirect("offers:agreed", offer.pk)
    if offer.package not in gig.version.said.keys:
        messages.error(request, "The package that you ordered then is not sold any more. Choose another one.")
        return redirect(gig)
    return redirect(f"{reverse('offers:order', args=[gig.pk, offer.package])}?again={pk}")


@dataclass(frozen=True)
class Before:
    """An earlier order of the same package, and what the gig says otherwise today; `differs` is empty if nothing."""

    offer: Offer
    differs: str
    price: str


def before(request, gig: Gig, package: str) -> Before | None:
    """The order that the address names as the one that is repeated; None where it names none of this client’s."""
    found = _ordered(request.user).filter(gig_version__gig=gig, package=package)
    offer = found.filter(order=whole_number(request.GET.get("again")) or 0).first()
    if offer is None:
        return None
    then, now = offer.gig_version.said, gig.version.said
    differs = listed(WORDS[name] for name in what_differs(then, now))
    old, new = then.package(package).price, now.package(package).price
    price = minor_text(old, then.currency) if (old, then.currency) != (new, now.currency) else ""
    return Before(offer, differs, price)


def _ordered(user):
    """What this person ordered of gigs."""
    found = Offer.objects.filter(client=user, origin=Origin.GIG, order__isnull=False)
    return found.select_related("gig_version__gig__owner", "gig_version__gig__version")


@login_required
@require_POST
def copy(request, pk):
    """A draft with the terms of this offer, in the editor."""
    offer = find_own(request, pk)
    try:
        draft = actions.copy(offer, by=request.user, once=keys.of(request))
    except keys.Repeated as repeated:
        messages.info(request, repeated.message)
        return redirect("offers:offer", subjects.key_of(repeated.made))
    messages.success(request, "This is a copy, and a draft that only you can see. Change what should be different.")
    return redirect(draft.editor_url)
