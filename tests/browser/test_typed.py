"""Typed text is never lost: the session is over, somebody else signed in, the line is down, the page is loaded anew."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.processes, pytest.mark.needs("chromium")]

LONG = "Everything is in the folder, and the second sketch is the one to look at. " * 6


@pytest.fixture
def grace(viewer):
    return viewer(1280).be("Grace")


def sign_out_elsewhere(somebody):
    """The session ends; the page stays open."""
    somebody.page.context.clear_cookies(name="sessionid")


def be_elsewhere(somebody, name):
    """Sign in in another tab of the same browser."""
    tab = somebody.page.context.new_page()
    tab.goto(f"{somebody.site}/demo/")
    tab.get_by_role("button", name=f"Be {name}").first.click()
    tab.wait_for_url("**/dashboard/")
    tab.close()


def to_deliver(somebody):
    """The page of an order, with the form to deliver unfolded."""
    somebody.page.goto(f"{somebody.site}/orders/?as=freelancer")
    paths = somebody.page.locator(".order-card h2 a").evaluate_all("links => links.map((link) => link.pathname)")
    for path in paths:
        somebody.page.goto(somebody.site + path)
        forms = somebody.page.locator("details[id^=deliver-]")
        if forms.count():
            somebody.page.goto(f"{somebody.site}{path}#{forms.first.get_attribute('id')}")
            break
    box = somebody.page.locator("textarea[name=message]:visible").first
    expect(box).to_be_visible()
    return box


def notice(somebody):
    return somebody.page.locator("#refusal")


def is_one_page(somebody):
    page = somebody.page
    assert page.locator("footer.footer").count() == page.locator("header.topbar").count() == 1
    assert page.locator("#refusal").count() == 1


@pytest.mark.parametrize("button", ["Save as a draft", "Save and continue", "Search"])
def test_the_editor_stays_when_the_session_is_over(grace, button):
    page = grace.page
    page.goto(f"{grace.site}/offers/new/")
    page.fill("[name=title]", "A title")
    page.fill("[name=scope]", LONG)
    sign_out_elsewhere(grace)

    page.get_by_role("button", name=button).first.click()

    expect(notice(grace)).to_contain_text("You are signed out")
    expect(page.locator("[name=title]")).to_have_value("A title")
    expect(page.locator("[name=scope]")).to_have_value(LONG)
    is_one_page(grace)
    be_elsewhere(grace, "Grace")
    notice(grace).get_by_role("button", name="Try again").click()
    expect(notice(grace)).to_be_empty()
    expect(page.locator("[name=title]")).to_have_value("A title")


def test_a_delivery_stays_and_goes_out_when_somebody_signed_in_elsewhere(grace):
    box = to_deliver(grace)
    box.fill(LONG)
    be_elsewhere(grace, "Ada")
    grace.page.get_by_role("button", name="Hand it in").first.click()
    expect(notice(grace)).to_contain_text("what you typed is still here")
    expect(box).to_have_value(LONG)
    is_one_page(grace)

    notice(grace).get_by_role("button", name="Try again").click()
    expect(notice(grace)).to_contain_text("you signed in as Ada")
    expect(box).to_have_value(LONG)

    be_elsewhere(grace, "Grace")
    notice(grace).get_by_role("button", name="Try again").click()
    expect(grace.page.locator(".notices[role=status]")).to_contain_text("You delivered")
    expect(grace.page.locator(".delivery").first).to_contain_text(LONG.strip())


def test_offline_the_same_button_works_later(grace):
    box = to_deliver(grace)
    box.fill(LONG)
    grace.page.context.set_offline(True)
    grace.page.get_by_role("button", name="Hand it in").first.click()
    expect(notice(grace)).to_contain_text("That didn’t get through. What you typed is still here.")
    expect(notice(grace).get_by_role("button", name="Try again")).to_be_visible()
    grace.page.context.set_offline(False)

    grace.page.reload()

    box = grace.page.locator("textarea[name=message]:visible").first
    expect(box).to_have_value(LONG)
    expect(grace.page.locator("[data-draft-note]:visible")).to_contain_text("was not sent")


def test_a_form_of_any_page_comes_back_after_a_reload_and_not_after_it_was_sent(grace):
    page = grace.page
    page.goto(f"{grace.site}/settings/")
    before = page.input_value("[name=headline]")
    page.fill("[name=headline]", "Half a head")
    page.reload()
    expect(page.locator("[name=headline]")).to_have_value("Half a head")
    expect(page.locator("[data-draft-note]")).to_be_visible()

    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-draft-note]")).to_have_count(0)
    page.fill("[name=headline]", before)
    page.get_by_role("button", name="Save").click()
    page.goto(f"{grace.site}/settings/")

    expect(page.locator("[name=headline]")).to_have_value(before)
    expect(page.locator("[data-draft-note]")).to_have_count(0)


def test_a_choice_that_came_since_changes_nothing_that_was_typed(grace):
    """A message to an offer, then off to add the card that pays for it: back again, the card can be chosen."""
    page = grace.page
    page.goto(f"{grace.site}/settings/")
    page.fill("[name=headline]", "Half a head")
    choice = '<label><input type="radio" name="source" value="7" checked>Visa</label>'
    page.route(
        "**/settings/",
        lambda route: route.fulfill(
            response=(answer := route.fetch()),
            body=answer.text().replace('<textarea name="about"', f'{choice}<textarea name="about"'),
        ),
    )

    page.reload()

    expect(page.locator("[data-draft-note]")).to_contain_text("It is back.")
    expect(page.locator("[name=headline]")).to_have_value("Half a head")
    expect(page.locator("[name=source]")).to_be_checked()
    page.get_by_role("button", name="Throw it away").click()


def test_what_was_typed_can_be_thrown_away(grace):
    page = grace.page
    page.goto(f"{grace.site}/settings/")
    before = page.input_value("[name=headline]")
    page.fill("[name=headline]", "Half a head")
    page.reload()
    page.get_by_role("button", name="Throw it away").click()
    expect(page.locator("[name=headline]")).to_have_value(before)
    page.reload()
    expect(page.locator("[data-draft-note]")).to_have_count(0)


def test_a_plain_form_is_handed_back_when_the_session_is_over(grace):
    page = grace.page
    page.goto(f"{grace.site}/settings/")
    page.fill("[name=about]", LONG)
    sign_out_elsewhere(grace)

    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    expect(page.locator("textarea[name=about]")).to_have_value(LONG)
    be_elsewhere(grace, "Grace")
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("heading", name="Please send that again")).to_be_visible()
    page.get_by_role("button", name="Send it again").click()

    expect(page).to_have_url(f"{grace.site}/settings/")
    expect(page.locator("[name=about]")).to_have_value(LONG.strip())


def test_nobody_sends_what_somebody_else_wrote(grace):
    page = grace.page
    page.goto(f"{grace.site}/settings/")
    page.fill("[name=about]", LONG)
    be_elsewhere(grace, "Ada")

    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("written by somebody else")).to_be_visible()
    expect(page.locator("textarea[readonly]").first).to_be_visible()
    expect(page.get_by_role("button", name="Send it again")).to_have_count(0)
    page.goto(f"{grace.site}/settings/")
    assert page.input_value("[name=about]") != LONG


def test_nothing_secret_is_kept(grace):
    page = grace.page
    page.goto(f"{grace.site}/wallet/sources/add/")
    page.fill("[name=number]", "4242 4242 4242 4242")
    page.fill("[name=security_code]", "123")
    page.goto(f"{grace.site}/accounts/password/change/")
    if page.locator("[name=oldpassword]").count():
        page.fill("[name=oldpassword]", "my secret words")
    page.goto(f"{grace.site}/dashboard/")

    kept = page.evaluate("JSON.stringify(sessionStorage) + JSON.stringify(localStorage)")
    assert not re.search("4242|123|my secret", kept)


def test_signing_out_leaves_nothing_behind(grace):
    page = grace.page
    page.goto(f"{grace.site}/settings/")
    page.fill("[name=headline]", "Half a head")
    page.goto(f"{grace.site}/dashboard/")
    assert "Half a head" in page.evaluate("JSON.stringify(sessionStorage)")
    page.locator("summary[aria-label^='Your account']").click()
    page.get_by_role("button", name="Sign out").first.click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert "Half a head" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_a_stopped_request_leaves_a_button_that_works(grace):
    page = grace.page
    page.goto(f"{grace.site}/settings/")
    page.evaluate("""() => {
        addEventListener("submit", () => setTimeout(() => stop(), 100), { once: true });
        Object.defineProperty(document, "visibilityState", { value: "visible" });
    }""")
    page.route("**/settings/", lambda route: page.wait_for_timeout(1_000) or route.abort("aborted"), times=1)
    page.get_by_role("button", name="Save").click(no_wait_after=True)
    page.wait_for_timeout(1_500)

    page.get_by_role("button", name="Save").click()

    expect(page.locator(".notices[role=status]")).to_be_visible()


def test_the_desk_keeps_a_reason_too(viewer):
    page = (somebody := viewer(1280)).page
    page.goto(f"{somebody.site}/demo/")
    page.get_by_role("button", name="Be Sam", exact=True).first.click()
    page.wait_for_url("**/dashboard/")
    page.goto(f"{somebody.site}/admin/milestones/order/1001/cancel/")
    page.fill("textarea[name=reason]", LONG)
    page.reload()

    expect(page.locator("textarea[name=reason]")).to_have_value(LONG)
    expect(page.locator("[data-draft-note]")).to_contain_text("was not sent")
