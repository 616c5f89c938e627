"""The rows of the plan editor as a browser sends them, and what its buttons do to them (`marketplace.rows`)."""

from marketplace.numbers import whole_number
from marketplace.rows import GONE, MOST_GONE, MOST_NUMBER, changed, living, numbered, restored
from milestones.forms import plan_ops
from milestones.forms.plan_ops import MOST_MILESTONES, ROW, Rows

__all__ = ["GONE", "MOST_GONE", "living", "numbered", "press", "read"]


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
