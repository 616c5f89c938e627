"""Opens each permission in turn, in a copy of the tree, and sees whether a test notices. Run by hand:

    .venv/bin/python -m tests.mutations                 all of them, in about an hour on two cores
    .venv/bin/python -m tests.mutations milestone.py    those of one file, or whose description has this word
    .venv/bin/python -m tests.mutations --list          what would be changed

What is changed, one at a time:
- `permission=` of a transition lets everybody through; a `raise PermissionDenied` (or the 404 of a finder) does nothing
- `visible_to` and `of` of a queryset find everything, and so does each place that asks by them or by `user=`
- each condition of a role (who is client, author, support …) is left out; `has_…_permission` of the desk says yes
- `login_required` is taken off a view

The table that it prints says killed where a test failed, with the first that did, and SURVIVED where none did.
"""

import argparse
import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from local import ROOT
from local.postgres import Postgres

APPS = ["escrow", "marketplace", "milestones"]
QUERYSETS = {"visible_to", "of"}
ROLES = re.compile(r"(is|may|asked|answers|has)_\w+|visible_to")
ROLE_FILES = re.compile(r"permissions\.py|models/request\.py|actions/policies\.py|admin/verbs\.py|admin_site\.py")
FINDERS = re.compile(r"views/find(ing)?\.py")
# Where a change is noticed first: the tests of the table by verb, by address, by role
BY_VERB, BY_ADDRESS, BY_ROLE = (f"tests/permissions/test_{name}.py" for name in ("verbs", "places", "roles"))
PERMISSIONS = "tests/permissions"


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

    def __str__(self):
        return f"{self.path}:{self.line} {self.about}"

    def applied(self, source: bytes) -> bytes:
        return source[: self.start] + self.text.encode() + source[self.end :]


class Finder(ast.NodeVisitor):
    """Finds what can be changed in one file."""

    def __init__(self, path: str, source: bytes):
        self.path, self.found, self.within = path, [], []
        lines = source.splitlines(keepends=True)
        self.starts = [0]
        for line in lines:
            self.starts.append(self.starts[-1] + len(line))
        self.source = source

    def add(self, node, text: str, about: str) -> None:
        start = self.starts[node.lineno - 1] + node.col_offset
        end = self.starts[node.end_lineno - 1] + node.end_col_offset
        self.found.append(Mutant(self.path, start, end, text, node.lineno, about, self.function))

    @property
    def function(self) -> str:
        return self.within[-1] if self.within else ""

    def text_of(self, node) -> str:
        return ast.get_source_segment(self.source.decode(), node)

    def visit_FunctionDef(self, node):
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Name) and decorator.id == "login_required":
                self.within.append(node.name)
                self.add(decorator, "(lambda view: view)", f"login_required off {node.name}")
                self.within.pop()
        self.within.append(node.name)
        if node.name in QUERYSETS and [one.arg for one in node.args.args[:1]] == ["self"]:
            self._body(node, "return self", f"{self.owner}.{node.name} finds everything")
        if re.fullmatch(r"has_(\w+_)?permission", node.name):
            self._body(node, "return True", f"{self.owner}.{node.name} says yes")
        self.generic_visit(node)
        self.within.pop()

    owner = ""

    def visit_ClassDef(self, node):
        before, self.owner = self.owner, node.name
        self.generic_visit(node)
        self.owner = before

    def _body(self, node, text: str, about: str) -> None:
        """Put one statement in the place of what follows the docstring."""
        first = next((one for one in node.body if not _is_docstring(one)), node.body[0])
        span = ast.Pass(
            lineno=first.lineno,
            col_offset=first.col_offset,
            end_lineno=node.body[-1].end_lineno,
            end_col_offset=node.body[-1].end_col_offset,
        )
        self.add(span, text, about)

    def visit_keyword(self, node):
        if node.arg == "permission":
            who = self.text_of(node.value)
            self.add(node.value, "(lambda about, by: True)", f"permission={who} of {self.function_below(node)}")
        self.generic_visit(node)

    def function_below(self, node) -> str:
        """The name of the function that this decorator stands on."""
        text = self.source[self.starts[node.lineno - 1] :].decode()
        return re.search(r"def (\w+)", text).group(1)

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


