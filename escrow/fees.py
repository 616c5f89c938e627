"""Arithmetic on minor units that loses no cent. Pure functions of integers."""

from decimal import Decimal

WHOLE = 10_000  # basis points in 100 %


def percent(minor: int, basis_points: int) -> int:
    """That share of an amount, rounded half up: percent(1000, 550) is 55 (5.5 % of 10.00)."""
    return (minor * basis_points * 2 + WHOLE) // (WHOLE * 2)


def share(total_fee: int, whole: int, before: int, part: int) -> int:
    """The part of `total_fee` that goes with `part` of `whole`, when `before` of it went earlier.

    Rounded cumulatively, so that whatever the parts are, their fees add up to `total_fee` exactly.
    Raises ValueError when the parts are more than the whole.
    """
    if not 0 <= before <= before + part <= whole:
        raise ValueError(f"{before} and {part} are not parts of {whole}.")
    return _portion(total_fee, before + part, whole) - _portion(total_fee, before, whole)


def split_evenly(total: int, n: int) -> list[int]:
    """`total` in `n` parts that differ by nothing but the rounding, which the last one takes."""
    if n < 1:
        raise ValueError("Nothing to split into.")
    each = total // n
    return [each] * (n - 1) + [total - each * (n - 1)]


def split_by(total: int, percentages: list[Decimal]) -> list[int]:
    """`total` by percentages that add up to 100, such as 25/50/25; the last one takes the rounding.

    Raises ValueError when they do not add up to 100, or when rounding would leave less than nothing for the last one.
    """
    if sum(percentages) != 100:
        raise ValueError("The percentages must add up to 100.")
    parts = [int(total * percentage // 100) for percentage in percentages[:-1]]
    last = total - sum(parts)
    if min([*parts, last]) < 0:
        raise ValueError("A part can't be less than nothing.")
    return [*parts, last]


def _portion(amount: int, part: int, whole: int) -> int:
    """amount × part ÷ whole, rounded half up."""
    return (amount * part * 2 + whole) // (whole * 2) if whole else 0
