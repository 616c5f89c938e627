"""What a job post says: the work, the budget, what is asked, and a plan that may be suggested. Pure values.

A draft may hold any of it unfinished; `marketplace.jobs.limits` says what is missing. Amounts are minor units of the
post's currency, 0 where nothing was said.
"""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

from django.db import models

from marketplace.policies.plan import MilestoneTerms, total


class Visibility(models.TextChoices):
    PUBLIC = "public", "Everybody can see it and propose"
    INVITED = "invited", "Only people whom I invite"


USUAL_DAYS = 30


@dataclass(frozen=True)
class PostTerms:
    """`budget_min` and `budget_max` are the same where one amount is named, and both 0 where none is.

    `plan` is only suggested: a step may have neither days nor an amount. `files` are keys of PostFile; `days` is how
    long the post is open from when it is opened, or opened again.
    """

    title: str = ""
    category: int | None = None
    policy: int | None = None
    currency: str = "USD"
    language: str = "en"
    text: str = ""
    skills: list[str] = field(default_factory=list)
    budget_min: int = 0
    budget_max: int = 0
    questions: list[str] = field(default_factory=list)
    plan: list[MilestoneTerms] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    visibility: str = Visibility.PUBLIC
    hires_wanted: int = 1
    days: int = USUAL_DAYS

    @property
    def total(self) -> int:
        """Of the suggested plan."""
        return total(self.plan)

    def as_data(self) -> dict[str, Any]:
        return {**asdict(self), "visibility": str(self.visibility), "plan": [one.as_data() for one in self.plan]}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """Read what `as_data` wrote."""
        return cls(**{**data, "plan": [MilestoneTerms.from_data(one) for one in data["plan"]]})