class Copy:
    """A copy of the tree with a database of its own."""

    def __init__(self, folder: Path, url: str):
        self.folder, self.url = folder, url
        files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
        for file in files:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / file, folder / file)

    def pytest(self, *arguments: str) -> tuple[int, str]:
        """The exit status, and the first test that failed."""
        env = os.environ | {
            "DATABASE_URL": self.url,
            "DATABASE_OWNER_URL": "",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        command = [sys.executable, "-m", "pytest", "--reuse-db", "-x", "-q", "--tb=no", "-p", "no:cacheprovider"]
        done = subprocess.run([*command, *arguments], cwd=self.folder, env=env, capture_output=True, text=True)
        failed = re.search(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)
        return done.returncode, failed.group(1) if failed else ""

    def judge(self, mutant: Mutant) -> str:
        """The first test that notices; empty when none does."""
        path = self.folder / mutant.path
        source = path.read_bytes()
        path.write_bytes(mutant.applied(source))
        try:
            for arguments in _rounds(mutant):
                status, failed = self.pytest(*arguments)
                if status not in (0, 5):
                    return failed or f"pytest ends with {status}"
        finally:
            path.write_bytes(source)
        return ""


def _rounds(mutant: Mutant):
    """First what is likely to notice, then all about permissions, then the other tests of that part."""
    part = next(one for one in reversed(PARTS) if mutant.path.startswith(one))
    name = mutant.function
    if mutant.about.startswith("permission="):
        yield [BY_VERB, "-k", mutant.about.rpartition(" of ")[2]]
    elif "/actions/" in mutant.path and "raise" in mutant.about:
        yield [BY_VERB, "-k", name.strip("_")]
    elif ROLE_FILES.search(mutant.path):
        yield [BY_ROLE, BY_VERB]
    elif mutant.about.startswith(("login_required", "raise")):
        yield [BY_ADDRESS, "-k", name.strip("_")]
    else:
        yield [BY_ROLE, BY_ADDRESS, "-k", PARTS[part][0]]
    yield [PERMISSIONS]
    yield PARTS[part][1].split()


# Each part of the code: the word that the addresses of the table have for it, and where else its tests are.
PARTS = {
    "escrow": ("escrow", "tests/escrow"),
    "marketplace": ("admin", "tests/accounts tests/admin"),
    "marketplace/accounts": ("accounts or mfa or admin", "tests/accounts tests/admin"),
    "marketplace/events": ("event or milestones", "tests/admin tests/milestones/pages"),
    "marketplace/notifications": ("notifications", "tests/notifications"),
    "marketplace/offers": ("offer", "tests/offers"),
    "milestones": ("milestones", "tests/milestones tests/admin"),
}


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("words", nargs="*", help="only changes whose description has one of these")
    options.add_argument("--list", action="store_true")
    options.add_argument("--jobs", type=int, default=2)
    asked = options.parse_args()
    chosen = [one for one in mutants() if not asked.words or any(word in str(one) for word in asked.words)]
    if asked.list:
        print("\n".join(map(str, chosen)))
        return 0
    return run(chosen, asked.jobs)


def run(chosen: list[Mutant], jobs: int) -> int:
    """Judge them all; the answer is how many survived."""
    with tempfile.TemporaryDirectory(prefix="cairn-mutations-") as scratch:
        Path(scratch).chmod(0o711)  # root's database is run by somebody else, who must get through
        postgres = Postgres(Path(scratch) / "postgres", fast=True)
        postgres.start()
        try:
            copies = SimpleQueue()
            for number in range(jobs):
                postgres.make_database(f"mutant{number}")
                copies.put(Copy(Path(scratch) / f"tree{number}", postgres.url(f"mutant{number}")))
            return _table(chosen, copies, jobs)
        finally:
            postgres.stop()
            postgres.remove()


def _table(chosen: list[Mutant], copies: SimpleQueue, jobs: int) -> int:
    def judged(mutant: Mutant) -> str:
        copy = copies.get()
        try:
            return copy.judge(mutant)
        finally:
            copies.put(copy)

    survivors = 0
    print("| where | change | outcome | first test that fails |\n|---|---|---|---|")
    with ThreadPoolExecutor(jobs) as pool:
        for mutant, test in zip(chosen, pool.map(judged, chosen), strict=True):
            outcome = "killed" if test else "**SURVIVED**"
            survivors += not test
            short = test.removeprefix("tests/")
            print(f"| {mutant.path}:{mutant.line} | {mutant.about} | {outcome} | {short} |", flush=True)
    print(f"\n{len(chosen)} changes, {survivors} survived.")
    return survivors


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
