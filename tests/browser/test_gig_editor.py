"""A gig is written in a browser: from a template to the last step, in two tabs, and saved by itself meanwhile."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.processes, pytest.mark.needs("chromium")]

DESCRIPTION = (
    "You get a mark that still reads at 16 pixels and on the side of a van. I begin on paper: three directions in "
    "black and white, so that we talk about form before colour makes everything look finished."
)


def begin(viewer, width: int, scheme: str = "light"):
    """Grace at the first step of a new gig."""
    somebody = viewer(width, scheme).be("Grace")
    somebody.open("/gigs/new/")
    somebody.press("Begin a gig")
    return somebody


def field(page, name: str):
    return page.locator(f"[name={name}]").last


def to_the_packages(somebody) -> None:
    page = somebody.page
    field(page, "title").fill("A logo and the small system around it")
    field(page, "category").select_option(label="Logo Design ★")
    field(page, "tags").fill("logo, branding")
    somebody.press("Save and go on")


def to_the_milestones(somebody) -> None:
    page = somebody.page
    for key, name, price in (("basic", "The mark", "240"), ("standard", "Mark and guide", "480")):
        if key != "basic":
            somebody.press("Add a package")
        field(page, f"{key}-name").fill(name)
        field(page, f"{key}-text").fill("The mark, with all its files.")
        field(page, f"{key}-price").fill(price)
        field(page, f"{key}-days").fill("10")
    somebody.press("Save and go on")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_a_gig_is_written_from_a_template_to_the_last_step(viewer, width, scheme):
    grace = begin(viewer, width, scheme)
    page = grace.page

    to_the_packages(grace)
    to_the_milestones(grace)
    field(page, "description").fill(DESCRIPTION)
    grace.press("A logo in three steps")
    assert page.locator(".milestones > li").count() == 3
    page.locator(".milestones summary").nth(1).click()
    field(page, "milestone-1-basic").fill("100")
    expect(page.locator("[data-package-sum=basic] .note")).to_contain_text("$8.00 short, in 3 milestones")
    expect(page.locator("#milestone-1 [data-sum=basic]")).to_have_text("Sum $232.00, $8.00 short")
    grace.check()
    page.locator("summary", has_text="Split the prices").click()
    grace.press("Split evenly", within=page.locator(".plan-tools"))
    expect(page.locator("[data-package-sum=basic] .note")).to_contain_text("Adds up, in 3 milestones")
    grace.press("Save and go on")
    grace.press("Add a question")
    field(page, "question-0-text").fill("What do you do, for whom?")
    expect(field(page, "question-0-options")).to_be_hidden()
    grace.press("Save and go on")
    page.goto(page.url.replace("/gallery/", "/publish/"))
    grace.check()

    missing = [one.get_attribute("href") for one in page.locator(".missing li li a").all()]
    assert [re.search(r"/edit/(\w+)/", url)[1] for url in missing] == ["gallery"]


def test_what_is_typed_is_saved_by_itself_and_never_replaced(viewer):
    page = begin(viewer, 1280).page

    field(page, "title").press_sequentially("A logo")
    expect(page.locator("[data-saved]")).to_contain_text("Saved at", timeout=10_000)
    field(page, "title").press_sequentially(", drawn by hand")
    expect(field(page, "title")).to_be_focused()
    expect(field(page, "title")).to_have_value("A logo, drawn by hand")
    page.wait_for_timeout(2_500)
    page.reload()

    expect(field(page, "title")).to_have_value("A logo, drawn by hand")
    expect(page.locator("[data-draft-note]")).to_have_count(0)


def test_the_older_of_two_tabs_is_told_and_keeps_what_was_typed(viewer):
    page = begin(viewer, 1280).page
    other = page.context.new_page()
    other.goto(page.url)

    field(page, "title").fill("From the first tab")
    expect(page.locator("[data-saved]")).to_contain_text("Saved at", timeout=10_000)
    field(other, "title").fill("From the second tab")
    expect(other.locator("[data-saved]")).to_contain_text("Not saved: This was saved somewhere else", timeout=10_000)
    expect(field(other, "title")).to_have_value("From the second tab")

    other.get_by_role("button", name="Save", exact=True).last.click()
    expect(other.locator("#errors")).to_contain_text("Nothing was overwritten")
    field(other, "title").fill("From the second tab, changed")
    other.wait_for_timeout(2_500)  # what another tab saved is not replaced by a pause in typing
    page.reload()
    expect(field(page, "title")).to_have_value("From the first tab")
    field(other, "title").fill("From the second tab")
    other.get_by_role("button", name="Save", exact=True).last.click()
    expect(other.locator("[data-saved]")).to_contain_text("Saved as a draft")
    other.reload()
    expect(field(other, "title")).to_have_value("From the second tab")


def test_a_lost_session_and_a_broken_line_keep_the_text(viewer):
    somebody = begin(viewer, 1280)
    page = somebody.page
    page.context.set_offline(True)
    field(page, "title").fill("Typed without a line")
    expect(page.locator("[data-saved]")).to_contain_text("there is no connection", timeout=10_000)
    page.context.set_offline(False)
    expect(page.locator("[data-saved]")).to_contain_text("Saved at", timeout=20_000)

    page.context.clear_cookies(name="sessionid")
    field(page, "title").fill("Typed after it was over")
    expect(page.locator("[data-saved]")).to_contain_text("you are signed out", timeout=10_000)
    expect(field(page, "title")).to_have_value("Typed after it was over")

    address = page.url
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(f"{somebody.site}/demo/")
    page.get_by_role("button", name="Be Grace").first.click()
    page.wait_for_url("**/dashboard/")
    page.goto(address)
    expect(page.locator("[data-saved]")).to_contain_text("Saved at", timeout=10_000)
    expect(field(page, "title")).to_have_value("Typed after it was over")


def test_a_button_and_saving_by_itself_do_not_overtake_each_other(viewer):
    somebody = begin(viewer, 1280)
    page = somebody.page

    for text in ("One", "Two", "Three"):
        field(page, "title").fill(text)
        page.wait_for_timeout(1_490)
        with page.expect_navigation(timeout=20_000):
            page.get_by_role("button", name="Save", exact=True).last.click()
        expect(page.locator("#errors", has_text="Nothing was overwritten")).to_have_count(0)

    expect(field(page, "title")).to_have_value("Three")
