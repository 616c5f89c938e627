"""The rows of the plan editor as a browser sends them: in their order, each with a number of its own, some taken out.

A row keeps its number however it is moved, so that what is typed into it while an answer is under way finds its place
again. One that was removed stays, folded away, until the plan is saved: it can be put back. Pure functions of dicts.
"""

from collections.abc import Iterable
from typing import Any

from marketplace.numbers import whole_number
from marketplace.offers import plan_ops
from marketplace.offers.plan_ops import MOST_MILESTONES, ROW, Rows

GONE = "gone"
MOST_GONE = 10  # removed rows that can be put back; older ones are let go
MOST_NUMBER = 100_000


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


def numbered(rows: Rows, taken: Iterable[dict[str, Any]] = ()) -> Rows:
    """The same rows, those without a number with a new one, that none of `taken` has either."""
    free = 1 + max((int(row[ROW]) for row in (*rows, *taken) if ROW in row), default=-1)
    fresh = iter(range(free, free + len(rows)))
    return [{GONE: False, **row, ROW: row.get(ROW) or str(next(fresh))} for row in rows]


def living(rows: Rows) -> Rows:
    return [row for row in rows if not row[GONE]]


def press(op: str, rows: Rows, **options) -> Rows:
    """The rows after one button of the plan, with those that are gone where they were. Raises Refused like plan_ops."""
    verb, _, argument = op.partition("-")
    if verb == "restore":
        return [{**row, GONE: row[GONE] and row[ROW] != argument} for row in rows]
    before = living(rows)
    after = numbered(plan_ops.apply(op, before, **options), taken=rows)
    left = {row[ROW] for row in after}
    removed = {row[ROW] for row in before if row[ROW] not in left and not plan_ops.is_blank(row)}
    return _woven(rows, after, removed)


def _woven(rows: Rows, after: Rows, removed: set[str]) -> Rows:
    """`after`, and behind the row that each followed those that are gone."""
    found, previous = list(after), None
    for row in rows:
        if row[GONE] or row[ROW] in removed:
            at = next((index + 1 for index, one in enumerate(found) if one[ROW] == previous), 0)
            found.insert(at, {**row, GONE: True})
        elif not any(one[ROW] == row[ROW] for one in found):
            continue
        previous = row[ROW]
    surplus = [row[ROW] for row in found if row[GONE]][:-MOST_GONE]
    return [row for row in found if row[ROW] not in surplus]
