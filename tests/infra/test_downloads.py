"""Files are handed out in one way, which knows that a storage may have lost them."""

import re

from tests.infra.servers import ROOT

HANDED_OUT = re.compile(r"\bFileResponse\((?!storage\.opened\()(\w*)")


def test_every_download_asks_the_storage_in_the_one_way():
    """So that what is lost is a 404 and an error in the log, wherever it was kept."""
    found = []
    for package in ("escrow", "milestones", "marketplace"):
        for file in (ROOT / package).rglob("*.py"):
            text = file.read_text()
            opened = set(re.findall(r"(\w+) = storage\.opened\(", text))
            found += [f"{file.relative_to(ROOT)}: {name}" for name in HANDED_OUT.findall(text) if name not in opened]

    assert found == []
