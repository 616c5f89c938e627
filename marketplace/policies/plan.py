"""What one milestone is agreed to be, before there is a row for it: what plans are made of and rulebooks limit."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Self

from marketplace.stale import fingerprint

MOST_MILESTONES = 100  # in any plan, whatever the policy: more is a mistake
TOO_MANY = f"A plan has at most {MOST_MILESTONES} steps."


@dataclass(frozen=True)
class MilestoneTerms:
    """One milestone as it is proposed. `amount` is minor units of the plan's currency."""

    name: str
    amount: int
    description: str = ""
    deliverables: list[str] = field(default_factory=list)
    substeps: list[str] = field(default_factory=list)
    days: int | None = None
    due_on: date | None = None
    revisions: int = 0
    call: bool = False  # a video call goes with it

    @classmethod
    def of(cls, milestone: Any) -> Self:
        """The terms that a Milestone has now."""
        return cls(
            name=milestone.name,
            amount=milestone.price,
            description=milestone.description,
            deliverables=milestone.deliverables,
            substeps=[one["name"] for one in milestone.substeps],
            days=milestone.days,
            due_on=milestone.due_on,
            revisions=milestone.revisions_allowed,
            call=milestone.call,
        )

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """Read what `as_data` wrote into a request."""
        due_on = date.fromisoformat(data["due_on"]) if data.get("due_on") else None
        return cls(**{**data, "due_on": due_on})

    @property
    def mark(self) -> str:
        """A short word that changes with the terms."""
        return fingerprint(self.as_data())

    def as_data(self) -> dict[str, Any]:
        """As it is kept and signed. What came later than the first signature is left out where there is none of it:
        what was signed before still has its digest.
        """
        data = {**asdict(self), "due_on": self.due_on.isoformat() if self.due_on else None}
        if not self.call:
            del data["call"]
        return data


def total(milestones: list[MilestoneTerms]) -> int:
    """The sum of their amounts, in minor units."""
    return sum(milestone.amount for milestone in milestones)
