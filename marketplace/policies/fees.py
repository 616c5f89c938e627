"""What is paid for a milestone, by whom and from where. Pure functions of a policy; amounts are minor units."""

from escrow import fees, limits
from escrow.models import PaymentSource
from marketplace.errors import Refused
from marketplace.policies.models import PaidFrom, Policy


def client_fee(policy: Policy, currency: str, price: int, *, opening: bool) -> int:
    """The client's fee on paying `price`. `opening` is the first payment of a contract, which bears the fixed fee."""
    fee = max(fees.percent(price, policy.client_fee), policy.amount(policy.client_fee_min, currency) or 0)
    if policy.client_fee_small_under and price < policy.amount(policy.client_fee_small_under, currency):
        fee += policy.amount(policy.client_fee_small, currency)
    if opening:
        fee += policy.amount(policy.client_fee_fixed, currency) or 0
    return fee


def price_of_month(price: int, discount: int, number: int) -> int:
    """What this month of a subscription costs: `discount`, in basis points, less than the first from the second on."""
    return price - fees.percent(price, discount) if number > 1 else price


def freelancer_fee(policy: Policy, before: int, part: int) -> int:
    """The freelancer's fee on releasing `part` when `before` was released earlier: cumulative, so parts add up."""
    return fees.percent(before + part, policy.freelancer_fee) - fees.percent(before, policy.freelancer_fee)


def split(policy: Policy, total: int, balance: int, currency: str, *, source: PaymentSource | None) -> tuple[int, int]:
    """How much of `total` comes from the client's balance and how much from `source`, a payment source or None.

    The source's gateway is asked for no amount that it does not take: the balance leaves it more, where that helps.
    Raises Refused, with the reason, when the policy finds no way to pay it all, or the gateway takes no such amount.
    """
    from_balance = _from_balance(policy.paid_from, total, balance, has_source=source is not None)
    if from_balance < total and source is None:
        raise Refused(NO_WAY[policy.paid_from], field="source")
    if source is None or from_balance == total:
        return from_balance, total - from_balance
    from_source = limits.rest(total, total - from_balance, currency, source.gateway)
    return total - from_source, from_source


def is_covered(policy: Policy, total: int, balance: int) -> bool:
    """Whether the balance pays all of `total`, so that no payment source is asked, whichever there is."""
    return _from_balance(policy.paid_from, total, balance, has_source=True) == total


def _from_balance(paid_from: str, total: int, balance: int, *, has_source: bool) -> int:
    match paid_from:
        case PaidFrom.BALANCE_FIRST:
            return min(balance, total)
        case PaidFrom.BALANCE_IF_ALL:
            return total if balance >= total else 0
        case PaidFrom.EITHER:
            return total if not has_source and balance >= total else 0
    return 0


NOT_ALL = "Your balance does not cover it all. Choose a payment source."
NO_WAY = {
    PaidFrom.SOURCE: "Choose a payment source: under this rulebook a step is paid from a card or bank account.",
    PaidFrom.EITHER: NOT_ALL,
    PaidFrom.BALANCE_FIRST: "Your balance does not cover it all. Choose a payment source for the rest.",
    PaidFrom.BALANCE_IF_ALL: NOT_ALL,
}
