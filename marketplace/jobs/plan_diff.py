"""A proposed plan against the suggested one, row by row. Pure functions of plans."""

from dataclasses import dataclass
from datetime import date

from marketplace.formats import capital, counted, day_text, listed, minor_text
from marketplace.offers.changes import paired_by_name
from marketplace.policies.plan import MilestoneTerms, total

SAME, CHANGED, ADDED, REMOVED = "same", "changed", "added", "removed"
WORDS = {SAME: "As suggested", ADDED: "Added", REMOVED: "Left out"}


@dataclass(frozen=True)
class Cell:
    """What was suggested and what is proposed; the same text where nothing differs, and "" where nothing was said."""

    before: str
    after: str

    @property
    def differs(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Row:
    """One step. `what` says in words what is different."""

    change: str
    name: Cell
    days: Cell
    price: Cell
    what: str


@dataclass(frozen=True)
class Diff:
    """All steps, and what they come to."""

    rows: list[Row]
    days: Cell
    price: Cell
    what: str

    @property
    def steps(self) -> int:
        """Of what is proposed: what was left out is none of them."""
        return sum(row.change != REMOVED for row in self.rows)


def diff(suggested: list[MilestoneTerms], proposed: list[MilestoneTerms], currency: str) -> Diff:
    """What somebody proposes instead of what was suggested. What was left open is no difference."""
    rows = [_row(old, new, currency) for _, old, new in paired_by_name(suggested, proposed)]
    days, price = Cell(time_of(suggested), time_of(proposed)), _price(total(suggested), total(proposed), currency)
    return Diff(rows, days, price, _in_all(total(suggested), total(proposed), currency))


def _row(old: MilestoneTerms | None, new: MilestoneTerms | None, currency: str) -> Row:
    name = Cell(old.name if old else "", new.name if new else "")
    days = Cell(_time(old) if old else "", _time(new) if new else "")
    price = _price(old.amount if old else 0, new.amount if new else 0, currency)
    if old is None or new is None:
        change = ADDED if old is None else REMOVED
        return Row(change, name, days, price, WORDS[change])
    fields = {"name": name.differs, "time": old.days and days.differs, "price": old.amount and price.differs}
    differs = [word for word, is_so in fields.items() if is_so]
    return Row(CHANGED if differs else SAME, name, days, price, capital(listed(differs)) if differs else WORDS[SAME])


def _price(before: int, after: int, currency: str) -> Cell:
    return Cell(*(minor_text(amount, currency) if amount else "" for amount in (before, after)))


def _time(one: MilestoneTerms) -> str:
    if one.days:
        return counted(one.days, "day", "days")
    return day_text(one.due_on) if one.due_on else ""


def time_of(plan: list[MilestoneTerms]) -> str:
    """How long a plan takes: the days of its steps, or the last day; nothing where that is left open."""
    last: date | None = max((one.due_on for one in plan if one.due_on), default=None)
    if last:
        return f"until {day_text(last)}"
    days = sum(one.days or 0 for one in plan)
    return counted(days, "day", "days") if days else ""


def _in_all(before: int, after: int, currency: str) -> str:
    if not before or before == after:
        return "The same price" if before else ""
    return f"{minor_text(abs(after - before), currency)} {'more' if after > before else 'less'}"
