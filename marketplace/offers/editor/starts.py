"""Steps that a plan begins with or grows by at one press: a template's, or the same one every month. Pure functions.

Rows are as they are typed (`marketplace.rows`).
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError

from escrow import fees
from marketplace import clock
from marketplace.errors import Refused
from marketplace.fields import DayField
from marketplace.gigs.models import WorkflowTemplate
from marketplace.numbers import whole_number
from marketplace.rows import GONE, ROW, Rows, changed, is_blank, living, restored
from milestones.forms.plan_ops import MOST_MILESTONES, plain

MOST_MONTHS = 24
MONTHS = "repeat_months"
UNDO = "undo"  # which rows a press made, and in whose place: "4,5,6 for 0"


def monthly(rows: Rows, number: str, typed_months: str) -> tuple[Rows, str]:
    """The rows with this one in as many months, numbered, each a month later; and what takes that back.

    The one that was there is taken out, so that it can be put back. Raises Refused with the field that is wrong.
    """
    months = whole_number(typed_months) or 0
    if not 2 <= months <= MOST_MONTHS:
        raise Refused(f"Say how many months it takes: 2 to {MOST_MONTHS}.", field=MONTHS)
    there = living(rows)
    if len(there) - 1 + months > MOST_MILESTONES:
        raise Refused(f"A plan has {MOST_MILESTONES} steps at most.", field=MONTHS)
    at = next((index for index, row in enumerate(there) if row[ROW] == number), None)
    if at is None or is_blank(there[at]):
        raise Refused("Fill in the step that is to be repeated.", field=MONTHS)
    made = [_month(there[at], count) for count in range(months)]
    after = changed(rows, lambda now: [*now[:at], *made, *now[at + 1 :]])
    before = {row[ROW] for row in rows}
    return after, f"{','.join(row[ROW] for row in after if row[ROW] not in before)} for {number}"


def _month(row: dict, count: int) -> dict:
    name = str(row.get("name") or "").strip()
    later = {"name": f"{name} {count + 1}".strip(), "due_on": _later(row.get("due_on"), count)}
    return {name: value for name, value in row.items() if name not in (ROW, GONE)} | later


def _later(typed, months: int) -> str:
    """This day as many months later; what is no day stays as it was typed."""
    try:
        day = DayField(required=False).clean(str(typed or ""))
        return clock.months_later(day, months).isoformat() if day else ""
    except (ValidationError, ValueError):  # no day, or one at the end of all calendars
        return str(typed)


def taken_back(rows: Rows, undo: str) -> Rows:
    """The rows without those that a press made, and with the one that it took out."""
    made, _, number = undo.partition(" for ")
    gone = set(made.split(","))
    return restored([row for row in rows if row[ROW] not in gone], number)


def of_template(template: WorkflowTemplate, total: int, currency: str, starts_on: date) -> Rows:
    """A template's steps: their shares of this total (minor units; 0 for not said), each due when its days are over."""
    amounts: Iterable[int] = [0] * len(template.stages)
    if total:
        amounts = fees.split_by(total, [Decimal(stage["share"]) for stage in template.stages])
    made, due = [], starts_on
    for stage, amount in zip(template.stages, amounts, strict=True):
        due += timedelta(days=stage["days"])
        parts = "\n".join(stage["substeps"])
        made.append(
            {
                "name": stage["name"],
                "amount": plain(amount, currency) if amount else "",
                "days": str(stage["days"]),
                "due_on": due.isoformat(),
                "description": stage["description"],
                "deliverables": parts or stage["name"],
                "substeps": parts,
                "call": "on" if stage["call"] else "",
            }
        )
    return made
