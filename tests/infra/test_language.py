"""The site is English for now (docs/decisions/0017), and keeps open that it will not be alone."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest
from babel import Locale
from django.conf import settings
from django.utils import translation

from marketplace import formats
from marketplace.choices import WordedChoices
from marketplace.formats.spelling import SPELLINGS, Spelling

ROOT = Path(settings.BASE_DIR)
SOURCES = [one for part in ("marketplace", "milestones", "escrow") for one in sorted((ROOT / part).rglob("*.py"))]
TEMPLATES = [one for one in sorted((ROOT / "templates").rglob("*")) if one.is_file()]

# Grammar that is made by cutting, which no other language could follow.
CUT = re.compile(
    r"""
    ["']s["']\s\*\s\( | ["']['"]\sif\s[^{}]+\s==\s1\selse\s["']s["'] | \{\w+\}s\b(?=.*["']\s*$)
    | ["']\sif\slen\([^()]*\)\s==\s1\selse\s["']
    | _display\(?\)?(\.lower|\|lower) | \.label(\.lower|\|lower) | \|\s?pluralize
    """,
    re.VERBOSE,
)


def imported(file: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(file.read_text())))
    found = {one.module or "" for one in nodes if isinstance(one, ast.ImportFrom)}
    return found | {name.name for one in nodes if isinstance(one, ast.Import) for name in one.names}


def test_python_asks_formats_and_not_template_tags():
    asking = [
        str(one.relative_to(ROOT))
        for one in SOURCES
        if "templatetags" not in one.parts and any("templatetags" in name for name in imported(one))
    ]

    assert asking == []


@pytest.mark.parametrize(
    "line", ["f\"{n} step{'s' * (n != 1)}\"", "x.get_state_display().lower()", "{{ n|pluralize }}"]
)
def test_the_search_finds_what_is_cut(line):
    assert CUT.search(line)


def test_no_grammar_is_made_by_cutting_strings():
    cut = [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()}"
        for file in [*SOURCES, *TEMPLATES]
        if file.suffix in (".py", ".html", ".txt")
        for number, line in enumerate(file.read_text().splitlines(), start=1)
        if CUT.search(line)
    ]

    assert cut == []


def test_choices_have_words_for_the_middle_of_a_sentence():
    class Mood(WordedChoices):
        GOOD = "good", "in good spirits", "In good spirits"

    assert (Mood("good").value, Mood.GOOD.words, Mood.GOOD.label) == ("good", "in good spirits", "In good spirits")
    assert Mood.choices == [("good", "In good spirits")]


def test_a_second_language_is_a_second_spelling(monkeypatch, settings):
    settings.USE_I18N = True
    monkeypatch.setattr(translation, "_trans", type(translation._trans)())  # Django asks the setting once
    german = Spelling(
        Locale("de"), lists="de", day="d. MMM", day_of_another_year="d. MMM y", units=("{} T", "{} Std", "")
    )
    monkeypatch.setitem(SPELLINGS, "de", german)
    with translation.override("de"):
        assert formats.minor_text(123_450, "EUR") == "1.234,50\N{NO-BREAK SPACE}€"
        assert formats.minor_text(-1000, "KWD") == "\N{MINUS SIGN}1,000\N{NO-BREAK SPACE}KWD"
        assert formats.percent_text(550) == "5,5\N{NO-BREAK SPACE}%"
        assert formats.listed("abc") == "a, b und c"
        assert formats.day_text(date(2031, 3, 4)) == "4. März 2031"

    assert formats.minor_text(123_450, "EUR") == "€1,234.50"
