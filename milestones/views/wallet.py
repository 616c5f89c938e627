"""A person's money."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.numbers import whole_number
from milestones.showing.purse import Wallet


@require_safe
@login_required
def wallet(request):
    """What is free, what clears when, what orders hold, and the entries behind it, newest first."""
    key = whole_number(request.GET.get("before"))
    return render(
        request, "milestones/wallet.html", {"wallet": Wallet(request.user, request.GET.get("currency", ""), key)}
    )
