"""The script of the plan editor reads an amount as the server does: both are held to tests/amounts.json."""

import base64
import json

import pytest

from marketplace import scripts
from tests.infra.servers import ROOT

pytestmark = pytest.mark.needs("chromium")

READ_ALL = """async ([source, rows]) => {
  const { read } = await import(`data:text/javascript;base64,${source}`);
  return rows.map(([currency, typed]) => read(typed, currency)?.toString() ?? null);
}"""


def test_the_script_reads_what_the_server_reads(chromium):
    rows = json.loads((ROOT / "tests" / "amounts.json").read_text())
    source = base64.b64encode(scripts.lean(ROOT / "static" / "js" / "plan.js").encode()).decode()
    page = chromium.new_page()
    # The script reads a cookie when it is loaded, which a page without an address of its own may not.
    page.route(
        "**/*", lambda route: route.fulfill(content_type="text/html", body="<!doctype html><title>Empty</title>")
    )
    page.goto("http://amounts.test/")

    found = page.evaluate(READ_ALL, [source, rows])

    wanted = [str(meant) if isinstance(meant, int) else None for _, _, meant in rows]
    assert list(zip(rows, found, strict=True)) == list(zip(rows, wanted, strict=True))
