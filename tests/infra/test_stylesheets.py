"""Style sheets: one to a component, short, all of them used, and sent as one."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from marketplace import stylesheets

CSS = settings.BASE_DIR / "static" / "css"
LINKED = sorted(CSS.glob("*.css"))
COMPONENTS = sorted(CSS.glob("*/*.css"))
DESK = CSS / "desk"  # dresses Django's own pages, whose classes are not in our templates


def imports(sheet: Path) -> list[Path]:
    return [CSS / found["name"] for found in stylesheets.IMPORT.finditer(sheet.read_text())]


def bare(text: str) -> str:
    """Rules without comments and strings."""
    return re.sub(r'/\*.*?\*/|"[^"]*"', "", text, flags=re.DOTALL)


@pytest.mark.parametrize("sheet", LINKED + COMPONENTS, ids=lambda sheet: str(sheet.relative_to(CSS)))
def test_a_sheet_is_short(sheet):
    lines = sheet.read_text().splitlines()

    assert len(lines) <= 150
    assert max(map(len, lines)) <= 120
    assert lines[0].startswith("/* ")


def test_every_component_is_imported_by_a_sheet_that_pages_link():
    found = [component for sheet in LINKED for component in imports(sheet)]

    assert set(found) - set(LINKED) == set(COMPONENTS)
    assert [sheet for sheet in COMPONENTS if imports(sheet)] == []


@pytest.mark.parametrize("name", ["site.css", "market.css"])
def test_the_order_of_the_layers_comes_first(name):
    assert stylesheets.joined(CSS / name).index("@layer tokens, reset, base") < 1000
    assert "@import" not in stylesheets.joined(CSS / name)


def test_a_sheet_that_has_the_sites_in_it_stands_in_its_place():
    """A page that linked both would send it twice, and wait for two."""
    whole = {sheet.name for sheet in LINKED if CSS / "site.css" in imports(sheet)} | {"site.css"}
    link = re.compile(r'^(.*)<link rel="stylesheet" href="{% static "css/([a-z]+.css)" %}"', re.MULTILINE)
    linked = [
        found for page in (settings.BASE_DIR / "templates").rglob("*.html") for found in link.findall(page.read_text())
    ]
    places = {name: {before.strip() for before, one in linked if one == name} for name in whole}

    assert places == dict.fromkeys(["site.css", "market.css"], {"{% block styles %}"})


@pytest.mark.parametrize("sheet", LINKED, ids=lambda sheet: sheet.name)
def test_what_a_joined_sheet_names_is_there(sheet):
    for name in re.findall(r'url\("([^"]+)"\)', stylesheets.joined(sheet)):
        assert (CSS / name).is_file(), name


def classes_worn() -> set[str]:
    """Every word that can be a class: of an attribute in a template, of a text in code or a script."""
    root = settings.BASE_DIR
    pages = "\n".join(file.read_text() for file in (root / "templates").rglob("*.html"))
    found = re.findall(r'class="([^"]*)"', re.sub(r'{%[^"]*?"[^"]*"[^%]*%}|{%.*?%}', " ", pages))
    code = [file for app in ("marketplace", "milestones", "escrow") for file in (root / app).rglob("*.py")]
    for file in [*code, *(root / "static" / "js").glob("*.js")]:
        found += re.findall(r'["\'`](.*?)["\'`]', file.read_text())
    return set(re.findall(r"[\w-]+", "\n".join(found)))


def test_no_class_is_dressed_that_nothing_wears():
    sheets = "\n".join(bare(sheet.read_text()) for sheet in COMPONENTS if sheet.parent != DESK)
    dressed = set(re.findall(r"\.(-?[a-z][\w-]*)", sheets))

    assert {name for name in dressed - classes_worn() if not name.startswith("htmx-")} == set()


def test_every_icon_is_shown_somewhere():
    root = settings.BASE_DIR
    files = [file for file in (root / "templates").rglob("*") if file.suffix in (".html", ".txt")]
    files += [file for app in ("marketplace", "milestones", "escrow") for file in (root / app).rglob("*.py")]
    named = {name for file in files for name in re.findall(r'["\'/]([a-z][\w-]*)["\'.]', file.read_text())}

    assert {file.stem for file in (root / "templates" / "icons").glob("*.svg")} - named == set()
