"""Opens each permission in turn, and sees whether a test notices. Run by hand:

    .venv/bin/python -m tests.mutations                 all of them, in some minutes
    .venv/bin/python -m tests.mutations milestone.py    those whose description has one of these words
    .venv/bin/python -m tests.mutations --table gigs    what tests/permissions alone makes of those
    .venv/bin/python -m tests.mutations --list          what would be changed

What is changed, one at a time:
- `permission=` of a transition or a gate lets everybody through; a `raise PermissionDenied` (or the 404 of a finder)
  does nothing
- `visible_to` and `of` of a queryset find everything, and so does each place that asks by them or by `user=`
- each condition of a role (who is client, author, support …) is left out; `has_…_permission` of the desk says yes
- `login_required` is taken off a view

The change is made to the code in memory, so that tests/permissions is loaded, and its world made, only once. What no
test of that folder notices is made in a copy of the tree as well, for the other tests of its part. The table that is
printed says killed where a test failed, with the first that did, and SURVIVED where none did.
"""

import argparse
import ast
import importlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from inspect import unwrap
from pathlib import Path
from types import CodeType

from local import ROOT
from local.postgres import Postgres
from marketplace.transitions import gate

APPS = ["escrow", "marketplace", "milestones"]
QUERYSETS = {"visible_to", "of"}
ROLES = re.compile(r"(is|may|asked|answers|has)_\w+|visible_to")
ROLE_FILES = re.compile(r"permissions\.py|models/case\.py|admin_site\.py")
FINDERS = re.compile(r"views/access\.py")
# Each part of the code: the word that the addresses of the table have for it, and where else its tests are.
PARTS = {
    "escrow": ("escrow", "tests/escrow"),
    "marketplace": ("admin", "tests/accounts tests/admin"),
    "marketplace/accounts": ("accounts|mfa|admin", "tests/accounts tests/admin"),
    "marketplace/gigs": ("gigs", "tests/gigs tests/admin"),
    "marketplace/inbox": ("inbox|report", "tests/inbox tests/admin"),
    "marketplace/jobs": ("jobs", "tests/jobs tests/admin"),
    "marketplace/reviews": ("review", "tests/reviews tests/admin"),
    "marketplace/documents": ("offer", "tests/offers"),
    "marketplace/helpdesk": ("helpdesk", "tests/helpdesk"),
    "marketplace/events": ("event|milestones", "tests/admin tests/milestones/pages"),
    "marketplace/notifications": ("notifications", "tests/notifications"),
    "marketplace/offers": ("offer", "tests/offers"),
    "marketplace/policies": ("polic", "tests/milestones tests/admin"),
    "milestones": ("milestones", "tests/milestones tests/admin"),
}


@dataclass(frozen=True)
class Mutant:
    """One change: this stretch of a file becomes that."""

    path: str
    start: int
    end: int
    text: str
    line: int
    about: str
    function: str
    qualname: str  # of the outermost function that it is in, or that it decorates

    def __str__(self):
        return f"{self.path}:{self.line} {self.about}"

    def applied(self, source: bytes) -> bytes:
        return source[: self.start] + self.text.encode() + source[self.end :]


