"""Subscriptions: those of a person, one of them, and cancelling it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from marketplace.offers import actions
from marketplace.offers.forms import ReasonForm
from marketplace.offers.models import Subscription
from marketplace.offers.monthly import SubscriptionPage
from marketplace.postgresql.snapshot import snapshot

PER_PAGE = 20
INVALID = 422
WITH = ["client", "freelancer", "offer__policy", "offer__gig_version__gig"]


@login_required
@require_safe
@snapshot
def subscriptions(request):
    """What a person has subscribed to, and who has subscribed to their work; what goes on first."""
    mine = Subscription.objects.of(request.user).select_related("client", "freelancer").order_by("ended_at", "-pk")
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, one.other(request.user), one.client_id == request.user.pk) for one in page]
    return render(request, "offers/subscriptions.html", {"page": page, "rows": rows})


@login_required
@require_safe
@snapshot
def subscription(request, pk):
    """One subscription: what each month costs and became, and when the next one begins."""
    found = _find(Subscription.objects.visible_to(request.user), pk)
    return show(request, found, ReasonForm(reader=request.user, about=found))


def show(request, found: Subscription, form: ReasonForm, *, status: int = 200):
    words = {"sight": SubscriptionPage(found, request.user), "subscription": found, "form": form}
    return render(request, "offers/subscription.html", words, status=status)


@login_required
@require_POST
def cancel_subscription(request, pk):
    """No further month begins."""
    found = _find(Subscription.objects.of(request.user), pk)
    form = ReasonForm(request.POST, reader=request.user, about=found)
    if not form.is_valid():
        return show(request, found, form, status=INVALID)
    actions.cancel_subscription(found, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, "The subscription is cancelled. What is under way goes on as it is.")
    return redirect(found)


def _find(among, pk: int) -> Subscription:
    return get_object_or_404(among.select_related(*WITH), pk=pk)
