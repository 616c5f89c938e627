"""A worked example of the fees and endings, and the amounts of a policy in every currency. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from marketplace.policies import fees, forecast
from marketplace.policies.explanation.words import currencies, money
from marketplace.policies.models import OrderType, Policy

PER_MILESTONE = Decimal(1000)  # dollars
NUMBER = 3


@dataclass(frozen=True)
class PricedMilestone:
    """What one milestone costs and pays, in minor units."""

    number: int
    price: int
    client_fee: int
    freelancer_fee: int

    @property
    def client_pays(self) -> int:
        return self.price + self.client_fee

    @property
    def freelancer_gets(self) -> int:
        return self.price - self.freelancer_fee


@dataclass(frozen=True)
class Example:
    """A plan of equal milestones: what each costs and pays, and what every ending does. Amounts are minor units."""

    currency: str
    milestones: list[PricedMilestone]
    outcomes: list[forecast.Outcome]

    @property
    def total(self) -> PricedMilestone:
        return PricedMilestone(
            len(self.milestones),
            sum(milestone.price for milestone in self.milestones),
            sum(milestone.client_fee for milestone in self.milestones),
            sum(milestone.freelancer_fee for milestone in self.milestones),
        )


def example(policy: Policy, currency: str = "USD") -> Example:
    """Three milestones of 1,000 dollars' worth, or the nearest to that which the policy's limits allow."""
    number, price = _shape(policy)
    amounts = [policy.amount(price, currency)] * number
    return Example(
        currency=currency,
        milestones=[
            PricedMilestone(at, priced.price, priced.fee, fees.freelancer_fee(policy, 0, priced.price))
            for at, priced in enumerate(forecast.price_list(policy, amounts, currency), start=1)
        ],
        outcomes=forecast.of_plan(policy, amounts, currency, policy.order_type_of(OrderType.MILESTONES)),
    )


def _shape(policy: Policy) -> tuple[int, Decimal]:
    """How many milestones, and dollars for each: whole thousands that reach the policy's minimum."""
    if not policy.takes(OrderType.MILESTONES):
        thousands = max(1, -((policy.single_total_min or 0) // -PER_MILESTONE))
        return 1, thousands * PER_MILESTONE
    number = max(policy.offer_milestones_min or 1, min(NUMBER, policy.offer_milestones_max or NUMBER))
    least = policy.offer_total_min or 0
    whole, rest = divmod(least, number * PER_MILESTONE)
    thousands = max(1, whole + bool(rest or policy.offer_total_over))
    thousands = max(thousands, -((policy.milestone_min or 0) // -PER_MILESTONE))
    return number, thousands * PER_MILESTONE


@dataclass(frozen=True)
class AmountRow:
    """One dollar amount of a policy, as it counts in each of its currencies."""

    label: str
    amounts: list[str]


AMOUNTS = {
    "offer_total_min": "Smallest total of an offer",
    "single_total_min": "Smallest order with one payment",
    "subscription_total_min": "Smallest month of a subscription",
    "gig_total_min": "Smallest package of a gig",
    "gig_milestone_min": "Smallest step of a gig",
    "milestone_min": "Smallest step of an offer",
    "client_fee_fixed": "Fee for each contract",
    "client_fee_min": "Least fee of a payment",
    "client_fee_small": "Fee on a small payment",
    "client_fee_small_under": "A payment is small under",
}


def amounts(policy: Policy) -> list[AmountRow]:
    """The fixed amounts of a policy in all its currencies, by its own reference rates."""
    return [
        AmountRow(label, [money(policy, getattr(policy, field), currency) for currency in currencies(policy)])
        for field, label in AMOUNTS.items()
        if getattr(policy, field)
    ]
