"""What no reviewer should have to look for: who writes money and states, and that no float comes near them."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    path
    for part in ("escrow", "milestones", "marketplace")
    for path in (ROOT / part).rglob("*.py")
    if "migrations" not in path.parts
]
LEDGER = r"(Account|Balance|BalanceRollup|JournalEntry|Posting|Standing)"
WRITES = r"(create|bulk_create|get_or_create|update_or_create|update|bulk_update|delete)"


def offenders(pattern: str, *, parts=("escrow", "milestones", "marketplace")) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in SOURCES
        if path.relative_to(ROOT).parts[0] in parts
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(pattern, line)
    ]


@pytest.mark.parametrize(
    "pattern",
    [
        rf"\b{LEDGER}\.objects\b.*\.{WRITES}\(",
        rf"\b{LEDGER}\(\s*(kind|entry|account|posted)=",
        rf"(?i)\b(insert into|update|delete from|truncate)\s+(public\.)?escrow_{LEDGER}\b",
    ],
)
def test_money_is_written_by_the_ledger_alone(pattern):
    assert offenders(pattern) == []


def test_no_state_is_set_behind_the_back_of_its_machine():
    assert offenders(r"\.update\([^)]*\bstate=") == []


def test_no_float_comes_near_money():
    assert offenders(r"\bfloat\(|\bFloatField\b|\bmath\.", parts=("escrow",)) == []
