"""The milestones of the editor as they are typed: raw rows, what the buttons do to them, and their forms."""

from decimal import Decimal
from typing import Any

from escrow import amounts, fees
from marketplace.errors import Refused
from marketplace.formats import counted, decimal_text
from marketplace.gigs.editor import reading
from marketplace.gigs.forms import StageForm, SubstepForm
from marketplace.gigs.models import WorkflowTemplate
from marketplace.gigs.terms import GigTerms, PackageKey, Stage
from marketplace.policies.percentages import parse_percentages
from marketplace.rows import GONE, ROW, Rows, living, numbered

NAME = "milestone"
FIELDS = ["name", "days", "description", "call", *PackageKey.values]
SUB = ["name", "packages"]


def read(data) -> Rows:
    """The milestones that were sent, each with its substeps."""
    there = reading.rows(data, NAME, FIELDS)
    for row in there:
        prefix = f"{NAME}-{row[ROW]}"
        row["within"] = reading.texts(data, f"{prefix}-within")
        row["substeps"] = reading.rows(data, f"{prefix}-sub", SUB)
    return there


def of_terms(terms: GigTerms) -> Rows:
    """The milestones that are saved, as they would be typed."""
    return numbered([_raw(stage, terms.currency) for stage in terms.workflow.stages])


def _raw(stage: Stage, currency: str) -> dict[str, Any]:
    return {
        "name": stage.name,
        "days": str(stage.days or ""),
        "description": stage.description,
        "call": "on" if stage.call else "",
        "within": list(stage.amounts),
        "substeps": numbered([{"name": one.name, "packages": " ".join(one.packages)} for one in stage.substeps]),
        **{key: plain(amount, currency) for key, amount in stage.amounts.items()},
    }


def plain(amount: int, currency: str) -> str:
    """Minor units as they would be typed; nothing for nothing."""
    return decimal_text(amount, currency) if amount else ""


def minor(typed: str, currency: str) -> int:
    """A typed amount in minor units; 0 for what is none, which does not count."""
    try:
        return amounts.read(typed, currency) or 0
    except amounts.NotAnAmount:
        return 0


def blank(keys: list[str]) -> dict[str, Any]:
    """A milestone of which nothing is known yet but that it is in all packages."""
    return {"within": list(keys), "substeps": []}


def pressed(op: str, there: Rows, keys: list[str]) -> tuple[Rows, str]:
    """The rows after a button about a milestone or a substep, and the number of the milestone that it was about."""
    after, number = reading.pressed(op, NAME, there, blank(keys))
    if number:
        return after, number
    for row in there:
        sort = f"{NAME}-{row[ROW]}-sub"
        if op.startswith(f"{sort}."):
            row["substeps"] = reading.pressed(op, sort, row["substeps"], {})[0]
            return there, row[ROW]
    return there, ""


def gone(there: Rows) -> Rows:
    """The same rows, all of them taken out."""
    return [{**row, GONE: True} for row in there]


def of_template(template: WorkflowTemplate, terms: GigTerms) -> Rows:
    """A template's milestones, in all packages, for their shares of each one's price."""
    shares = [Decimal(stage["share"]) for stage in template.stages]
    parts = {one.key: fees.split_by(one.price, shares) for one in terms.packages}
    return [
        {
            "name": stage["name"],
            "days": str(stage["days"]),
            "description": stage["description"],
            "call": "on" if stage["call"] else "",
            "within": terms.keys,
            "substeps": numbered([{"name": name} for name in stage["substeps"]]),
            **{key: plain(amounts_of[at], terms.currency) for key, amounts_of in parts.items()},
        }
        for at, stage in enumerate(template.stages)
    ]


def split(how: str, there: Rows, terms: GigTerms, keys: list[str]) -> Rows:
    """Give these packages' prices to their milestones: `how` is "even", or percentages as they were typed.

    Raises Refused with the field "percentages" where they don't fit, and changes nothing then.
    """
    found = [dict(row) for row in there]
    for key in keys:
        rows = [row for row in living(found) if key in row["within"]]
        package = terms.package(key)
        if not package.price:
            raise Refused(f"{package.label} has no price yet: say it in step 2.", field="percentages")
        if not rows:
            raise Refused(f"{package.label} has no milestone yet: tick it in some.", field="percentages")
        parts = fees.split_evenly(package.price, len(rows)) if how == "even" else _by(how, package, len(rows))
        for row, part in zip(rows, parts, strict=True):
            row[key] = plain(part, terms.currency)
    return found


