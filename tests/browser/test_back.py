"""The way back in the browser's history, which asks no server: whose page is it?"""

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.processes]


@pytest.fixture
def page(site):
    """A page of a browser that keeps pages alive for the way back, as people's browsers do."""
    with sync_playwright() as playwright:
        kept = ["--disable-back-forward-cache"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, ignore_default_args=kept)
        page = browser.new_page(base_url=site)
        page.goto("/demo/")
        page.get_by_role("button", name="Be Grace").first.click()
        page.wait_for_url("**/dashboard/")
        yield page
        browser.close()


def back(page) -> None:
    page.evaluate("history.back()")


def test_after_signing_out_it_shows_nobodys_wallet(page):
    page.goto("/wallet/")
    with page.expect_navigation():
        page.evaluate("document.querySelector('form[action=\"/accounts/logout/\"]').requestSubmit()")

    back(page)

    page.wait_for_url("**/accounts/login/?next=/wallet/")


def test_what_was_typed_is_still_there_for_whoever_typed_it(page):
    page.goto("/settings/")
    page.locator("[name=headline]").fill("Half a sentence")
    page.goto("/wallet/")

    back(page)

    page.wait_for_url("**/settings/", wait_until="commit")  # a page that was kept is not loaded again
    assert page.locator("[name=headline]").input_value() == "Half a sentence"
