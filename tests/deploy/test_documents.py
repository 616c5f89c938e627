"""What the operator's documents name is there: commands, settings, files. Their links: tests/docs."""

import re

import pytest
from django.core.management import get_commands

from tests.infra.servers import ROOT

DOCUMENTS = ["operating.md", "runbook.md"]


def text_of(name: str) -> str:
    return (ROOT / "docs" / name).read_text()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_exists(name):
    named = set(re.findall(r"(?:`|# |^ *)(?:cairn|manage\.py) ([a-z_]{4,})", text_of(name), re.M))
    assert named - set(get_commands()) == set()
    assert named


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_of_deploy_exists(name):
    for path in re.findall(r"(?<![\w/.])((?:deploy|tests)/[\w./@-]+\w)", text_of(name)):
        assert (ROOT / path).exists() or list(ROOT.glob(path)), path


def test_the_runbook_has_the_ten():
    numbers = re.findall(r"^## (\d+)\. ", text_of("runbook.md"), re.M)
    assert numbers == [str(number) for number in range(1, 11)]
    chapters = re.split(r"^## \d+\. ", text_of("runbook.md"), flags=re.M)[1:]
    assert all("**Seen:**" in chapter and "**Do:**" in chapter for chapter in chapters)
