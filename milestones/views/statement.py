"""The statement of an order, as a page and as a CSV file."""

import csv
from datetime import UTC

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.templatetags.money import decimal
from milestones.showing.statement import NAMES, Statement
from milestones.views import find

HEAD = ["Date (UTC)", "What", "Currency", "Charged", "Held", "Paid to freelancer", "Fees", "Returned", "Held after"]
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_safe
@login_required
def statement(request, pk):
    order = find.order(request, pk)
    return render(request, "milestones/statement.html", {"order": order, "statement": Statement(order, request.user)})


@require_safe
@login_required
def statement_csv(request, pk):
    """The same rows, for a spreadsheet: amounts as plain decimals, times in UTC."""
    order = find.order(request, pk)
    shown = Statement(order, request.user)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="order-{order.pk}-statement.csv"'
    writer = csv.writer(response)
    writer.writerow(HEAD)
    for row in shown.rows:
        at = f"{row.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
        writer.writerow(
            [at, inert(row.text), order.currency, *_amounts(row.columns, order), _plain(row.running, order)]
        )
    sums = [*_amounts(shown.totals, order), _plain(shown.totals.held, order)]
    writer.writerow(["", "Sum", order.currency, *sums])
    return response


def inert(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _amounts(columns, order) -> list[str]:
    return [_plain(getattr(columns, name), order) for name in NAMES]


def _plain(amount: int, order) -> str:
    return decimal(amount, order.currency)
