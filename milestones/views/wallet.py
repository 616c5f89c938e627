"""A person's money."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.numbers import whole_number
from marketplace.postgresql.snapshot import snapshot
from marketplace.spreadsheets import csv_file
from milestones.pages.wallet import Wallet, rows


@require_safe
@login_required
@snapshot
def wallet(request):
    """What is free, what clears when, what orders hold, and the entries behind it, newest first."""
    key = whole_number(request.GET.get("before"))
    return render(
        request, "milestones/wallet.html", {"wallet": Wallet(request.user, request.GET.get("currency", ""), key)}
    )


@require_safe
@login_required
@snapshot
def wallet_csv(request):
    """The entries behind it in one currency, for a spreadsheet."""
    currency = request.GET.get("currency", settings.DEFAULT_CURRENCY)
    if currency not in settings.CURRENCIES:
        raise Http404
    return csv_file(f"wallet-{currency}.csv", rows(request.user, currency))
