"""What the buttons of the plan editor do to the rows that were typed, valid or not. Pure functions of dicts."""

import re
from decimal import Decimal
from typing import Any

from escrow import amounts, fees
from escrow.money import to_money
from marketplace.errors import Refused
from marketplace.numbers import whole_number
from marketplace.policies.plan import MOST_MILESTONES, TOO_MANY

Rows = list[dict[str, Any]]
ROW = "row"  # the number of a row, see plan_rows
OURS = (ROW, "gone")

MOST_LETTERS = 20 * MOST_MILESTONES  # of typed percentages
TIMES = re.compile(r"(\d{1,3}) ?[x×*] ?(\d{1,3}(?:[.,]\d{1,9})?)")
PERCENTAGE = re.compile(r"\d{1,3}(?:\.\d{0,9})?|\.\d{1,9}")
BETWEEN = re.compile(r"[/;\s]+|,\s+|%\s*,?\s*")


def apply(op: str, rows: Rows, *, total: str, percentages: str, currency: str) -> Rows:
    """The rows after one button. Raises Refused with the field, "split_total" or "percentages", that is wrong."""
    verb, _, argument = op.partition("-")
    match verb:
        case "add":
            return [*rows, {}]
        case "remove" if (at := _index(argument, rows)) is not None:
            return [*rows[:at], *rows[at + 1 :]]
        case "up" if at := _index(argument, rows):
            return [*rows[: at - 1], rows[at], rows[at - 1], *rows[at + 1 :]]
        case "down" if (at := _index(argument, rows)) is not None and at + 1 < len(rows):
            return [*rows[:at], rows[at + 1], rows[at], *rows[at + 2 :]]
        case "split":
            return _split(argument or percentages, rows, _total(total, rows, currency), currency)
    return rows


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


def parse_percentages(text: str) -> list[Decimal]:
    """ "25/50/25", "25-50-25", "25, 50, 25" or "5 × 20 %", at most MOST_MILESTONES. Raises Refused for all else."""
    if len(text) > MOST_LETTERS:
        raise Refused(TOO_MANY, field="percentages")
    if times := TIMES.fullmatch(" ".join(text.replace("%", " ").split())):
        count, each = int(times[1]), times[2].replace(",", ".")
        parts = [each] * min(count, MOST_MILESTONES + 1)
    else:
        parts = [part.replace(",", ".") for part in BETWEEN.split(text.replace("-", "/").strip(" %")) if part]
    if len(parts) > MOST_MILESTONES:
        raise Refused(TOO_MANY, field="percentages")
    if not parts or not all(PERCENTAGE.fullmatch(part) for part in parts):
        raise Refused(NO_PERCENTAGES, field="percentages")
    found = [Decimal(part) for part in parts]
    if min(found) <= 0:
        raise Refused(NO_PERCENTAGES, field="percentages")
    if (whole := sum(found, Decimal(0))) != 100:
        raise Refused(f"These percentages add up to {whole.normalize():f}, not to 100.", field="percentages")
    return found


NO_PERCENTAGES = "Write percentages such as 25/50/25, or 5 × 20."


def _fitted(rows: Rows, count: int) -> Rows:
    """As many rows as parts: empty ones are added, or taken away. Raises Refused rather than lose what was typed."""
    if len(rows) > count:
        rows = [row for row in rows if not is_blank(row)]
    if len(rows) > count:
        raise Refused(f"These are {count} parts for {len(rows)} steps: remove steps first.", field="percentages")
    return [*rows, *({} for _ in range(count - len(rows)))]


def is_blank(row: dict) -> bool:
    return not any(str(value or "").strip() for name, value in row.items() if name not in OURS)


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
