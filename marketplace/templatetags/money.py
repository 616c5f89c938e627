"""The only place where amounts become text: "$1,000.00", "¥1,000", "KWD 1.000", whatever the currency's decimals are.

    {% load money %}
    {{ milestone.price|money }}                    a Money, as it is
    {{ entry.amount|minor:entry.currency }}        an integer in minor units (the ledger's)
    {{ change|signed }}  {{ amount|signed_minor:currency }}   with a plus or a minus in front
    {{ amount|decimal:currency }}                  bare digits, for a CSV column or an input

Amounts are exact: integers and decimals only, a float raises TypeError. The number of decimals is ISO 4217's, as
py-moneyed has it; the symbol is the one that CLDR gives to readers of English ("CA$" and not "$" for Canada).
"""

from decimal import Decimal
from functools import cache

from babel.numbers import get_currency_symbol
from django import template
from moneyed import Money, get_currency

register = template.Library()

MINUS = "\N{MINUS SIGN}"
SPACE = "\N{NO-BREAK SPACE}"


@cache
def _digits(code: str) -> int:
    """How many decimals the currency has: 2 for USD, 0 for JPY, 3 for KWD."""
    return len(str(get_currency(code).sub_unit)) - 1


@cache
def _prefix(code: str) -> str:
    """What stands before the digits: "$", "CA$", or "KWD" and a space that does not break."""
    symbol = get_currency_symbol(code, locale="en_US")
    return symbol + SPACE if symbol[-1].isalpha() else symbol


def _units(amount: int, code: str) -> Decimal:
    """Minor units as a decimal amount of the currency."""
    if not isinstance(amount, int):
        raise TypeError(f"Minor units are an integer, not {amount!r}.")
    return Decimal(amount).scaleb(-_digits(code))


def text(amount: Decimal, code: str, *, plus: str = "") -> str:
    """`amount` of the currency `code` as people read it; `plus` goes before what is above zero."""
    if not isinstance(amount, Decimal):
        raise TypeError(f"An amount is a Decimal, not {amount!r}.")
    sign = MINUS if amount < 0 else plus if amount > 0 else ""
    return f"{sign}{_prefix(code)}{abs(amount):,.{_digits(code)}f}"


def minor_text(amount: int, currency) -> str:
    """Minor units as people read them; for Python code that writes sentences and mail."""
    code = str(currency)
    return text(_units(amount, code), code)


def money_text(value: Money) -> str:
    """A Money as people read it; for Python code that writes sentences and mail."""
    return text(value.amount, value.currency.code)


@register.filter
def money(value):
    """A Money as text; nothing for None."""
    return "" if value in (None, "") else money_text(value)


@register.filter
def minor(amount, currency):
    """An integer of minor units as text; nothing for None."""
    return "" if amount in (None, "") else minor_text(amount, currency)


@register.filter
def signed(value):
    """A Money as text with its sign: "+$5.00", "−$5.00"."""
    return "" if value in (None, "") else text(value.amount, value.currency.code, plus="+")


@register.filter
def signed_minor(amount, currency):
    """Minor units as text with their sign."""
    code = str(currency)
    return "" if amount in (None, "") else text(_units(amount, code), code, plus="+")


@register.filter
def decimal(amount, currency):
    """Minor units as bare digits with the currency's decimals: "1000.00", "-5.00"."""
    code = str(currency)
    return f"{_units(amount, code):.{_digits(code)}f}"


@register.filter
def symbol(currency):
    """What stands before the digits of a currency, without a space: "$", "KWD"."""
    return _prefix(str(currency)).rstrip(SPACE)
