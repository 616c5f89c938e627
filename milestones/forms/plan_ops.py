"""What the buttons of the plan editor do to the rows that were typed, valid or not. Pure functions of dicts."""

from decimal import Decimal

from escrow import amounts, fees
from escrow.money import to_money
from marketplace.errors import Refused
from marketplace.numbers import whole_number
from marketplace.policies.percentages import MOST_LETTERS, parse_percentages
from marketplace.policies.plan import MOST_MILESTONES
from marketplace.rows import ROW, Rows, is_blank, moved

__all__ = [
    "MOST_LETTERS",
    "MOST_MILESTONES",
    "ROW",
    "Rows",
    "apply",
    "is_blank",
    "minor",
    "parse_percentages",
    "plain",
    "sum_of",
]


def apply(op: str, rows: Rows, *, total: str, percentages: str, currency: str) -> Rows:
    """The rows after one button. Raises Refused with the field, "split_total" or "percentages", that is wrong."""
    verb, _, argument = op.partition("-")
    if verb == "split":
        return _split(argument or percentages, rows, _total(total, rows, currency), currency)
    return moved(verb, _index(argument, rows), rows)


def _index(typed: str, rows: Rows) -> int | None:
    """Rows are numbered from 1 in the buttons."""
    at = (whole_number(typed) or 0) - 1
    return at if 0 <= at < len(rows) else None


def _split(how: str, rows: Rows, total: int, currency: str) -> Rows:
    if how == "even":
        parts = fees.split_evenly(total, max(len(rows), 1))
    else:
        parts = _by_percentages(total, parse_percentages(how))
    if min(parts) <= 0:
        raise Refused("The total is too small to split it like this.", field="split_total")
    rows = _fitted(rows, len(parts))
    return [{**row, "amount": plain(part, currency)} for row, part in zip(rows, parts, strict=True)]


def _by_percentages(total: int, percentages: list[Decimal]) -> list[int]:
    try:
        return fees.split_by(total, percentages)
    except ValueError as error:
        raise Refused(str(error), field="percentages") from error


def _fitted(rows: Rows, count: int) -> Rows:
    """As many rows as parts: empty ones are added, or taken away. Raises Refused rather than lose what was typed."""
    if len(rows) > count:
        rows = [row for row in rows if not is_blank(row)]
    if len(rows) > count:
        raise Refused(f"These are {count} parts for {len(rows)} steps: remove steps first.", field="percentages")
    return [*rows, *({} for _ in range(count - len(rows)))]


def _total(typed: str, rows: Rows, currency: str) -> int:
    """What to split, in minor units: the total that was typed, or else the sum of the rows."""
    try:
        total = amounts.read(typed, currency) if typed.strip() else sum_of(rows, currency)
    except amounts.NotAnAmount as error:
        raise Refused(str(error), field="split_total") from error
    if not total:
        raise Refused("Type the total that is to be split.", field="split_total")
    return total


def sum_of(rows: Rows, currency: str) -> int:
    """What the rows add up to, in minor units; those whose amount is not an amount don't count."""
    return sum(minor(str(row.get("amount") or ""), currency) or 0 for row in rows)


def minor(typed: str, currency: str) -> int | None:
    """A typed amount in minor units; None for what is not an amount of this currency."""
    try:
        return amounts.read(typed, currency)
    except amounts.NotAnAmount:
        return None


def plain(amount: int, currency: str) -> str:
    """Minor units as they would be typed: "1000.00"."""
    return str(to_money(amount, currency).amount)
