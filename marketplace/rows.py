"""The rows of a form as a browser sends them: in their order, each with a number of its own, some taken out.

A row keeps its number however it is moved, so that what is typed into it while an answer is under way finds its place
again. One that was removed stays, folded away, until the form is saved: it can be put back. Pure functions of dicts.
"""

from collections.abc import Callable, Iterable
from typing import Any

Rows = list[dict[str, Any]]
ROW = "row"
GONE = "gone"
OURS = (ROW, GONE)
MOST_GONE = 10  # removed rows that can be put back; older ones are let go
MOST_NUMBER = 100_000


def is_blank(row: dict[str, Any]) -> bool:
    """Whether nothing was typed into it."""
    return not any(str(value or "").strip() for name, value in row.items() if name not in OURS)


def next_number(rows: Iterable[dict[str, Any]]) -> int:
    """What the next new row is numbered."""
    return 1 + max((int(row[ROW]) for row in rows if ROW in row), default=-1)


def numbered(rows: Rows, taken: Iterable[dict[str, Any]] = ()) -> Rows:
    """The same rows, those without a number with a new one, that none of `taken` has either."""
    free = next_number([*rows, *taken])
    fresh = iter(range(free, free + len(rows)))
    return [{GONE: False, **row, ROW: row.get(ROW) or str(next(fresh))} for row in rows]


def living(rows: Rows) -> Rows:
    """Those that were not removed."""
    return [row for row in rows if not row[GONE]]


def moved(verb: str, at: int | None, rows: Rows) -> Rows:
    """The rows after one button: "add", or "remove", "up" or "down" of the one at this index. Else as they are."""
    match verb:
        case "add":
            return [*rows, {}]
        case "remove" if at is not None:
            return [*rows[:at], *rows[at + 1 :]]
        case "up" if at:
            return [*rows[: at - 1], rows[at], rows[at - 1], *rows[at + 1 :]]
        case "down" if at is not None and at + 1 < len(rows):
            return [*rows[:at], rows[at + 1], rows[at], *rows[at + 2 :]]
    return rows


def restored(rows: Rows, number: str) -> Rows:
    """With the one of this number put back."""
    return [{**row, GONE: row[GONE] and row[ROW] != number} for row in rows]


def changed(rows: Rows, change: Callable[[Rows], Rows]) -> Rows:
    """The rows after a change of those that are there, with those that are gone where they were.

    What the change left out is gone from now on, unless nothing was typed into it.
    """
    before = living(rows)
    after = numbered(change(before), taken=rows)
    left = {row[ROW] for row in after}
    removed = {row[ROW] for row in before if row[ROW] not in left and not is_blank(row)}
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
