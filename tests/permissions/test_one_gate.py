"""There is one gate: nobody is turned away by hand, what must hold stands in a table, each "no" is worded once."""

import ast
from collections import Counter

import pytest

from local import ROOT
from tests.permissions.table import CONDITIONS
from tests.permissions.walk import ROOTS, transitions

# The gate itself; who is suspended, read in the round trip of the lock; and the desk, whose pages are no verbs.
BY_HAND = {"marketplace/transitions.py", "milestones/unit_of_work.py"}


def modules():
    for root in ROOTS:
        for path in sorted((ROOT / root).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_bytes())


def test_nobody_is_turned_away_by_hand():
    raised = {
        name
        for name, module in modules()
        for node in ast.walk(module)
        if isinstance(node, ast.Raise) and node.exc and ast.unparse(node.exc).startswith("PermissionDenied")
    }

    assert {one for one in raised if "admin" not in one} == BY_HAND


def test_each_refusal_is_worded_once():
    """A sentence that is said in two places belongs to a condition, which both ask; a form's required field as well."""
    nodes = [node for name, module in modules() if "/migrations/" not in name for node in ast.walk(module)]
    said = Counter(node.value.replace("'", "’") for node in nodes if is_text(node))
    refusals = {node.args[0].value.replace("'", "’") for node in nodes if refuses(node)}

    assert len(refusals) > 80
    assert [words for words in refusals if said[words] > 1] == []


def is_text(node) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def refuses(node) -> bool:
    """Whether it is Refused("…") or refusal("…")."""
    called = isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Refused", "refusal")
    return called and bool(node.args) and is_text(node.args[0])


def test_what_must_hold_is_as_the_table_has_it():
    found = {
        name: " / ".join(dict.fromkeys(" ".join(must.__name__ for must in one.conditions) for one in sources))
        for name, sources in transitions().items()
    }

    assert {name: said for name, said in found.items() if said.strip(" /")} == CONDITIONS


@pytest.mark.parametrize("name", CONDITIONS)
def test_what_must_hold_says_so_where_it_does_not(name):
    for source in transitions()[name]:
        assert [one for one in source.conditions if not getattr(one, "refusal", "")] == []