class Finder(ast.NodeVisitor):
    """Finds what can be changed in one file."""

    def __init__(self, path: str, source: bytes):
        self.path, self.found, self.within, self.classes = path, [], [], []
        lines = source.splitlines(keepends=True)
        self.starts = [0]
        for line in lines:
            self.starts.append(self.starts[-1] + len(line))
        self.source = source

    def add(self, node, text: str, about: str) -> None:
        start = self.starts[node.lineno - 1] + node.col_offset
        end = self.starts[node.end_lineno - 1] + node.end_col_offset
        name = ".".join([*self.classes, self.within[0]])
        self.found.append(Mutant(self.path, start, end, text, node.lineno, about, self.function, name))

    @property
    def function(self) -> str:
        return self.within[-1] if self.within else ""

    def text_of(self, node) -> str:
        return ast.get_source_segment(self.source.decode(), node)

    def visit_FunctionDef(self, node):
        self.within.append(node.name)
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Name) and decorator.id == "login_required":
                self.add(decorator, "(lambda view: view)", f"login_required off {node.name}")
        if node.name in QUERYSETS and [one.arg for one in node.args.args[:1]] == ["self"]:
            self._body(node, "return self", f"{self.owner}.{node.name} finds everything")
        if re.fullmatch(r"has_(\w+_)?permission", node.name):
            self._body(node, "return True", f"{self.owner}.{node.name} says yes")
        self.generic_visit(node)
        self.within.pop()

    @property
    def owner(self) -> str:
        return self.classes[-1]

    def visit_ClassDef(self, node):
        self.classes.append(node.name)
        self.generic_visit(node)
        self.classes.pop()

    def _body(self, node, text: str, about: str) -> None:
        """Put one statement in the place of what follows the docstring."""
        if "super()" in self.text_of(node):
            text = "return True or super()"  # so that it still knows its class
        first = next((one for one in node.body if not _is_docstring(one)), node.body[0])
        span = ast.Pass(
            lineno=first.lineno,
            col_offset=first.col_offset,
            end_lineno=node.body[-1].end_lineno,
            end_col_offset=node.body[-1].end_col_offset,
        )
        self.add(span, text, about)

    def visit_Assign(self, node):
        """A gate is no function, but has a permission as a transition has."""
        is_gate = isinstance(node.value, ast.Call) and getattr(node.value.func, "id", "") == "gate"
        if is_gate:
            self.within.append(node.targets[0].id)
        self.generic_visit(node)
        if is_gate:
            self.within.pop()

    def visit_keyword(self, node):
        if node.arg == "permission" and self.within:
            who = self.text_of(node.value)
            self.add(node.value, "(lambda about, by: True)", f"permission={who} of {self.function}")
        self.generic_visit(node)

    def visit_Raise(self, node):
        name = self.text_of(node.exc) if node.exc else ""
        denies = name.startswith("PermissionDenied")
        if (denies and self.function != "authorize") or (name == "Http404" and FINDERS.search(self.path)):
            self.add(node, "pass", f"raise {name.partition('(')[0]} in {self.function}")

    def visit_Call(self, node):
        asks = isinstance(node.func, ast.Attribute) and node.func.attr in QUERYSETS and len(node.args) == 1
        if asks and re.search(r"\b(user|by)$", self.text_of(node.args[0])) and self.function not in QUERYSETS:
            said = self.text_of(node)
            self.add(node, f"{self.text_of(node.func.value)}.all()", f"{said} in {self.function}")
        if self.text_of(node).endswith("filter(user=request.user)"):
            self.add(node, f"{self.text_of(node.func.value)}.all()", f"{self.text_of(node)} in {self.function}")
        self.generic_visit(node)

    def visit_BoolOp(self, node):
        """Leave out each condition of an `and` in a function that says who somebody is."""
        role = ROLES.fullmatch(self.function) and (ROLE_FILES.search(self.path) or self.function == "visible_to")
        if role and isinstance(node.op, ast.And):
            for one in node.values:
                rest = " and ".join(self.text_of(other) for other in node.values if other is not one)
                said = " ".join(self.text_of(one).split())
                if "super()" in said and "super()" not in rest:
                    rest += " and (True or super())"  # so that it still knows its class
                self.add(node, f"({rest})", f"{self.function} without “{said}”")
        self.generic_visit(node)


