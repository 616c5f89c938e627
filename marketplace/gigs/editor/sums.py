"""Do the amounts add up? What is typed in the milestones, added up for each package. Amounts are minor units."""

from dataclasses import dataclass

from django.utils.functional import cached_property

from marketplace.formats import counted, listed, minor_text
from marketplace.gigs.terms import GigTerms, Package


@dataclass(frozen=True)
class Sum:
    """What the milestones of one package add up to."""

    package: Package
    total: int
    number: int
    days: int
    currency: str

    @property
    def gap(self) -> int:
        return self.package.price - self.total

    @property
    def is_wrong(self) -> bool:
        return bool(self.number) and self.gap != 0

    @property
    def words(self) -> str:
        if not self.number:
            return "In no milestone yet"
        where = f"in {counted(self.number, 'milestone', 'milestones')}"
        if not self.gap:
            return f"Adds up, {where}"
        amount = minor_text(abs(self.gap), self.currency)
        return f"{amount} {'short' if self.gap > 0 else 'too much'}, {where}"

    @property
    def icon(self) -> str:
        return "circle-alert" if self.is_wrong else "circle-check"

    @property
    def short(self) -> str:
        """The same, at a field: "Sum $460.00, $20.00 short"."""
        said = f"Sum {minor_text(self.total, self.currency)}"
        return f"{said}, {self.words.partition(',')[0]}" if self.is_wrong else said


@dataclass(frozen=True)
class Share:
    """One package at one milestone: whether it is in it, and for which part of its price."""

    sum: Sum
    box: object
    field: object
    is_in: bool
    amount: int

    @property
    def key(self) -> str:
        return self.sum.package.key

    @property
    def percent(self) -> int:
        price = self.sum.package.price
        return (self.amount * 200 + price) // (price * 2) if price else 0

    @property
    def is_wrong(self) -> bool:
        return bool(self.field.errors) or self.is_in and self.sum.is_wrong  # type: ignore[attr-defined]


class Sums:
    """Worked out from what is typed, as far as it can be."""

    def __init__(self, terms: GigTerms, lines: list, *, is_paid: bool):
        self.terms, self.lines, self.is_paid = terms, lines, is_paid

    @cached_property
    def packages(self) -> dict[str, Sum]:
        return {one.key: self._sum(one) for one in self.terms.packages}

    def _sum(self, package: Package) -> Sum:
        lines = [line for line in self.lines if package.key in line.row["within"]]
        total = sum(line.amount(package.key) for line in lines)
        days = sum(line.days for line in lines) if self.is_paid and lines else package.days
        return Sum(package, total, len(lines), days, self.terms.currency)

    def shares_of(self, line) -> list[Share]:
        boxes = {one.data["value"]: one for one in line.form["within"]}
        return [
            Share(one, boxes[key], line.form[key], key in line.row["within"], line.amount(key))
            for key, one in self.packages.items()
        ]

    @property
    def bars(self) -> list[dict]:
        """For each package how its price is cut, as the parts of an SVG: (where it begins, how wide), in percent."""
        found = []
        for key, one in self.packages.items():
            amounts = [line.amount(key) for line in self.lines if key in line.row["within"]]
            if self.is_paid and one.total:
                ends = [100 * sum(amounts[:at]) // one.total for at in range(len(amounts) + 1)]
                parts = [(start, end - start) for start, end in zip(ends, ends[1:], strict=False)]
                words = listed([f"{width} %" for _, width in parts])
                found.append({"key": key, "label": one.package.label, "parts": parts, "words": words})
        return found

    @property
    def plan(self) -> list[dict]:
        """What the client sees of each milestone."""
        return [
            {
                "name": line.name or "A milestone without a name",
                "days": line.days,
                "call": bool(line.row.get("call")),
                "within": [key for key in self.terms.keys if key in line.row["within"]],
                "amounts": [
                    (one.package, line.amount(key), key in line.row["within"]) for key, one in self.packages.items()
                ],
            }
            for line in self.lines
        ]
