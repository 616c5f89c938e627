"""What the documents point at is there: files, chapters, and the modules, functions and tests that they name."""

import ast
import re

import pytest

from tests.infra.servers import ROOT

DOCUMENTS = sorted(str(path.relative_to(ROOT)) for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
ROOMS = [ROOT, ROOT / "milestones", ROOT / "marketplace"]  # a chapter about one of them leaves its name out
LOGGERS = {"marketplace.access"}  # a name in the log, of no module
PLACE = re.compile(r"`([\w.*-]+/[\w./*-]*)`")
NAME = re.compile(r"`((?:escrow|marketplace|milestones|tests)(?:\.\w+)+)`")


def text_of(name: str) -> str:
    """A document without its blocks of commands and maps."""
    return re.sub(r"^```.*?^```", "", (ROOT / name).read_text(), flags=re.M | re.S)


def anchors_of(path) -> set[str]:
    """The addresses of its headings, as forges make them."""
    headings = re.findall(r"^#+ (.*)$", path.read_text(), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_leads_somewhere(name):
    for file, anchor in re.findall(r"\]\((?!\w+:)([^)#\s]*)#?([^)\s]*)\)", text_of(name)):
        target = (ROOT / name).parent / file if file else ROOT / name
        assert target.exists(), file
        assert not anchor or anchor in anchors_of(target), f"{file}#{anchor}"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_that_is_named_is_there(name):
    """A path in backticks whose first folder is one of ours; `*.py` stands for any, `file.name` for what it defines."""
    for path in PLACE.findall(text_of(name)):
        rooms = [room for room in ROOMS if (room / path.partition("/")[0]).is_dir()]
        assert not rooms or any(is_there(room, path) for room in rooms), path


def is_there(room, path: str) -> bool:
    dotted = (room / path).relative_to(ROOT).as_posix().replace("/", ".")
    return (room / path).exists() or any(room.glob(path)) or names_something(dotted)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_module_and_function_that_is_named_is_there(name):
    for dotted in NAME.findall(text_of(name)):
        assert dotted in LOGGERS or names_something(dotted), dotted


def names_something(dotted: str) -> bool:
    """Whether it is a package or module of ours, or what one defines: `escrow.ledger.post`, `actions/stop.stop`."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        place = ROOT.joinpath(*parts[:length])
        file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        if file.exists():
            return length == len(parts) or parts[length] in names_of(file)
    return False


def names_of(file) -> set[str]:
    tree = ast.parse(file.read_text())
    found = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    found |= {alias.asname or alias.name for node in imports for alias in node.names}
    return found | {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
