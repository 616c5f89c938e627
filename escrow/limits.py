"""What can be charged at once: the gateway's limits of a currency, and the sentence for an amount outside of them.

Asked before an amount is offered, so that none is ever rounded silently, and again before it is charged. Amounts are
minor units.
"""

from collections.abc import Callable

from escrow import gateways
from escrow.gateways.base import Limits
from marketplace.errors import Refused
from marketplace.formats import minor_text

TRIES = 100  # steps to look through for an amount that would do


def not_taken(currency: str) -> str:
    """Why nothing can be offered in this currency here, or ""."""
    return "" if gateways.current().limits(currency) else f"Payments in {currency} can’t be made on this site."


def problem(amount: int, currency: str, gateway: str = "") -> str:
    """Why the site's gateway, or the one of that name, can't charge this amount at once, or "" when it can."""
    limits = _limits(currency, gateway)
    if limits is None:
        return f"Payments in {currency} can’t be made this way."
    if amount < limits.smallest:
        return f"The least that can be paid at once is {minor_text(limits.smallest, currency)}."
    if amount > limits.largest:
        return f"The most that can be paid at once is {minor_text(limits.largest, currency)}."
    if amount % limits.step:
        return f"Payments in {currency} go in steps of {minor_text(limits.step, currency)}."
    return ""


def price_problem(price: int, currency: str, fee_on: Callable[[int], int]) -> str:
    """Why a price can't be paid at once with its fee, and one that could be; or "". `fee_on` is the fee on a price."""
    if wrong := problem(price, currency):
        return wrong + _such_as(price, currency, fee_on)
    total = price + fee_on(price)
    if wrong := problem(total, currency):
        said = f"With the fee on it {minor_text(total, currency)} would have to be paid. "
        return said + wrong + _such_as(price, currency, fee_on)
    return ""


def rest(total: int, missing: int, currency: str, gateway: str) -> int:
    """What to charge of `total` when at least `missing` must be: no less than that, and what the gateway takes.

    Raises Refused, for the field "source", where there is no such amount up to the total.
    """
    limits = _limits(currency, gateway)
    charged = limits.up(missing) if limits else missing
    if charged > total:  # not even all of it: say what is wrong with that
        charged = total
    if wrong := problem(charged, currency, gateway):
        raise Refused(f"{minor_text(charged, currency)} can’t be charged. {wrong}", field="source")
    return charged


def returnable(amount: int, currency: str) -> int:
    """How much of an amount can go back through the site's gateway, which takes whole steps only."""
    limits = gateways.current().limits(currency)
    return limits.down(amount) if limits else 0


def _such_as(price: int, currency: str, fee_on: Callable[[int], int]) -> str:
    """ " KWD 54.550 would do.", the next price from this one on; or "" where there is none near."""
    limits = gateways.current().limits(currency)
    if limits is None or price > limits.largest:
        return ""
    first = limits.up(price)
    for other in range(first, first + TRIES * limits.step, limits.step):
        if limits.takes(other) and limits.takes(other + fee_on(other)):
            return f" {minor_text(other, currency)} would do."
    return ""


def _limits(currency: str, gateway: str) -> Limits | None:
    return (gateways.get(gateway) if gateway else gateways.current()).limits(currency)
