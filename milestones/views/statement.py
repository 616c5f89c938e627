"""The statement of an order, as a page and as a CSV file."""

from datetime import UTC

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.formats import decimal_text
from marketplace.postgresql.snapshot import snapshot
from marketplace.spreadsheets import csv_file, inert
from milestones.pages.statement import NAMES, Statement
from milestones.views import access

HEAD = ["Date (UTC)", "What", "Currency", "Charged", "Held", "Paid to freelancer", "Fees", "Returned", "Held after"]


@require_safe
@login_required
@snapshot
def statement(request, pk):
    order = access.order(request, pk)
    return render(request, "milestones/statement.html", {"order": order, "statement": Statement(order, request.user)})


@require_safe
@login_required
@snapshot
def statement_csv(request, pk):
    """The same rows, for a spreadsheet: amounts as plain decimals, times in UTC."""
    order = access.order(request, pk)
    shown = Statement(order, request.user)
    return csv_file(f"order-{order.pk}-statement.csv", _rows(shown))


def _rows(shown: Statement):
    order = shown.order
    yield HEAD
    for row in shown.rows:
        at = f"{row.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
        yield [at, inert(row.text), order.currency, *_amounts(row.columns, order), _plain(row.running, order)]
    sums = [*_amounts(shown.totals, order), _plain(shown.totals.held, order)]
    yield ["", "Sum", order.currency, *sums]


def _amounts(columns, order) -> list[str]:
    return [_plain(getattr(columns, name), order) for name in NAMES]


def _plain(amount: int, order) -> str:
    return decimal_text(amount, order.currency)
