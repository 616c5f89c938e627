"""What the buttons of the plan editor do. Pure."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.errors import Refused
from milestones.forms.plan_ops import apply, minor, parse_percentages

ROWS = [{"name": "a", "amount": "1"}, {"name": "b", "amount": "x"}, {"name": "c", "amount": ""}]


def press(op, rows=ROWS, total="", percentages="", currency="USD"):
    return apply(op, rows, total=total, percentages=percentages, currency=currency)


def names(rows):
    return "".join(row.get("name", "-") for row in rows)


def amounts(rows):
    return [row["amount"] for row in rows]


@pytest.mark.parametrize(
    ("op", "result"),
    [
        ("add", "abc-"),
        ("remove-2", "ac"),
        ("up-3", "acb"),
        ("up-1", "abc"),
        ("down-1", "bac"),
        ("down-3", "abc"),
        ("remove-9", "abc"),
        ("remove-", "abc"),
        ("up-²", "abc"),
        ("nonsense", "abc"),
    ],
)
def test_rows_come_go_and_move(op, result):
    assert names(press(op)) == result


def test_nothing_that_was_typed_is_lost():
    assert press("down-1")[0] == {"name": "b", "amount": "x"}


def test_the_last_takes_the_rounding():
    assert amounts(press("split-even", total="100")) == ["33.33", "33.33", "33.34"]
    assert amounts(press("split-even", total="100", currency="JPY")) == ["33", "33", "34"]
    assert amounts(press("split-even", total="0.1", currency="KWD")) == ["0.033", "0.033", "0.034"]
    assert amounts(press("split-25-50-25", total="1000")) == ["250.00", "500.00", "250.00"]


def test_a_split_adds_the_milestones_that_it_needs():
    assert amounts(press("split", [{}, {}], total="5,000", percentages="5 × 20 %")) == ["1000.00"] * 5


def test_a_split_takes_blank_milestones_but_no_others():
    assert names(press("split-50-50", [{"name": "a"}, {"name": ""}, {"name": "c"}], total="10")) == "ac"
    with pytest.raises(Refused, match="remove steps first"):
        press("split-50-50", total="10")


def test_without_a_total_it_splits_the_sum():
    rows = [{"amount": "10"}, {"amount": "20"}]
    assert amounts(press("split-even", rows)) == ["15.00", "15.00"]


@pytest.mark.parametrize("total", ["", "nothing", "-5", "0", "10.505", "NaN", "0.01"])
def test_a_total_that_is_none(total):
    with pytest.raises(Refused) as refused:
        press("split-even", [{}, {}], total=total)
    assert refused.value.field == "split_total"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("25/50/25", "25 50 25"),
        ("25-50-25", "25 50 25"),
        ("25, 50, 25", "25 50 25"),
        ("25 % / 50 % / 25 %", "25 50 25"),
        ("5 × 20 %", "20 20 20 20 20"),
        ("5x20", "20 20 20 20 20"),
        ("33,3/33,3/33,4", "33.3 33.3 33.4"),
        ("100", "100"),
    ],
)
def test_percentages_are_read_as_people_write_them(text, parts):
    assert parse_percentages(text) == [Decimal(part) for part in parts.split()]


@pytest.mark.parametrize("text", ["", "half", "25/25", "60/60", "-10/110", "0/100", "NaN", "5 × 30", "1e9/2"])
def test_percentages_that_are_none(text):
    with pytest.raises(Refused) as refused:
        parse_percentages(text)
    assert refused.value.field == "percentages"


@given(st.integers(1000, 10**9), st.integers(1, 20), st.sampled_from(["USD", "JPY", "KWD"]))
def test_no_cent_is_lost(total, count, currency):
    from milestones.forms.plan_ops import plain

    split = press("split-even", [{}] * count, total=plain(total, currency), currency=currency)

    assert sum(minor(row["amount"], currency) for row in split) == total
