"""Amounts as text."""

from decimal import Decimal

import pytest
from djmoney.money import Money

from marketplace.templatetags.money import decimal, minor, money, signed, signed_minor, symbol


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("1000", "USD", "$1,000.00"),
        ("1234567.5", "EUR", "€1,234,567.50"),
        ("1000", "JPY", "¥1,000"),
        ("1", "KWD", "KWD\N{NO-BREAK SPACE}1.000"),
        ("99.9", "SEK", "SEK\N{NO-BREAK SPACE}99.90"),
        ("0", "GBP", "£0.00"),
        ("-5", "USD", "\N{MINUS SIGN}$5.00"),
    ],
)
def test_money_has_its_currencys_decimals(amount, currency, text):
    assert money(Money(amount, currency)) == text


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (100_000, "USD", "$1,000.00"),
        (1, "USD", "$0.01"),
        (1000, "JPY", "¥1,000"),
        (1000, "KWD", "KWD\N{NO-BREAK SPACE}1.000"),
        (-80_000, "USD", "\N{MINUS SIGN}$800.00"),
        (90_071_992_547_409_93, "USD", "$90,071,992,547,409.93"),
    ],
)
def test_minor_units_are_exact(amount, currency, text):
    assert minor(amount, currency) == text


def test_signs():
    assert signed(Money("5", "USD")) == "+$5.00"
    assert signed_minor(-500, "USD") == "\N{MINUS SIGN}$5.00"
    assert signed_minor(0, "USD") == "$0.00"


def test_bare_digits_are_for_machines():
    assert decimal(-500, "USD") == "-5.00"
    assert decimal(1000, "JPY") == "1000"
    assert decimal(1, "KWD") == "0.001"
    assert symbol("KWD") == "KWD"


def test_nothing_is_nothing():
    assert money(None) == minor(None, "USD") == signed(None) == ""


@pytest.mark.parametrize("amount", [10.5, Decimal("10.5"), "1050"])
def test_only_integers_are_minor_units(amount):
    with pytest.raises(TypeError):
        minor(amount, "USD")
