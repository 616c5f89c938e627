"""A worked example of the fees and endings, and the amounts of a policy in every currency. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from marketplace.policies import fees, forecast
from marketplace.policies.explanation.words import currencies, money
from marketplace.policies.models import Policy

STEP = Decimal(1000)  # dollars
NUMBER = 3


@dataclass(frozen=True)
class PricedStep:
    """What one step costs and pays, in minor units."""

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
    """A plan of equal steps: what each costs and pays, and what every ending does. Amounts are minor units."""

    currency: str
    steps: list[PricedStep]
    outcomes: list[forecast.Outcome]

    @property
    def total(self) -> PricedStep:
        return PricedStep(
            len(self.steps),
            sum(step.price for step in self.steps),
            sum(step.client_fee for step in self.steps),
            sum(step.freelancer_fee for step in self.steps),
        )


def example(policy: Policy, currency: str = "USD") -> Example:
    """Three steps of 1,000 dollars' worth, or the nearest to that which the policy's limits allow."""
    number, price = _shape(policy)
    amounts = [policy.amount(price, currency)] * number
    return Example(
        currency=currency,
        steps=[
            PricedStep(at, priced.price, priced.fee, fees.freelancer_fee(policy, 0, priced.price))
            for at, priced in enumerate(forecast.price_list(policy, amounts, currency), start=1)
        ],
        outcomes=forecast.of_plan(policy, amounts, currency),
    )


def _shape(policy: Policy) -> tuple[int, Decimal]:
    """How many steps, and dollars for each: whole thousands that reach the policy's minimum."""
    number = max(policy.offer_milestones_min or 1, min(NUMBER, policy.offer_milestones_max or NUMBER))
    least = policy.offer_total_min or 0
    thousands = max(1, least // (number * STEP) + bool(least % (number * STEP) or policy.offer_total_over))
    thousands = max(thousands, -((policy.milestone_min or 0) // -STEP))
    return number, thousands * STEP


@dataclass(frozen=True)
class AmountRow:
    """One dollar amount of a policy, as it counts in each of its currencies."""

    label: str
    amounts: list[str]


AMOUNTS = {
    "offer_total_min": "Smallest total of an offer",
    "gig_total_min": "Smallest package of a gig",
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
