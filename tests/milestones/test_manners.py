"""What no reviewer should have to look for: who writes rows of an order beside the unit of work, and why."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WRITES = {"save", "create", "bulk_create", "update", "delete", "get_or_create", "update_or_create", "intend", "refund"}


def functions():
    for path in sorted((ROOT / "milestones" / "actions").rglob("*.py")):
        source = path.read_text()
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef):
                yield f"{path.relative_to(ROOT)}: {node.name}", node, ast.get_source_segment(source, node)


def writes_beside(function: ast.FunctionDef) -> bool:
    """Whether it calls what writes, of anything but the unit of work."""
    calls = [
        one.func for one in ast.walk(function) if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute)
    ]
    return any(call.attr in WRITES and not ast.unparse(call.value).endswith("work") for call in calls)


def test_what_is_written_beside_the_unit_of_work_says_so_and_why():
    silent = [name for name, node, source in functions() if writes_beside(node) and "at once" not in source.lower()]

    assert silent == [], "say in its docstring or in a comment why this is written at once"


def test_there_are_some():
    assert sum(writes_beside(node) for _, node, _ in functions()) > 3
