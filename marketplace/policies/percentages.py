"""Percentages as people type them, for splitting an amount into steps."""

import re
from decimal import Decimal

from marketplace.errors import Refused
from marketplace.policies.plan import MOST_MILESTONES, TOO_MANY

MOST_LETTERS = 20 * MOST_MILESTONES
TIMES = re.compile(r"(\d{1,3}) ?[x×*] ?(\d{1,3}(?:[.,]\d{1,9})?)")
PERCENTAGE = re.compile(r"\d{1,3}(?:\.\d{0,9})?|\.\d{1,9}")
BETWEEN = re.compile(r"[/;\s]+|,\s+|%\s*,?\s*")
NO_PERCENTAGES = "Write percentages such as 25/50/25, or 5 × 20."


def parse_percentages(text: str) -> list[Decimal]:
    """ "25/50/25", "25-50-25", "25, 50, 25" or "5 × 20 %", at most MOST_MILESTONES. Raises Refused for all else."""
    if len(text) > MOST_LETTERS:
        raise Refused(TOO_MANY, field="percentages")
    if times := TIMES.fullmatch(" ".join(text.replace("%", " ").split())):
        count, each = int(times[1]), times[2].replace(",", ".")
        parts = [each] * min(count, MOST_MILESTONES + 1)
    else:
        parts = [part.replace(",", ".") for part in BETWEEN.split(text.replace("-", "/").strip(" %")) if part]
    if len(parts) > MOST_MILESTONES:
        raise Refused(TOO_MANY, field="percentages")
    if not parts or not all(PERCENTAGE.fullmatch(part) for part in parts):
        raise Refused(NO_PERCENTAGES, field="percentages")
    found = [Decimal(part) for part in parts]
    if min(found) <= 0:
        raise Refused(NO_PERCENTAGES, field="percentages")
    if (whole := sum(found, Decimal(0))) != 100:
        raise Refused(f"These percentages add up to {whole.normalize():f}, not to 100.", field="percentages")
    return found
