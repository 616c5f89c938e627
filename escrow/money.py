"""Between Money, which people type and read, and the minor units that the ledger counts. No float comes near either."""

from decimal import Decimal
from functools import cache

import moneyed
from djmoney.money import Money

MOST_DIGITS = 19  # of a bigint in PostgreSQL


@cache
def exponent(currency: str) -> int:
    """How many decimals the currency has: 2 for USD, 0 for JPY, 3 for KWD.

    Source: ISO 4217, as py-moneyed carries it. Raises moneyed.CurrencyDoesNotExist for an unknown code.
    """
    return len(str(moneyed.get_currency(currency).sub_unit)) - 1


def to_minor(money: Money) -> int:
    """The amount in minor units: Money("10.50", "USD") is 1050.

    Raises ValueError when the amount has more decimals than its currency, is not a number, or is more than an account
    can hold: "1e200000" is short to type and takes seconds to write out.
    """
    if not money.amount.is_finite() or money.amount.adjusted() >= MOST_DIGITS:
        raise ValueError("That is no amount of money.")
    minor = money.amount.scaleb(exponent(money.currency.code))
    if minor != minor.to_integral_value():
        raise ValueError(f"{money.amount} has more decimals than {money.currency.code} has.")
    return int(minor)


def to_money(minor: int, currency: str) -> Money:
    """Minor units as Money: 1050 USD is Money("10.50", "USD")."""
    return Money(Decimal(minor).scaleb(-exponent(currency)), currency)
