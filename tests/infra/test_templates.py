"""Templates are short, and their lines fit beside another file."""

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
