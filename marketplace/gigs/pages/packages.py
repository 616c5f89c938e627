"""One package of a gig: its plan, and what it costs."""

from dataclasses import dataclass
from functools import cached_property

from escrow import fees
from marketplace.formats import counted, listed, percent_text
from marketplace.gigs.monthly import Monthly
from marketplace.gigs.plan import order_type_of, plan_of
from marketplace.gigs.terms import GigTerms, Package
from marketplace.policies.explanation import what_if
from marketplace.policies.models import OrderType, Policy, Revisions
from marketplace.policies.plan import MilestoneTerms

WHOLE = 100  # percent


@dataclass(frozen=True)
class PackageView:
    """One package with its plan and its money, in minor units."""

    package: Package
    terms: GigTerms
    policy: Policy
    freelancer: str

    @property
    def key(self) -> str:
        return self.package.key

    @property
    def label(self) -> str:
        return self.package.label

    @cached_property
    def plan(self) -> list[MilestoneTerms]:
        return plan_of(self.terms, self.key)

    @cached_property
    def case(self) -> what_if.Case:
        order_type = order_type_of(self.terms, self.key)
        return what_if.Case(self.policy, order_type, self.plan, self.terms.currency, self.freelancer)

    @property
    def in_steps(self) -> bool:
        return self.case.order_type == OrderType.MILESTONES

    @property
    def steps(self) -> str:
        return counted(len(self.plan), "step", "steps") if self.in_steps else "one payment"

    @property
    def days(self) -> int:
        return self.terms.days_of(self.key)

    @property
    def calls(self) -> int:
        return self.terms.calls_in(self.key)

    @property
    def revisions(self) -> str:
        """How many revisions, for a line of facts; nothing where the rulebook has none."""
        number = self.package.revisions
        match self.policy.revisions:
            case Revisions.UNLIMITED:
                return "revisions without limit"
            case Revisions.NONE:
                return ""
        where = " a step" if self.in_steps and self.policy.revisions == Revisions.PER_MILESTONE else ""
        return counted(number, f"revision{where}", f"revisions{where}") if number else "no revisions"

    @property
    def client_pays(self) -> int:
        """All of it, with the fees."""
        return sum(one.price + one.fee for one in self.case.prices)

    @property
    def fee(self) -> int:
        return self.client_pays - self.package.price

    @property
    def fee_words(self) -> str:
        """ "Your fee, 5.5 %", where it is nothing but that."""
        percent = self.policy.client_fee
        is_all = self.fee == sum(fees.percent(one.price, percent) for one in self.case.prices)
        return f"Your fee, {percent_text(percent)}" if is_all and percent else "Your fee"

    @property
    def today(self) -> int:
        """What is charged when it is ordered."""
        return self.case.first_paid

    @property
    def monthly(self) -> Monthly | None:
        """What it costs by subscription; None where it is only bought once."""
        spans = self.terms.months_of(self.key) if self.policy.takes_subscriptions else []
        if not spans:
            return None
        return Monthly(self.policy, self.package.price, self.terms.discount, self.terms.currency, spans)

    @cached_property
    def shares(self) -> list["Share"]:
        """How the price is cut into steps."""
        shares, before = [], 0
        for one in self.plan:
            shares.append(Share(percent_of(before, self.package.price), percent_of(one.amount, self.package.price)))
            before += one.amount
        return shares

    @property
    def shares_words(self) -> str:
        return f"{self.label}: {listed(f'{round(one.width)} %' for one in self.shares)}"

    @property
    def endings(self) -> list[what_if.Ending]:
        return what_if.endings(self.case)

    @property
    def count(self) -> list[what_if.Day]:
        return what_if.count(self.case)


@dataclass(frozen=True)
class Share:
    """A part of a bar, in percent; only ever drawn, never counted."""

    x: float
    width: float


def percent_of(part: int, whole: int) -> float:
    """With two decimals; 0 of nothing."""
    return round(part * WHOLE / whole, 2) if whole else 0
