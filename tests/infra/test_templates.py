"""Templates are short, and their lines fit beside another file."""

import re

import pytest
from django.conf import settings

TEMPLATES = settings.BASE_DIR / "templates"
FILES = sorted(file for file in TEMPLATES.rglob("*") if file.suffix in (".html", ".txt"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(TEMPLATES)))
def test_a_template_is_short(file):
    lines = file.read_text().splitlines()

    assert len(lines) <= 80
    assert max(map(len, lines), default=0) <= 120


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(TEMPLATES)))
def test_a_comment_ends_on_its_line(file):
    """Django shows a `{# … #}` that goes on to the next line to everybody."""
    assert [line for line in file.read_text().splitlines() if line.count("{#") != line.count("#}")] == []


PART = re.compile(r"""{%\s*(?:include|extends)\s+"([^"]+)" """.strip() + r"""[^%]*%}""")
HTMX = "components/htmx.html"


def named_in(name: str) -> set[str]:
    """What a template extends or includes, and what that does, with its own name."""
    found, to_read = set(), [name]
    while to_read:
        if (one := to_read.pop().partition("#")[0]) not in found and (TEMPLATES / one).exists():
            found.add(one)
            to_read += PART.findall((TEMPLATES / one).read_text())
    return found


PAGES = [
    name
    for name in (str(file.relative_to(TEMPLATES)) for file in FILES if "{% extends" in file.read_text())
    if {"base.html", "market.html"} & named_in(name)
]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_which_a_part_asks_for_itself_has_what_asks(name):
    """Also where that part is there only at times: a picture in the making was never seen to be done."""
    parts = named_in(name)
    asking = [part for part in parts if re.search(r"data-hx-(get|post)", (TEMPLATES / part).read_text())]

    assert not asking or HTMX in parts, asking
