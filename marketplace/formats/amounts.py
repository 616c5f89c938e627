"""Amounts and shares. Exact: integers and decimals only, a float raises TypeError."""

import re
from decimal import Decimal
from functools import cache, lru_cache

from babel import numbers
from moneyed import Money, get_currency

from marketplace.formats.spelling import SPACE, Spelling, spelling

MINUS = "\N{MINUS SIGN}"
ALIKE = 4096  # amounts whose text is kept: a page says the same ones again and again


@cache
def _digits(code: str) -> int:
    """How many decimals the currency has by ISO 4217: 2 for USD, 0 for JPY, 3 for KWD. CLDR's are those of shops."""
    return len(str(get_currency(code).sub_unit)) - 1


@cache
def _pattern(code: str, spelled: Spelling) -> numbers.NumberPattern:
    """CLDR's pattern with the currency's decimals, and with a space between a sign of letters and the digits."""
    decimals = f".{'0' * _digits(code)}".rstrip(".")
    pattern = spelled.locale.currency_formats["standard"].pattern.replace(".00", decimals)
    if numbers.get_currency_symbol(code, spelled.locale)[-1].isalpha():
        pattern = re.sub("¤(?=[#0])", f"¤{SPACE}", pattern)
    return numbers.parse_pattern(pattern)


@lru_cache(ALIKE)
def _signed(amount: Decimal, code: str, plus: str, spelled: Spelling) -> str:
    sign = MINUS if amount < 0 else plus if amount > 0 else ""
    text = _pattern(code, spelled).apply(abs(amount), spelled.locale, currency=code, currency_digits=False)
    return sign + text


@lru_cache(ALIKE)
def _scaled(amount: int, code: str) -> Decimal:
    return Decimal(amount).scaleb(-_digits(code))


def _units(amount: int, code: str) -> Decimal:
    """Minor units as a decimal amount of the currency."""
    if not isinstance(amount, int):
        raise TypeError(f"Minor units are an integer, not {amount!r}.")
    return _scaled(amount, code)


def amount_text(amount: Decimal, code: str, *, plus: str = "") -> str:
    """`amount` of the currency `code`; `plus` goes before what is above zero."""
    if not isinstance(amount, Decimal):
        raise TypeError(f"An amount is a Decimal, not {amount!r}.")
    return _signed(amount, code, plus, spelling())


def minor_text(amount: int, currency) -> str:
    """Minor units of a currency: "$800.00", "−$5.00"."""
    code = str(currency)
    return amount_text(_units(amount, code), code)


def short_text(amount: int, currency) -> str:
    """Minor units without decimals where those are naught: "$800", "$99.50"."""
    text, digits = minor_text(amount, currency), _digits(str(currency))
    return re.sub(rf"\D0{{{digits}}}(?!.*\d)", "", text) if digits else text


def signed_minor_text(amount: int, currency) -> str:
    """Minor units with a plus or a minus in front."""
    code = str(currency)
    return amount_text(_units(amount, code), code, plus="+")


def money_text(value: Money) -> str:
    """A Money: "$1,000.00", "¥1,000", "KWD 1.000"."""
    return amount_text(value.amount, value.currency.code)


def signed_text(value: Money) -> str:
    """A Money with a plus or a minus in front."""
    return amount_text(value.amount, value.currency.code, plus="+")


def decimal_text(amount: int, currency) -> str:
    """Minor units as bare digits, for machines and inputs: "1000.00", "-5.00"."""
    code = str(currency)
    return f"{_units(amount, code):.{_digits(code)}f}"


def symbol(currency) -> str:
    """The sign of a currency as the language's readers know it: "$", "CA$", "KWD"."""
    return numbers.get_currency_symbol(str(currency), spelling().locale)


def percent_text(basis_points: int) -> str:
    """ "5.5 %" of 550."""
    spelled = spelling()
    share = (Decimal(basis_points) / 100).normalize()
    return spelled.percent.format(numbers.format_decimal(share, locale=spelled.locale))