def _by(how: str, package, number: int) -> list[int]:
    percentages = parse_percentages(how)
    if len(percentages) != number:
        words = f"These are {len(percentages)} parts, and {package.label} has {number} milestones."
        raise Refused(words, field="percentages")
    return fees.split_by(package.price, percentages)


class Line:
    """One milestone as the page shows it: its form and those of its substeps, or what it takes to put it back."""

    def __init__(self, row: dict[str, Any], terms: GigTerms):
        self.row, self.number, self.is_gone = row, row[ROW], row[GONE]
        self.prefix = f"{NAME}-{self.number}"
        self.terms, self.at, self.is_open = terms, 0, False
        typed = {f"{self.prefix}-{name}": row.get(name, "") for name in (*FIELDS, "within")}
        self.form = None if self.is_gone else StageForm(typed, prefix=self.prefix, currency=terms.currency)
        self.substeps = [Sub(self, one) for one in row["substeps"]]

    @property
    def name(self) -> str:
        return str(self.row.get("name") or "").strip()

    @property
    def facts(self) -> list[str]:
        """What is seen of it while it is folded."""
        days = counted(self.days, "day", "days") if self.days else "no days yet"
        parts = counted(len(self.living), "substep", "substeps") if self.living else "no substeps"
        return [days, *(["video call"] if self.row.get("call") else []), parts]

    @property
    def days(self) -> int:
        """As far as what was typed is a number of days."""
        typed = str(self.row.get("days") or "")
        return int(typed) if len(typed) < 5 and typed.isdecimal() else 0

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What travels along unseen: all of a row that is gone; else what belongs to packages that are not there."""
        names = (
            [*FIELDS, "within"] if self.is_gone else [key for key in PackageKey.values if key not in self.terms.keys]
        )
        pairs = []
        for name in names:
            said = self.row.get(name) or ""
            pairs += [(f"{self.prefix}-{name}", one) for one in (said if isinstance(said, list) else [said]) if one]
        if not self.is_gone:
            absent = [key for key in self.row["within"] if key not in self.terms.keys]
            pairs += [(f"{self.prefix}-within", key) for key in absent]
        return pairs

    @property
    def parts(self) -> list[tuple[str, Any]]:
        place = f"Milestone {self.at}"
        subs = [one for one in self.substeps if one.form]
        return [(place, self.form), *((f"{place}, substep {at}", one.form) for at, one in enumerate(subs, start=1))]

    @property
    def is_wrong(self) -> bool:
        return any(form.errors for _, form in self.parts)

    @property
    def packages(self) -> list[tuple[str, str, bool]]:
        """Letter and label of each package, and whether the milestone is in it."""
        return [(one.label[0], one.label, one.key in self.row["within"]) for one in self.terms.packages]

    @property
    def packages_words(self) -> list[str]:
        return [label for _, label, is_in in self.packages if is_in]

    @property
    def living(self) -> list["Sub"]:
        return [one for one in self.substeps if one.form]

    def amount(self, key: str) -> int:
        """In minor units, of a package that it is in."""
        return minor(self.row.get(key, ""), self.terms.currency) if key in self.row["within"] else 0

    def stage(self) -> Stage:
        """What was typed; the forms are valid. Substeps in which nothing was typed are none."""
        return self.form.stage([one.form.substep() for one in self.living if one.is_kept])


class Sub:
    """One substep as the page shows it."""

    def __init__(self, line: Line, row: dict[str, Any]):
        self.row, self.number, self.is_gone = row, row[ROW], row[GONE]
        self.prefix = f"{line.prefix}-sub-{self.number}"
        typed = {f"{self.prefix}-{name}": row.get(name, "") for name in SUB}
        here = not (self.is_gone or line.is_gone)
        self.form = SubstepForm(typed, prefix=self.prefix, keys=line.terms.keys) if here else None

    @property
    def kept(self) -> list[tuple[str, str]]:
        return [(f"{self.prefix}-{name}", self.row[name]) for name in SUB if self.row.get(name)]

    @property
    def is_kept(self) -> bool:
        return bool(str(self.row.get("name") or "").strip())
