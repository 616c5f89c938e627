from decimal import Decimal

import moneyed
import pytest
from djmoney.money import Money
from hypothesis import given
from hypothesis import strategies as st

from escrow.money import exponent, to_minor, to_money

CURRENCIES = ["USD", "JPY", "KWD", "CLF"]


@pytest.mark.parametrize(("currency", "decimals"), [("USD", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4)])
def test_each_currency_has_its_own_decimals(currency, decimals):
    assert exponent(currency) == decimals


def test_a_currency_that_does_not_exist_is_an_error():
    with pytest.raises(moneyed.CurrencyDoesNotExist):
        exponent("XYZ")


@given(st.integers(-(2**63), 2**63 - 1), st.sampled_from(CURRENCIES))
def test_there_and_back_is_the_same(minor, currency):
    assert to_minor(to_money(minor, currency)) == minor


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("10.50", "USD", 1050), ("10.500", "USD", 1050), ("-0.01", "USD", -1), ("7", "JPY", 7), ("1.234", "KWD", 1234)],
)
def test_decimals_become_minor_units(amount, currency, minor):
    assert to_minor(Money(amount, currency)) == minor
    assert to_money(minor, currency) == Money(amount, currency)


@pytest.mark.parametrize(
    ("amount", "currency", "why"),
    [
        ("0.001", "USD", "more decimals"),
        ("0.5", "JPY", "more decimals"),
        ("NaN", "USD", "no amount"),
        ("Infinity", "USD", "no amount"),
        ("1e200000", "USD", "no amount"),
        ("-1e999999", "USD", "no amount"),
    ],
)
def test_what_the_currency_cannot_hold_is_refused(amount, currency, why):
    with pytest.raises(ValueError, match=why):
        to_minor(Money(Decimal(amount), currency))
