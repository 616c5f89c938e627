"""The rows of the plan editor as a browser sends them, and what its buttons do to them (`marketplace.rows`)."""

from typing import Any

from marketplace.numbers import whole_number
from marketplace.rows import GONE, MOST_GONE, MOST_NUMBER, changed, living, numbered, restored
from milestones.forms import plan_ops
from milestones.forms.plan_ops import MOST_MILESTONES, ROW, Rows

__all__ = ["GONE", "MOST_GONE", "clipped", "lengths_of", "living", "longest", "numbered", "press", "read"]


SHORT = 100  # letters of a key, a number, a day, an amount
ROOM = 10  # times as much as a text field takes is shown again, to be shortened; what is beyond is not looked at


def lengths_of(*forms: Any) -> dict[str, int]:
    """How many letters of the raw texts of these forms count, by the names of their fields."""
    fields = [pair for form in forms for pair in form.base_fields.items()]
    return {name: field.max_length * ROOM for name, field in fields if getattr(field, "max_length", None)}


def longest(key: str, lengths: dict[str, int]) -> int:
    """The same by the name that was sent; `steps-3-name` is a name."""
    return lengths.get(key.rpartition("-")[2], SHORT)


def clipped(data: Any, lengths: dict[str, int]) -> dict[str, str]:
    """What was sent, by field name, as far as it counts."""
    return {key: data.get(key, "")[: longest(key, lengths)].replace("\0", "") for key in data}


def read(data, typed: dict, fields: list[str]) -> Rows:
    """The rows that were sent. `data` is the QueryDict with their numbers; without these they count from 0."""
    count = min(whole_number(typed.get("milestones-TOTAL_FORMS")) or 0, MOST_MILESTONES)
    numbers = [whole_number(number) for number in data.getlist(ROW)] or list(range(count))
    gone = {whole_number(number) for number in data.getlist(GONE)}
    known = [number for number in dict.fromkeys(numbers) if number is not None and number < MOST_NUMBER]
    rows = [_row(typed, number, fields) | {GONE: number in gone} for number in known]
    beyond = [row[ROW] for row in rows if not row[GONE]][MOST_MILESTONES:]
    return [row for row in rows if row[ROW] not in beyond]


def _row(typed: dict, number: int, fields: list[str]) -> dict:
    return {**{field: typed.get(f"milestones-{number}-{field}", "") for field in fields}, ROW: str(number)}


def press(op: str, rows: Rows, **options) -> Rows:
    """The rows after one button of the plan, with those that are gone where they were. Raises Refused like plan_ops."""
    verb, _, argument = op.partition("-")
    if verb == "restore":
        return restored(rows, argument)
    return changed(rows, lambda there: plan_ops.apply(op, there, **options))