def _is_docstring(statement) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def mutants() -> Iterator[Mutant]:
    """Every change, file by file."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            if "/migrations/" not in name and "/demo/" not in name:
                finder = Finder(name, path.read_bytes())
                finder.visit(ast.parse(path.read_bytes()))
                yield from finder.found


# --- In memory --------------------------------------------------------------------------------------------------------


@contextmanager
def changed(mutant: Mutant) -> Iterator[None]:
    """The running code with this change."""
    function = _find(mutant)
    if mutant.about.startswith("permission="):
        undo = _open_transition(function, mutant)
    elif mutant.about.startswith("login_required"):
        undo = _let_in(function)
    else:
        undo = _replace(function, mutant)
    try:
        yield
    finally:
        undo()


def _find(mutant: Mutant):
    module = importlib.import_module(mutant.path.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))
    found = module
    for name in mutant.qualname.split("."):
        found = vars(found)[name]
    return getattr(found, "func", None) or getattr(found, "fget", None) or getattr(found, "__func__", found)


def _open_transition(method, mutant: Mutant) -> Callable:
    """Of a method with several, those whose sources stand in the same decorator; a gate is one."""
    if isinstance(method, gate):
        return _open([method])
    calls = [one for one in ast.walk(ast.parse((ROOT / mutant.path).read_bytes())) if isinstance(one, ast.Call)]
    keywords = [{word.arg: word.value for word in call.keywords} for call in calls]
    source = next(one["source"] for one in keywords if "permission" in one and one["permission"].lineno == mutant.line)
    sources = eval(compile(ast.Expression(source), "", "eval"), unwrap(method).__globals__)  # noqa: S307 - our own code
    sources = [str(one) for one in (sources if isinstance(sources, list | set | tuple) else [sources])]
    opened = [one for key, one in method._django_fsm.transitions.items() if str(key) in sources]
    assert opened, mutant
    return _open(opened)


def _open(opened: list) -> Callable:
    before = [one.permission for one in opened]
    for one in opened:
        one.permission = lambda about, by: True

    def undo():
        for one, permission in zip(opened, before, strict=True):
            one.permission = permission

    return undo


def _let_in(view) -> Callable:
    """Answer the question of `login_required` with yes, in whichever wrapper it is."""
    while "test_func" not in view.__code__.co_freevars:
        view = view.__wrapped__
    cell = view.__closure__[view.__code__.co_freevars.index("test_func")]
    before, cell.cell_contents = cell.cell_contents, lambda user: True

    def undo():
        cell.cell_contents = before

    return undo


def _replace(function, mutant: Mutant) -> Callable:
    """Give the innermost function the code that the changed source has for it."""
    function = unwrap(function)
    path = ROOT / mutant.path
    new = _code_of(compile(mutant.applied(path.read_bytes()), str(path), "exec"), mutant.qualname)
    before, function.__code__ = function.__code__, new

    def undo():
        function.__code__ = before

    return undo


def _code_of(code: CodeType, qualname: str) -> CodeType | None:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            found = one if one.co_qualname == qualname else _code_of(one, qualname)
            if found:
                return found
    return None


class Judge:
    """A plugin of pytest that runs the tests once for each change, until one fails."""

    def __init__(self, chosen: list[Mutant]):
        self.chosen, self.outcomes = chosen, {}

    def pytest_runtestloop(self, session):
        from _pytest.runner import runtestprotocol

        def fails(item) -> bool:
            item._initrequest()
            return any(report.failed for report in runtestprotocol(item, log=False, nextitem=session.items[0]))

        broken = [item.nodeid for item in _likely(session.items, self.chosen[0])[:3] if fails(item)]
        assert not broken, f"{broken} fail without any change"
        for mutant in self.chosen:
            with changed(mutant):
                failed = next((item.nodeid for item in _likely(session.items, mutant) if fails(item)), "")
            self.outcomes[mutant] = failed
            print(f"{mutant}: {failed or 'not noticed here'}", file=sys.stderr, flush=True)
        return True


def _likely(items: list, mutant: Mutant) -> list:
    """The tests that could notice, those first that are likely to."""
    part = PARTS[max((one for one in PARTS if mutant.path.startswith(one)), key=len)][0]
    name = mutant.function.strip("_")
    is_role = ROLE_FILES.search(mutant.path) or "finds everything" in mutant.about

    def unlikely(item) -> tuple:
        called = item.nodeid.lower()
        by_name = name in re.split(r"\W", called)
        asked = re.fullmatch(r"has_(add|change|delete)_permission", mutant.function)
        return (
            bool(asked) and not (f"_{asked[1]}" in called and "test_who_may[post" in called),
            not (by_name and "test_verbs" in called),
            not (by_name and "test_who_may" in called),
            is_role and "test_whom" not in called,
            is_role and "test_roles" not in called,
            not re.search(part, called),
            "suspended" in called or "no_other_state" in called,
            "no_line" in called,
        )

    could = [one for one in items if re.search(rf"{part}|{name}|test_roles|test_verbs", one.nodeid, re.IGNORECASE)]
    return sorted([one for one in could if "test_constraints" not in one.nodeid], key=unlikely)


# --- In a copy --------------------------------------------------------------------------------------------------------


class Copy:
    """A copy of the tree with a database of its own."""

    def __init__(self, folder: Path):
        self.folder = folder
        files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
        for file in files:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / file, folder / file)

    def judge(self, mutant: Mutant) -> str:
        """The first of the other tests of its part that fails; empty when none does."""
        part = max((one for one in PARTS if mutant.path.startswith(one)), key=len)
        path = self.folder / mutant.path
        source = path.read_bytes()
        path.write_bytes(mutant.applied(source))
        command = [sys.executable, "-m", "pytest", "--reuse-db", "-x", "-q", "--tb=no", *PARTS[part][1].split()]
        try:
            done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        finally:
            path.write_bytes(source)
        failed = re.search(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)
        return failed.group(1) if failed else "" if done.returncode == 0 else done.stdout[-200:]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("words", nargs="*", help="only changes whose description has one of these")
    options.add_argument("--list", action="store_true", help="say what would be changed")
    options.add_argument("--table", action="store_true", help="ask tests/permissions alone, not the other tests")
    options.add_argument("--part", default="1/1", help="2/3 is the second third of them, to share them out")
    asked = options.parse_args()
    number, parts = map(int, asked.part.split("/"))
    chosen = [one for one in mutants() if not asked.words or any(word in str(one) for word in asked.words)]
    chosen = chosen[number - 1 :: parts]
    if asked.list:
        print("\n".join(map(str, chosen)))
        return 0
    return run(chosen, others=not asked.table)


def run(chosen: list[Mutant], *, others: bool) -> int:
    """Judge them all and print the table; the answer is how many survived."""
    import pytest

    with tempfile.TemporaryDirectory(prefix="cairn-mutations-") as scratch:
        Path(scratch).chmod(0o711)  # root's database is run by somebody else, who must get through
        postgres = Postgres(Path(scratch) / "postgres", fast=True)
        postgres.start()
        try:
            postgres.make_database("cairn")
            os.environ |= {
                "DATABASE_URL": postgres.url("cairn"),
                "DATABASE_OWNER_URL": "",
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "PYTHONDONTWRITEBYTECODE": "1",
            }
            judge = Judge(chosen)
            quietly = ["-q", "--tb=line", "--show-capture=no", "-p", "no:cacheprovider"]
            pytest.main(["tests/permissions", *quietly], plugins=[judge])
            copy = Copy(Path(scratch) / "tree")
            for mutant in chosen if others else ():
                judge.outcomes[mutant] = judge.outcomes[mutant] or copy.judge(mutant)
        finally:
            postgres.stop()
            postgres.remove()
    return table(judge.outcomes)


def table(outcomes: dict[Mutant, str]) -> int:
    print("| where | change | outcome | first test that fails |\n|---|---|---|---|")
    for mutant, test in outcomes.items():
        outcome = "killed" if test else "**SURVIVED**"
        print(f"| {mutant.path}:{mutant.line} | {mutant.about} | {outcome} | {test.removeprefix('tests/')} |")
    survivors = sum(not test for test in outcomes.values())
    print(f"\n{len(outcomes)} changes, {survivors} survived.")
    return survivors


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
