"""What an offer costs whom, before anything is paid. Pure arithmetic on a policy; amounts are minor units."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from marketplace.errors import Refused
from marketplace.formats import percent_text
from marketplace.policies import fees, forecast
from marketplace.policies.models import Policy
from marketplace.policies.plan import MilestoneTerms


@dataclass(frozen=True)
class MilestonePrice:
    """One milestone, and what each side pays and gets for it when it is accepted."""

    milestone: MilestoneTerms
    client_fee: int
    freelancer_fee: int

    @property
    def price(self) -> int:
        return self.milestone.amount

    @property
    def client_pays(self) -> int:
        return self.price + self.client_fee

    @property
    def freelancer_gets(self) -> int:
        return self.price - self.freelancer_fee


@dataclass(frozen=True)
class Monthly:
    """What a subscription costs: the first month and each later one, which costs so many basis points less."""

    months: int
    discount: int
    first: MilestonePrice
    later: MilestonePrice

    @property
    def less(self) -> str:
        """ "10 %"; nothing where later months cost the same."""
        return percent_text(self.discount) if self.discount else ""

    @property
    def client_pays(self) -> int:
        """All months together."""
        return self.first.client_pays + (self.months - 1) * self.later.client_pays

    @property
    def freelancer_gets(self) -> int:
        """All months together."""
        return self.first.freelancer_gets + (self.months - 1) * self.later.freelancer_gets


@dataclass(frozen=True)
class Quote:
    """Every milestone with its price, and the sums; of a subscription those of its first month, and `monthly`."""

    milestones: list[MilestonePrice]
    monthly: Monthly | None = None

    @property
    def price(self) -> int:
        return sum(one.milestone.amount for one in self.milestones)

    @property
    def client_fee(self) -> int:
        return sum(one.client_fee for one in self.milestones)

    @property
    def freelancer_fee(self) -> int:
        return sum(one.freelancer_fee for one in self.milestones)

    @property
    def client_pays(self) -> int:
        return self.price + self.client_fee

    @property
    def freelancer_gets(self) -> int:
        return self.price - self.freelancer_fee

    @property
    def first(self) -> MilestonePrice:
        """The first milestone: what is paid when the order begins."""
        return self.milestones[0]

    def to_deposit(self, *, whole: bool) -> "Quote":
        """What a deposit with the offer pays: the first milestone, or all of them."""
        return self if whole else Quote(self.milestones[:1])


def quote(
    policy: Policy, milestones: list[MilestoneTerms], currency: str, *, months: int = 0, discount: int = 0
) -> Quote:
    """What these milestones cost under this policy, paid one after the other.

    With `months` it is a subscription, whose milestone costs `discount` basis points less from the second month on.
    """
    found = Quote(_priced(policy, milestones, currency))
    if not months or len(milestones) != 1:
        return found
    one = milestones[0]
    later = _priced(policy, [replace(one, amount=fees.price_of_month(one.amount, discount, 2))], currency)[0]
    return replace(found, monthly=Monthly(months, discount, found.first, later))


def _priced(policy: Policy, milestones: list[MilestoneTerms], currency: str) -> list[MilestonePrice]:
    priced = forecast.price_list(policy, [milestone.amount for milestone in milestones], currency)
    return [
        MilestonePrice(milestone, price.fee, fees.freelancer_fee(policy, 0, milestone.amount))
        for milestone, price in zip(milestones, priced, strict=True)
    ]


@dataclass(frozen=True)
class Way:
    """One way to pay an amount: so much from the balance, the rest from `source` (a PaymentSource, or None)."""

    source: object | None
    from_balance: int
    from_source: int


def ways(policy: Policy, amount: int, balance: int, currency: str, sources: Iterable[Any]) -> list[Way]:
    """The ways in which the policy lets a client pay `amount`: from the balance if that will do, and by each source."""
    found = []
    for source in [None, *sources]:
        try:
            found.append(Way(source, *fees.split(policy, amount, balance, currency, source=source)))
        except Refused:
            continue
    return found
