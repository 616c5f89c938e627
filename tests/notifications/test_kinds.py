"""Every event that can happen is decided: somebody is told, or there is a reason for silence."""

import ast
import re
from pathlib import Path

from django.conf import settings
from django.template import loader

from marketplace.notifications.recipients import SILENT, TOLD
from marketplace.subjects import told_as
from milestones.models import OrderState

SOURCES = ("milestones", "escrow", "marketplace")
KIND = re.compile(rf"^({'|'.join(told_as())})\.[a-z_]+$")
RECORDERS = {"record", "build", "_record", "_tell"}

# Of the same shape, but no events: kinds of journal entries, purposes of payments, names of fields.
OTHERS = re.compile(r"\.(fund|release|clear|refund|roll|keep|deposit|return|pay|accept|send_back|taken|won|lost)$")

# Kinds that are put together when they are recorded, and what they can become.
PUT_TOGETHER = {
    "order.{order.state}": {f"order.{state}" for state in OrderState.values if state != "active"},
    "case.{case.state}": {"case.accepted", "case.declined", "case.withdrawn"},
    "payment.{payment.state}": {"payment.succeeded", "payment.failed", "payment.cancelled"},
}


def kinds_in_the_code() -> set[str]:
    own = {"notifications", "demo", "migrations", "subjects.py"}
    files = [file for part in SOURCES for file in (Path(settings.BASE_DIR) / part).rglob("*.py")]
    trees = [ast.parse(file.read_text()) for file in files if not own & set(file.parts)]
    return {kind for tree in trees for node in ast.walk(tree) for kind in kinds_of(node)}


def kinds_of(node) -> set[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and KIND.match(node.value):
        return set() if OTHERS.search(node.value) else {node.value}
    if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in RECORDERS:
        return {kind for argument in node.args for kind in recorded(argument)}
    return set()


def recorded(argument) -> set[str]:
    """The kind that an argument of a recording call names, whatever its noun."""
    if isinstance(argument, ast.JoinedStr):
        return PUT_TOGETHER[ast.unparse(argument)[2:-1]]
    if isinstance(argument, ast.Constant) and re.match(r"^[a-z]+\.[a-z_]+$", str(argument.value)):
        return {argument.value}
    return set()


def test_the_search_finds_them():
    assert {"order.placed", "milestone.paid", "case.declined", "payment.failed"} <= kinds_in_the_code()


def test_every_kind_is_decided():
    assert kinds_in_the_code() - set(TOLD) - set(SILENT) == set()


def test_nothing_is_decided_that_cannot_happen():
    assert (set(TOLD) | set(SILENT)) - kinds_in_the_code() == set()


def test_no_kind_is_both_told_and_silent():
    assert set(TOLD) & set(SILENT) == set()


def test_every_told_kind_has_its_words():
    for kind, rules in TOLD.items():
        for rule in rules:
            for part in ("subject", "text"):
                loader.get_template(f"{rule.folder}/{kind}.txt#{part}")
