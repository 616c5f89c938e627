"""A change to the plan, step by step: side by side, in a clause each, in a line, and as what was done."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from marketplace.formats import counted, day_text, listed, minor_text
from marketplace.policies.plan import MilestoneTerms
from milestones.models import Case, Milestone, Order, State
from milestones.wording.phrases import days

STAYS, CHANGED, GONE, NEW = "same", "changed", "removed", "added"
WHAT = {STAYS: "Stays", CHANGED: "Changed", GONE: "Taken out", NEW: "New"}
ICONS = {STAYS: "", CHANGED: "pencil", GONE: "minus", NEW: "plus"}


@dataclass(frozen=True)
class Term:
    """One thing that a step says: as it is, as it would be."""

    label: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Compared:
    """A step of the plan as it is (`before`, None for a new one) and as it would be (`after`, None where it leaves)."""

    milestone: Milestone | None
    before: MilestoneTerms | None
    after: MilestoneTerms | None
    currency: str
    number: int | None  # in the plan as it would be

    @property
    def change(self) -> str:
        if self.before is None or self.after is None:
            return NEW if self.after else GONE
        return STAYS if self.before == self.after else CHANGED

    @property
    def what(self) -> str:
        return WHAT[self.change]

    @property
    def icon(self) -> str:
        return ICONS[self.change]

    @property
    def terms(self) -> MilestoneTerms:
        """As it would be; of what leaves, as it is."""
        return self.after or self.before

    @property
    def name(self) -> Term:
        return Term("Name", self.before.name if self.before else "", self.after.name if self.after else "")

    @property
    def amount(self) -> Term:
        return Term("Amount", *(minor_text(one.amount, self.currency) if one else "" for one in self._both))

    @property
    def time(self) -> Term:
        return Term("Time", *(time_of(one) if one else "" for one in self._both))

    @property
    def more(self) -> list[Term]:
        """What else is new or other than before."""
        found = [Term(label, *(say(one) if one else "" for one in self._both)) for label, say in MORE]
        return [one for one in found if one.differs]

    @property
    def _both(self) -> tuple[MilestoneTerms | None, MilestoneTerms | None]:
        return self.before, self.after


def time_of(terms: MilestoneTerms) -> str:
    if terms.days:
        return days(terms.days)
    return f"due {day_text(terms.due_on)}" if terms.due_on else ""


MORE = [
    ("Revisions", lambda terms: str(terms.revisions) if terms.revisions else ""),
    ("Video call", lambda terms: "with a video call" if terms.call else ""),
    ("Description", lambda terms: terms.description),
    ("Deliverables", lambda terms: listed(terms.deliverables)),
    ("Substeps", lambda terms: listed(terms.substeps)),
]


def compared(order: Order, data: dict[str, Any]) -> list[Compared]:
    """The rows of a change as requests keep it, in the order that they would have."""
    there = {one.pk: one for one in order.plan}
    number = sum(one.state != State.PENDING for one in order.plan)
    found = []
    for row in data["steps"]:
        before, terms = (row[name] and MilestoneTerms.from_data(row[name]) for name in ("before", "terms"))
        number += bool(terms)
        found.append(Compared(there.get(row["milestone"]), before, terms, order.currency, number if terms else None))
    return found


def is_moved(data: dict[str, Any]) -> bool:
    """Whether steps that stay come in another order."""
    mine = [one["milestone"] for one in data["steps"] if one["milestone"] and one["terms"]]
    return mine != [pk for pk in data["on"] if pk in mine]


def differences(before: MilestoneTerms, proposed: MilestoneTerms, currency: str) -> list[str]:
    """What would change, in words: "$1,200.00 instead of $1,000.00"."""
    changes = []
    if proposed.name != before.name:
        changes.append(f"“{proposed.name}”")
    if proposed.amount != before.amount:
        changes.append(f"{minor_text(proposed.amount, currency)} instead of {minor_text(before.amount, currency)}")
    if (proposed.days, proposed.due_on) != (before.days, before.due_on):
        changes.append(time_of(proposed) or "without a due date")
    if proposed.revisions != before.revisions:
        changes.append(counted(proposed.revisions, "revision", "revisions"))
    if proposed.call != before.call:
        changes.append(f"{'with' if proposed.call else 'without'} a video call")
    for name in ("description", "deliverables", "substeps"):
        if getattr(proposed, name) != getattr(before, name):
            changes.append(f"other {name}" if name != "description" else "another description")
    return changes


def asked(case: Case) -> str:
    """What a request for a change asks, after "asks to": "change step 2", "change the plan in 3 places"."""
    rows = [one for one in compared(case.order, case.data) if one.change != STAYS]
    if len(rows) != 1 or is_moved(case.data):
        return f"change the plan: {counted(len(rows), 'step', 'steps')}" if rows else "put the steps into another order"
    (row,) = rows
    match row.change:
        case "added":
            return "add a step to the plan"
        case "removed":
            return f"take out step {_place(row)}"
    return f"change step {_place(row)}"


def proposed(case: Case) -> list[str]:
    """What a request for a change would do, in a line for each step."""
    found = list(_proposed(compared(case.order, case.data)))
    return [*found, "The steps come in another order."] if is_moved(case.data) else found


def _proposed(rows: list[Compared]) -> Iterator[str]:
    for row in rows:
        named = f"“{row.terms.name}”, {minor_text(row.terms.amount, row.currency)}"
        if row.before and row.after and row.before != row.after:
            yield f"“{row.before.name}” becomes {', '.join(differences(row.before, row.after, row.currency))}."
        elif row.before is None:
            yield f"New step: {named}{f', {time_of(row.terms)}' if time_of(row.terms) else ''}."
        elif row.after is None:
            yield f"Taken out: {named}."


def _place(row: Compared) -> str:
    return str(row.milestone.position) if row.milestone else "?"


# What was done, as the history has it

TERMS = {
    "name": "name",
    "amount": "amount",
    "days": "days",
    "due_on": "due date",
    "description": "description",
    "deliverables": "deliverables",
    "substeps": "substeps",
    "revisions": "revisions",
    "call": "video call",
}


def done(data: dict[str, Any]) -> list[str]:
    """What an event of the plan tells, a clause for each step, after who did it: "changed step 2: amount from …"."""
    found = list(_done(data))
    return [*found, "put the steps into another order"] if data["moved"] else found


def _done(data: dict[str, Any]) -> Iterator[str]:
    for one in data["changes"]:
        if "added" in one:
            price = minor_text(one["amount"], data["currency"])
            yield f"added step {one['number']} to the plan: {one['added']}, {price}"
        elif "removed" in one:
            yield f"took “{one['removed']}” out of the plan"
        else:
            changes = [_changed(data, name, *one["changed"][name]) for name in TERMS if name in one["changed"]]
            yield f"changed step {one['number']}: {', '.join(changes)}"


def _changed(data: dict[str, Any], name: str, before: Any, after: Any) -> str:
    if name == "amount":
        before, after = (minor_text(one, data["currency"]) for one in (before, after))
    if isinstance(after, str | int) and isinstance(before, str | int) and name != "description":
        return f"{TERMS[name]} from {before} to {after}"
    return TERMS[name]
