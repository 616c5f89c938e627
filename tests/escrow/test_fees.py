from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escrow import fees

AMOUNTS = st.integers(min_value=0, max_value=10**12)


@pytest.mark.parametrize(
    ("minor", "basis_points", "fee"),
    [(1000, 550, 55), (1, 5000, 1), (1, 4999, 0), (99999, 1000, 10000), (0, 2000, 0), (100_000, 0, 0)],
)
def test_percent_rounds_half_up(minor, basis_points, fee):
    assert fees.percent(minor, basis_points) == fee


@given(AMOUNTS, st.integers(0, 10_000))
def test_percent_is_never_off_by_more_than_half_a_unit(minor, basis_points):
    assert abs(Fraction(minor * basis_points, 10_000) - fees.percent(minor, basis_points)) <= Fraction(1, 2)


@given(AMOUNTS, st.lists(st.integers(0, 10**9), min_size=1))
def test_shares_add_up_to_the_whole_fee(total_fee, parts):
    whole, before, shares = sum(parts), 0, []
    for part in parts:
        shares.append(fees.share(total_fee, whole, before, part))
        before += part

    assert min(shares) >= 0
    assert sum(shares) == (total_fee if whole else 0)


@pytest.mark.parametrize(("before", "part"), [(0, 101), (50, 51), (-1, 5), (5, -1)])
def test_a_share_of_more_than_the_whole_is_refused(before, part):
    with pytest.raises(ValueError, match="not parts"):
        fees.share(10, 100, before, part)


@given(AMOUNTS, st.integers(1, 50))
def test_even_parts_add_up_and_the_last_takes_the_rounding(total, n):
    parts = fees.split_evenly(total, n)

    assert sum(parts) == total
    assert len(set(parts[:-1])) <= 1
    assert 0 <= parts[-1] - total // n < n


def test_nothing_is_split_into_nothing():
    with pytest.raises(ValueError, match="Nothing"):
        fees.split_evenly(100, 0)


@pytest.mark.parametrize(
    ("total", "percentages", "parts"),
    [
        (1001, [25, 50, 25], [250, 500, 251]),
        (500_000, [20] * 5, [100_000] * 5),
        (100, ["33.33", "33.33", "33.34"], [33, 33, 34]),
        (1, [50, 50], [0, 1]),
    ],
)
def test_percentages_add_up_and_the_last_takes_the_rounding(total, percentages, parts):
    assert fees.split_by(total, [Decimal(one) for one in percentages]) == parts


@given(AMOUNTS, st.lists(st.integers(0, 100), min_size=1, max_size=8))
def test_percentages_lose_nothing(total, weights):
    percentages = [Decimal(one) for one in weights]
    percentages.append(100 - sum(percentages))
    if percentages[-1] < 0:
        return
    parts = fees.split_by(total, percentages)

    assert sum(parts) == total
    assert min(parts) >= 0


@pytest.mark.parametrize(("percentages", "why"), [([50, 49], "100"), ([], "100"), ([150, -50], "less than nothing")])
def test_percentages_that_make_no_sense_are_refused(percentages, why):
    with pytest.raises(ValueError, match=why):
        fees.split_by(100, [Decimal(one) for one in percentages])
