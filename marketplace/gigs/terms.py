"""What a gig says: its packages, the milestone workflow behind them, questions and pictures. Pure values.

A draft may hold any of it unfinished; `marketplace.gigs.limits` says what is missing. Amounts are minor units of the
gig's currency, 0 where nothing was said yet.
"""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

from django.db import models

from milestones.questions import Question


class PackageKey(models.TextChoices):
    """The packages of a gig, from the smallest to the largest."""

    BASIC = "basic", "Basic"
    STANDARD = "standard", "Standard"
    PREMIUM = "premium", "Premium"


@dataclass(frozen=True)
class Package:
    """What is bought as a whole. `revisions` are those of each step, or of the one delivery."""

    key: str
    name: str = ""
    text: str = ""
    price: int = 0
    days: int = 0
    revisions: int = 0

    @property
    def label(self) -> str:
        return PackageKey(self.key).label


@dataclass(frozen=True)
class Included:
    """A row of what is included: by package "yes", a short text such as "8 pages", or nothing."""

    name: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Substep:
    """A part of a stage, ticked off as the work goes on. Without packages it is in all that its stage is in."""

    name: str
    packages: list[str] = field(default_factory=list)

    def is_in(self, package: str) -> bool:
        return not self.packages or package in self.packages


@dataclass(frozen=True)
class Stage:
    """One milestone of the workflow. It is in the packages that `amounts` names, for so much of their price."""

    name: str = ""
    description: str = ""
    days: int = 0
    call: bool = False
    amounts: dict[str, int] = field(default_factory=dict)
    substeps: list[Substep] = field(default_factory=list)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        return cls(**{**data, "substeps": [Substep(**one) for one in data["substeps"]]})

    def is_in(self, package: str) -> bool:
        return package in self.amounts

    def substeps_in(self, package: str) -> list[str]:
        return [one.name for one in self.substeps if one.is_in(package)]


@dataclass(frozen=True)
class Workflow:
    """The stages of the work, in order. `paid`: each is paid into escrow and released by itself."""

    paid: bool = True
    stages: list[Stage] = field(default_factory=list)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        return cls(data["paid"], [Stage.from_data(one) for one in data["stages"]])


@dataclass(frozen=True)
class Faq:
    """A question that clients ask, with its answer."""

    question: str
    answer: str = ""


@dataclass(frozen=True)
class Shown:
    """A picture of the gallery, by the key of its row, and what stands for it where it is not seen."""

    picture: int
    alt: str = ""


@dataclass(frozen=True)
class GigTerms:
    """All that a gig says. `category` and `policy` are keys of rows; None where nothing was chosen yet."""

    title: str = ""
    category: int | None = None
    policy: int | None = None
    currency: str = "USD"
    language: str = "en"
    tags: list[str] = field(default_factory=list)
    description: str = ""
    faq: list[Faq] = field(default_factory=list)
    packages: list[Package] = field(default_factory=list)
    included: list[Included] = field(default_factory=list)
    workflow: Workflow = Workflow()
    questions: list[Question] = field(default_factory=list)
    pictures: list[Shown] = field(default_factory=list)
    months: list[int] = field(default_factory=list)  # for how many it can be subscribed to; none: only once
    discount: int = 0  # basis points that a month of a subscription costs less, from the second on

    def as_data(self) -> dict[str, Any]:
        return {**asdict(self), "questions": [one.as_data() for one in self.questions]}

    def months_of(self, key: str) -> list[int]:
        """For how many months this package can be subscribed to. What is paid in steps is bought once."""
        return [] if self.is_paid_in_steps(key) else self.months

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """Read what `as_data` wrote."""
        return cls(
            **{
                **data,
                "faq": [Faq(**one) for one in data["faq"]],
                "packages": [Package(**one) for one in data["packages"]],
                "included": [Included(**one) for one in data["included"]],
                "workflow": Workflow.from_data(data["workflow"]),
                "questions": [Question.from_data(one) for one in data["questions"]],
                "pictures": [Shown(**one) for one in data["pictures"]],
            }
        )

    @property
    def keys(self) -> list[str]:
        """Of its packages, from the smallest on."""
        return [one.key for one in self.packages]

    def package(self, key: str) -> Package:
        """Raises KeyError where the gig has no such package."""
        for one in self.packages:
            if one.key == key:
                return one
        raise KeyError(key)

    def stages_in(self, key: str) -> list[Stage]:
        return [stage for stage in self.workflow.stages if stage.is_in(key)]

    def is_paid_in_steps(self, key: str) -> bool:
        """Whether this package is paid milestone by milestone; otherwise it is one payment."""
        return self.workflow.paid and bool(self.stages_in(key))

    @property
    def has_steps(self) -> bool:
        """Whether any package is paid milestone by milestone."""
        return any(self.is_paid_in_steps(key) for key in self.keys)

    def days_of(self, key: str) -> int:
        """How long a package takes: its milestones one after the other, or what the package says."""
        if self.is_paid_in_steps(key):
            return sum(stage.days for stage in self.stages_in(key))
        return self.package(key).days

    def sum_of(self, key: str) -> int:
        """What the milestones of a package add up to; it should be its price."""
        return sum(stage.amounts[key] for stage in self.stages_in(key))

    def calls_in(self, key: str) -> int:
        """How many video calls a package has."""
        return sum(stage.call for stage in self.stages_in(key))
