"""What a browser sent, right or wrong: raw text by the name of its field, and rows of it."""

from typing import Any

from marketplace.numbers import whole_number
from marketplace.rows import GONE, MOST_NUMBER, ROW, Rows, changed, living, moved, restored

LONGEST = 12_000  # letters of one field that are looked at
MOST_ROWS = 30  # of one sort, those that can be put back among them


def text(data, name: str) -> str:
    """What was typed into a field; a browser ends its lines with two letters, which count as one."""
    return data.get(name, "")[:LONGEST].replace("\0", "").replace("\r\n", "\n")


def texts(data, name: str) -> list[str]:
    """What was ticked under one name."""
    return [one[:LONGEST].replace("\0", "") for one in data.getlist(name)[:MOST_ROWS]]


def rows(data, name: str, fields: list[str], *, below: int = MOST_NUMBER) -> Rows:
    """The rows of one sort: `name` is sent with the number of each, `name-gone` with those that were removed."""
    numbers = [whole_number(number) for number in data.getlist(name)]
    gone = set(data.getlist(f"{name}-{GONE}"))
    known = [str(number) for number in dict.fromkeys(numbers) if number is not None and number < below]
    return [
        _row(data, f"{name}-{number}", fields) | {ROW: number, GONE: number in gone} for number in known[:MOST_ROWS]
    ]


def _row(data, prefix: str, fields: list[str]) -> dict[str, Any]:
    return {field: text(data, f"{prefix}-{field}") for field in fields}


def pressed(op: str, name: str, there: Rows, blank: dict[str, Any]) -> tuple[Rows, str]:
    """The rows after a button such as "faq.add", "faq.up.3" or "faq.restore.3", and which of them it was about."""
    sort, _, rest = op.partition(".")
    verb, _, number = rest.partition(".")
    if sort != name:
        return there, ""
    if verb == "restore":
        return restored(there, number), number
    if verb == "add":
        after = changed(there, lambda alive: [*alive, dict(blank)] if len(alive) < MOST_ROWS else alive)
        return after, living(after)[-1][ROW]
    at = next((index for index, row in enumerate(living(there)) if row[ROW] == number), None)
    return changed(there, lambda alive: moved(verb, at, alive)), number
