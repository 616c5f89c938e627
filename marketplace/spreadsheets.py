"""CSV files that spreadsheets read as what they are."""

import csv
from collections.abc import Iterable

from django.http import HttpResponse

# The wide ones of East Asia count in some spreadsheets: https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # without it Excel reads UTF-8 as Windows-1252: "InÃªs"


def csv_file(name: str, rows: Iterable[Iterable[str]]) -> HttpResponse:
    """A download of these rows. What people wrote goes through `inert` first."""
    response = HttpResponse(BYTE_ORDER_MARK, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(response).writerows(rows)
    return response


def inert(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
