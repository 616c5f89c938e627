"""An offer out of a conversation."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from marketplace.gigs.models import Gig
from marketplace.inbox.forms import NewOfferForm
from marketplace.inbox.views import access
from marketplace.offers.models import Side
from marketplace.policies.models import OrderType


@require_safe
@login_required
def offer(request, pk):
    """Choose a gig or none, and how it is paid; then the editor, filled in. It is sent back into the conversation."""
    conversation = access.conversation(request, pk)
    other = conversation.other(request.user)
    gigs = Gig.objects.published().filter(owner__in=[request.user, other]).order_by("-pk")
    sells = any(gig.owner_id == request.user.pk for gig in gigs)
    initial = {"role": Side.FREELANCER if sells else Side.CLIENT, "type": OrderType.MILESTONES}
    form = NewOfferForm(request.GET if "type" in request.GET else None, gigs=gigs, initial=initial)
    if form.is_valid():
        return redirect(_editor(conversation, other, form.cleaned_data))
    words = {"conversation": conversation, "other": other, "form": form}
    return render(request, "inbox/offer.html", words, status=422 if form.is_bound else 200)


def _editor(conversation, other, chosen: dict) -> str:
    words = {
        "to": other.pk,
        "role": chosen["role"],
        "order_type": chosen["type"],
        "back": conversation.get_absolute_url(),
    }
    if chosen["gig"]:
        words["gig"] = chosen["gig"].pk
    return f"{reverse('offers:new')}?{urlencode(words)}"
