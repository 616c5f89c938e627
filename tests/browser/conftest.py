"""A real browser on the real demo: bin/demo is started once, with its data in a folder of the tests' own.

CAIRN_URL=http://localhost:8000 takes a demo that runs already.
"""

import os
import signal
import socket
import subprocess
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright

from tests.infra.servers import ROOT, eventually

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Not the machine's own services, but those of the demo.
NOT_OURS = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "DATABASE_POOL",
    "REDIS_URL",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "SITE_URL",
)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The address of a running demo."""
    if address := os.environ.get("CAIRN_URL"):
        yield address
        return
    folder = tmp_path_factory.mktemp("demo")
    folder.parent.chmod(0o711)  # root's database is run by somebody else, who must get through
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    log = folder.with_suffix(".log")
    with log.open("w") as output:
        demo = subprocess.Popen(
            [ROOT / "bin" / "demo"],
            env=env | {"DATA_DIR": str(folder), "PORT": str(port), "DEMO": "1"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(demo, log)
        yield f"http://localhost:{port}"
    finally:
        demo.send_signal(signal.SIGINT)
        demo.wait(60)


def _wait_for(demo: subprocess.Popen, log: Path) -> None:
    def is_up() -> bool:
        assert demo.poll() is None, log.read_text()
        return "Ctrl-C stops everything" in log.read_text()

    eventually(is_up, 240, log.read_text)


@pytest.fixture(scope="module")  # not longer: Django refuses its database while Playwright's event loop runs
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


SETTLED = 200  # milliseconds, for what moves or fades when a part of the page changes


def _is_answer(response) -> bool:
    """A page, or what htmx or the heart of a gig sent; not what pages ask for by themselves, which are all reads.

    A draft that is kept by itself is sent, too, but to nobody's press: it says neither of the two headers.
    """
    request = response.request
    is_sent = request.method != "GET" and (
        "hx-request" in request.headers or request.headers.get("accept") == "application/json"
    )
    leads_on = 300 <= response.status < 400 or "hx-redirect" in response.headers
    return (request.resource_type == "document" or is_sent) and not leads_on


# What is pressed by itself; a link inside of text is as high as its line.
PRESSED = "button, summary, select, .button, .file, .tabs a, .side-menu a, .menu-list a, a.tag, input[type=submit]"
THUMB = 39.5  # CSS pixels: 2.5rem, less what is lost in rounding
TOO_LOW = """([selector, least]) => [...document.querySelectorAll(selector)].filter(one => {
  const { width, height } = one.getBoundingClientRect();
  return width > 0 && height > 0 && height < least && !one.matches(".visually-hidden");
}).map(one => one.outerHTML.slice(0, 120))"""


class Viewer:
    """Somebody at a browser of their own, who reports every page that is broken."""

    def __init__(self, site: str, page: Page, *, scripts: bool = True):
        self.site, self.page, self.has_scripts = site, page, scripts
        self.complaints: list[str] = []
        self.clicks = 0  # what this person pressed, followed or chose so far
        page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def be(self, name: str) -> "Viewer":
        """Sign in as one of the demo's people."""
        self.open("/demo/")
        exact = self.page.get_by_role("button", name=f"Be {name}", exact=True)  # Sam is not Samuel
        self._click((exact if exact.count() else self.page.get_by_role("button", name=f"Be {name}")).first)
        return self

    def open(self, path: str) -> None:
        self.page.goto(self.site + path)
        self.check()

    def press(self, name: str, *, within=None) -> None:
        """Press a button, and look at the page that it leads to."""
        self._click((within or self.page).get_by_role("button", name=name, exact=False).first)

    def press_in_form(self, name: str, **fields: str) -> None:
        """Fill in a form of the page, and press its button."""
        self.fill(**fields)
        self.press(name, within=self.page.locator("main form"))

    def follow(self, name: str) -> None:
        self._click(self.page.get_by_role("link", name=name, exact=False).first)

    def _click(self, thing) -> None:
        """Click, and wait for what the server answers: a page, or a part of one that htmx puts in its place."""
        self.clicks += 1
        with self.page.expect_response(_is_answer):
            thing.click()
        self.page.wait_for_load_state()
        expect(self.page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
        self.page.wait_for_timeout(SETTLED)
        self.check()

    def choose(self, name: str) -> None:
        """Mark one of several."""
        self.clicks += 1
        self.page.locator("main label:visible", has_text=name).first.click()

    def unfold(self, name: str) -> None:
        """Open a folded form."""
        self.clicks += 1
        self.page.locator("summary", has_text=name).first.click()

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"[name={name}]:visible").first.fill(value)

    def sees(self, text: str) -> bool:
        self.page.get_by_text(text).first.wait_for(timeout=10_000)
        return True

    def check(self) -> None:
        """No accessibility violation, nothing wider than the screen or too low for a thumb, no error in the console.

        Axe is a script itself: where none runs, it is left out.
        """
        violations = Axe().run(self.page).response["violations"] if self.has_scripts else []
        found = [
            f"{one['id']}: {one['nodes'][0]['html'][:200]} {one['nodes'][0]['failureSummary']}" for one in violations
        ]
        assert found == [], f"{self.page.url}: {found}"
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{self.page.url} is too wide"
        if self.page.viewport_size["width"] < 832:
            too_low = self.page.evaluate(TOO_LOW, [PRESSED, THUMB])
            assert too_low == [], f"{self.page.url}: too low for a thumb: {too_low}"
        assert self.complaints == [], f"{self.page.url}: {self.complaints}"


@pytest.fixture
def viewer(site, chromium):
    """A function that opens a browser of its own at a size: `viewer(390, scheme="dark")`, without `scripts` as well."""
    contexts = []

    def open_browser(width: int, scheme: str = "light", *, scripts: bool = True) -> Viewer:
        size = {"width": width, "height": 844 if width < 500 else 900}
        context = chromium.new_context(viewport=size, color_scheme=scheme, java_script_enabled=scripts)
        contexts.append(context)
        return Viewer(site, context.new_page(), scripts=scripts)

    yield open_browser
    for context in contexts:
        context.close()
