"""What two people agree on: the plan and everything around it. Pure values; the rows that keep them are in models."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.db import models

from marketplace.policies import fees, quotes
from marketplace.policies.models import Contract, Policy, Revisions, TimeGiven
from marketplace.policies.plan import MilestoneTerms, total
from milestones.questions import Question


class ContractKind(models.TextChoices):
    NONE = "none", "No contract text"
    TEMPLATE = "template", "Cairn’s contract"
    UPLOAD = "upload", "A contract of your own"


@dataclass(frozen=True)
class Terms:
    """The terms of one version. Amounts in `milestones` are minor units; `upload` is the key of a ContractUpload.

    `questions` are what the client is asked before the work begins.
    """

    title: str
    milestones: list[MilestoneTerms] = field(default_factory=list)
    scope: str = ""
    revisions: int = 0
    starts_on: date | None = None
    contract: str = ContractKind.NONE
    upload: int | None = None
    zone: str = "UTC"  # in which its days begin and end
    questions: list[Question] = field(default_factory=list)
    months: int = 0  # of a subscription, each of which costs and brings all of this
    discount: int = 0  # basis points that a month costs less, from the second on

    @property
    def total(self) -> int:
        return total(self.milestones)

    def quote(self, policy: Policy, currency: str) -> quotes.Quote:
        """What they cost whom under this policy."""
        return quotes.quote(policy, self.milestones, currency, months=self.months, discount=self.discount)

    def may_be_deposited_whole(self, policy: Policy) -> bool:
        """Whether a client may deposit all of it with an offer, and not the first milestone alone."""
        return policy.takes_whole_deposit and len(self.milestones) > 1

    def as_data(self) -> dict:
        """As it is kept and signed. Without questions or months there is no word of them: what was signed before there
        were any still has its digest.
        """
        return {
            "title": self.title,
            "milestones": [milestone.as_data() for milestone in self.milestones],
            "scope": self.scope,
            "revisions": self.revisions,
            "starts_on": self.starts_on.isoformat() if self.starts_on else None,
            "contract": str(self.contract),
            "upload": self.upload,
            "zone": self.zone,
            **({"questions": [one.as_data() for one in self.questions]} if self.questions else {}),
            **({"months": self.months, "discount": self.discount} if self.months else {}),
        }

    @classmethod
    def from_data(cls, data: dict) -> "Terms":
        """Read what `as_data` wrote."""
        starts_on = date.fromisoformat(data["starts_on"]) if data["starts_on"] else None
        return cls(
            **{
                **data,
                "milestones": [MilestoneTerms.from_data(one) for one in data["milestones"]],
                "starts_on": starts_on,
                "questions": [Question.from_data(one) for one in data.get("questions", [])],
            }
        )

    def under(self, policy: Policy) -> "Terms":
        """The same without what this policy has no place for: days or due dates, substeps, allowances, questions."""
        kind = contract_under(policy, self.contract)
        return replace(
            self,
            title=self.title.strip(),
            scope=self.scope.strip(),
            milestones=[_milestone_under(policy, milestone) for milestone in self.milestones],
            revisions=self.revisions if policy.revisions == Revisions.PER_ORDER else 0,
            starts_on=self.starts_on if policy.project_start_date else None,
            contract=kind,
            upload=self.upload if kind == ContractKind.UPLOAD else None,
            questions=self.questions if policy.asks_before_start else [],
            months=self.months if policy.takes_subscriptions else 0,
            discount=self.discount if policy.takes_subscriptions and self.months else 0,
        )

    def of_month(self, number: int) -> "Terms":
        """What the order of this month is about: the same, for less from the second on, and no subscription itself."""
        plan = [replace(one, amount=fees.price_of_month(one.amount, self.discount, number)) for one in self.milestones]
        return replace(self, milestones=plan, months=0, discount=0)


def contract_under(policy: Policy, wanted: str) -> str:
    """The kind of contract that an offer under this policy has, given what its writer would like."""
    if policy.contract == Contract.NONE:
        return ContractKind.NONE
    uploads = policy.contract == Contract.TEMPLATE_OR_UPLOAD
    return ContractKind.UPLOAD if uploads and wanted == ContractKind.UPLOAD else ContractKind.TEMPLATE


def _milestone_under(policy: Policy, milestone: MilestoneTerms) -> MilestoneTerms:
    by_days = policy.time_given == TimeGiven.DAYS
    return replace(
        milestone,
        name=milestone.name.strip(),
        substeps=milestone.substeps if policy.substeps else [],
        days=milestone.days if by_days else None,
        due_on=None if by_days else milestone.due_on,
        revisions=milestone.revisions if policy.revisions == Revisions.PER_MILESTONE else 0,
    )
