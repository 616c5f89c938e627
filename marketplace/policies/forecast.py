"""What each possible ending of an order pays to whom, before it is signed.

Pure arithmetic on a policy and prices in minor units; it promises only what the engine does.
"""

from dataclasses import dataclass

from marketplace.policies.decision import NextKind, Way, decide
from marketplace.policies.fees import client_fee, freelancer_fee
from marketplace.policies.models import ClientStop, OrderType, Policy


@dataclass(frozen=True)
class Outcome:
    """One way it can end, in minor units: `client_pays` is with the fee, `freelancer_gets` is after the fee."""

    name: str
    explanation: str
    client_pays: int
    freelancer_gets: int

    @property
    def fees(self) -> int:
        return self.client_pays - self.freelancer_gets


@dataclass(frozen=True)
class Priced:
    """A milestone with its price and the client's fee on it."""

    price: int
    fee: int


def price_list(policy: Policy, amounts: list[int], currency: str) -> list[Priced]:
    """Each amount with its fee, the first bearing what is due once for each contract."""
    return [
        Priced(amount, client_fee(policy, currency, amount, opening=index == 0)) for index, amount in enumerate(amounts)
    ]


def after(policy: Policy, prices: list[Priced], count: int, name: str, explanation: str) -> Outcome:
    """The ending in which the first `count` milestones are paid and nothing else is."""
    paid = prices[:count]
    return Outcome(
        name=name,
        explanation=explanation,
        client_pays=sum(one.price + one.fee for one in paid),
        freelancer_gets=sum(one.price - freelancer_fee(policy, 0, one.price) for one in paid),
    )


def of_plan(policy: Policy, amounts: list[int], currency: str, order_type: str = OrderType.MILESTONES) -> list[Outcome]:
    """Every way in which an order with these milestones can end, from the best to the worst."""
    prices = price_list(policy, amounts, currency)
    number = len(prices)
    outcomes = [after(policy, prices, number, "The plan is finished", "Every step is accepted and paid.")]
    outcomes += [
        after(
            policy, prices, count, f"The client stops after step {count}", "Later steps never start and cost nothing."
        )
        for count in range(number - 1, 0, -1)
        if policy.client_stop != ClientStop.NEVER
    ]
    if days := policy.review_days_of(order_type):
        silence = _silence(policy, days, number)
        outcomes.append(after(policy, prices, 1, "Nobody answers the first delivery", silence))
    back = "What is held goes back to the client, with its fee"
    goes_on = _or_ends(decide(policy, Way.CANCELLED, left=number > 1))
    outcomes.append(after(policy, prices, 0, "Cancelled during step 1", back + goes_on))
    return outcomes


def of_plan_paid_at_once(policy: Policy, amounts: list[int], currency: str) -> list[Outcome]:
    """The same where all milestones are in escrow before the work begins.

    Nothing is left for the client to stop, and an unanswered delivery ends nothing: what follows it is paid for.
    """
    prices = price_list(policy, amounts, currency)
    number = len(prices)
    back = "What is held for the others goes back to the client, with its fee."
    return [
        after(policy, prices, number, "The plan is finished", "Every step is accepted and paid."),
        *(after(policy, prices, count, f"Cancelled after step {count}", back) for count in range(number - 1, 0, -1)),
        after(policy, prices, 0, "Cancelled during step 1", "What is held goes back to the client, with its fee."),
    ]


def _silence(policy: Policy, days: int, number: int) -> str:
    """What becomes of the first of so many milestones when nobody answers its delivery."""
    kind = decide(policy, Way.LAPSED, left=number > 1)
    counts = f"{days} days after a delivery it counts as accepted"
    if policy.pays_per_milestone or kind is NextKind.END:
        return f"{counts} and is paid{_or_ends(kind)}"
    return f"{counts}, to be paid when the order completes{_or_ends(kind)}"


def _or_ends(kind: NextKind) -> str:
    return ", and the order ends." if kind is NextKind.END else "; the order goes on."
