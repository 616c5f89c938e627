"""Amounts, shares, counts and lists as text."""

from decimal import Decimal

import pytest
from djmoney.money import Money

from marketplace.formats import (
    amount_text,
    counted,
    decimal_text,
    listed,
    minor_text,
    money_text,
    percent_text,
    plural,
    short_text,
    signed_minor_text,
    signed_text,
    symbol,
)
from marketplace.templatetags.money import minor, money, signed, signed_minor


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
    assert money(Money(amount, currency)) == money_text(Money(amount, currency)) == text


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
    assert minor(amount, currency) == minor_text(amount, currency) == text


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (80_000, "USD", "$800"),
        (500_000, "USD", "$5,000"),
        (100_000_000, "USD", "$1,000,000"),
        (9_950, "USD", "$99.50"),
        (100_001, "USD", "$1,000.01"),
        (0, "USD", "$0"),
        (1_000, "JPY", "¥1,000"),
        (1_000_000, "KWD", "KWD\N{NO-BREAK SPACE}1,000"),
        (1_500, "KWD", "KWD\N{NO-BREAK SPACE}1.500"),
    ],
)
def test_short_amounts_leave_out_decimals_and_nothing_else(amount, currency, text):
    assert short_text(amount, currency) == text


def test_signs():
    assert signed_text(Money("5", "USD")) == signed(Money("5", "USD")) == "+$5.00"
    assert signed_minor_text(-500, "USD") == signed_minor(-500, "USD") == "\N{MINUS SIGN}$5.00"
    assert signed_minor_text(0, "USD") == "$0.00"


def test_bare_digits_are_for_machines():
    assert decimal_text(-500, "USD") == "-5.00"
    assert decimal_text(1000, "JPY") == "1000"
    assert decimal_text(1, "KWD") == "0.001"
    assert symbol("KWD") == "KWD"


def test_nothing_is_nothing():
    assert money(None) == minor(None, "USD") == signed(None) == signed_minor(None, "USD") == ""


@pytest.mark.parametrize("amount", [10.5, Decimal("10.5"), "1050"])
def test_only_integers_are_minor_units(amount):
    with pytest.raises(TypeError):
        minor_text(amount, "USD")


@pytest.mark.parametrize("amount", [10.5, 1050, "1050"])
def test_only_decimals_are_amounts(amount):
    with pytest.raises(TypeError):
        amount_text(amount, "USD")


@pytest.mark.parametrize(("points", "text"), [(550, "5.5"), (1000, "10"), (25, "0.25"), (0, "0")])
def test_shares(points, text):
    assert percent_text(points) == f"{text}\N{NO-BREAK SPACE}%"


def test_decimals_are_those_of_the_standard_and_not_of_the_shops():
    """CLDR writes no fils and no para, because nobody has the coins; the books have them."""
    assert minor_text(1000, "IQD") == "IQD\N{NO-BREAK SPACE}1.000"
    assert minor_text(1050, "RSD") == "RSD\N{NO-BREAK SPACE}10.50"


def test_counts_are_whole_words():
    assert counted(1, "step", "steps") == "1 step"
    assert counted(0, "step", "steps") == "0 steps"
    assert plural(2, "step goes on", "steps go on") == "steps go on"


@pytest.mark.parametrize(
    ("words", "text"), [("", ""), ("a", "a"), ("ab", "a and b"), ("abc", "a, b and c"), ("abcd", "a, b, c and d")]
)
def test_lists(words, text):
    assert listed(words) == text
    assert listed(words, "or") == text.replace("and", "or")
