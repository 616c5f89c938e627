"""Every page of the table in a real browser, on a phone in the dark or at a desk by light: axe has nothing to say.

The pages are the test client's, and the browser gets them and their styles out of memory: no server, no signing in. Of
pages that one template draws one is looked at, and the two looks take turns, because axe takes most of the time.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.permissions.asking import ask, words
from tests.permissions.conftest import undone
from tests.permissions.table import PLACES

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.needs("chromium")]

HOST = "http://cairn.test"
LOOKS = [({"width": 390, "height": 844}, "dark"), ({"width": 1280, "height": 900}, "light")]
ASKED = ["client", "freelancer", "stranger", "superuser"]
# Django's own: the two lists between which rights are moved.
NOT_OURS = {"admin:auth_group_add", "admin:auth_group_change"}


def drawn_by(response) -> tuple:
    """The template of a page: the desk's lists and rows are all drawn by the same two."""
    return tuple(one.name for one in response.templates[:1] if one.name)


def pages(world) -> dict[str, bytes]:
    """Each page once, by its path."""
    found, seen = {}, set()
    for place in PLACES:
        if place.method != "GET" or place.url in NOT_OURS:
            continue
        for on in place.things:
            person = next((one for one in ASKED if words(place)[one] == "yes"), None)
            if not person:
                continue
            with undone():
                response, _ = ask(world, place, on, person)
            if response.status_code != 200 or not response.get("Content-Type", "").startswith("text/html"):
                continue
            if b"<html" not in response.content:
                continue  # a part that a page asks for, as its order does
            kind = drawn_by(response) if on not in ("order", "stopped") else (place.url, on)
            if kind not in seen:
                seen.add(kind)
                found[world.url(place.url, on)] = response.content
    return found


def from_memory(found):
    def answer(route):
        path = route.request.url.removeprefix(HOST).partition("?")[0]
        if path in found:
            return route.fulfill(body=found[path], content_type="text/html; charset=utf-8")
        file = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        return route.fulfill(path=file) if file else route.fulfill(status=404)

    return answer


def complaints(page, path, looks) -> list[str]:
    """What is wrong in the first of these looks; in the others only whether it is too wide."""
    said = []
    page.emulate_media(color_scheme=looks[0][1])
    for size, scheme in looks:
        page.set_viewport_size(size)
        if (size, scheme) == looks[0]:
            page.goto(HOST + path)
            violations = Axe().run(page).response["violations"]
            said += [f"{path}: {one['id']}: {one['nodes'][0]['html'][:200]}" for one in violations]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            said.append(f"{path} is too wide")
    return said


def test_axe_has_nothing_to_say(world):
    found, wrong = pages(world), []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(reduced_motion="reduce", bypass_csp=True)
        page.route("**/*", from_memory(found))
        for number, path in enumerate(found):
            wrong += complaints(page, path, LOOKS if number % 2 else LOOKS[::-1])
        browser.close()
    assert len(found) > 60
    assert not wrong, "\n".join(wrong)
