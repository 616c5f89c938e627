"""The editor on a slow line: an answer never replaces what was touched since it was asked for, nor takes the focus."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.processes, pytest.mark.needs("chromium")]

LATENCY = 2_000  # milliseconds


@pytest.fixture
def page(viewer):
    """Ada's new offer."""
    page = viewer(1280).be("Ada").page
    page.goto(page.url.partition("/demo")[0].partition("/dashboard")[0] + "/offers/new/")
    return page


@pytest.fixture
def slow(page):
    """The same, where every answer takes two seconds from now on."""
    session = page.context.new_cdp_session(page)
    limits = {"offline": False, "latency": LATENCY, "downloadThroughput": -1, "uploadThroughput": -1}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", limits)
    return page


def settled(page):
    page.wait_for_timeout(100)
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0, timeout=20_000)


def choose(page, words):
    page.locator("label", has=page.locator("[name=policy]")).filter(has_text=words).first.click()


def field(page, name):
    return page.locator(f"[name={name}]")


TYPED = {
    "title": "My title, typed",
    "scope": "All of the scope, from its first word on",
    "who": "Grace",
    "invite": "new@example.net",
    "milestones-0-name": "Sketches",
    "milestones-0-amount": "1500",
    "valid_days": "9",
}


@pytest.mark.parametrize("trigger", ["a rulebook", "a role", "a currency"])
def test_what_is_typed_while_an_answer_is_under_way_stays(slow, trigger):
    if trigger == "a rulebook":
        choose(slow, "Contract")
    elif trigger == "a role":
        slow.get_by_text("I work", exact=True).click()
    else:
        field(slow, "currency").select_option("EUR")
    for name, text in TYPED.items():
        field(slow, name).fill(text)
    field(slow, "milestones-1-name").press_sequentially("Cut o")
    settled(slow)
    field(slow, "milestones-1-name").press_sequentially("ff?")
    settled(slow)

    for name, text in TYPED.items():
        expect(field(slow, name)).to_have_value(text)
    expect(field(slow, "milestones-1-name")).to_have_value("Cut off?")
    expect(field(slow, "milestones-1-name")).to_be_focused()
    if trigger == "a rulebook":
        expect(field(slow, "milestones-0-due_on")).to_be_visible()


def test_a_milestone_can_be_filled_in_while_another_is_added(slow):
    slow.get_by_role("button", name="Add a step").click()
    field(slow, "milestones-1-name").fill("Second")
    settled(slow)

    expect(slow.locator(".rows > li")).to_have_count(3)
    expect(field(slow, "milestones-1-name")).to_have_value("Second")
    expect(field(slow, "milestones-1-name")).to_be_focused()


def test_two_presses_of_an_arrow_choose_one_rulebook(slow):
    field(slow, "policy").first.focus()
    slow.keyboard.press("ArrowDown")
    slow.keyboard.press("ArrowDown")
    settled(slow)

    chosen = slow.evaluate("document.querySelector('[name=policy]:checked').value")
    assert slow.evaluate("document.activeElement.value") == chosen
    name = slow.locator("label", has=slow.locator("[name=policy]:checked")).locator("b").inner_text()
    expect(slow.get_by_text(f"How “{name}” works")).to_be_visible()


def test_what_is_typed_into_a_milestone_moves_with_it(slow):
    field(slow, "milestones-0-name").fill("One")
    field(slow, "milestones-1-name").fill("Two")
    slow.get_by_role("button", name="Move step 2 up").click()
    field(slow, "milestones-1-name").fill("Two, and more")
    settled(slow)

    assert [box.input_value() for box in slow.locator("[name$=-name]:visible").all()] == ["Two, and more", "One"]


def test_a_removed_milestone_can_be_put_back_and_the_focus_stays_near(page):
    field(page, "milestones-0-name").fill("One")
    field(page, "milestones-0-description").evaluate("box => box.closest('details').open = true")
    field(page, "milestones-0-description").fill("What one is about")
    page.get_by_role("button", name="Remove step 1").click()
    settled(page)
    back = page.get_by_role("button", name="Put it back")
    expect(back).to_be_focused()
    expect(page.get_by_text("You removed “One”")).to_be_visible()

    back.click()
    settled(page)

    expect(field(page, "milestones-0-name")).to_have_value("One")
    expect(field(page, "milestones-0-name")).to_be_focused()
    expect(field(page, "milestones-0-description")).to_have_value("What one is about")
    page.get_by_role("button", name="Remove step 2").click()
    settled(page)
    expect(page.locator(".rows :focus")).to_have_count(1)  # some moments after the answer


def test_fees_come_while_one_types_and_what_is_no_amount_is_said_at_once(page):
    field(page, "milestones-0-amount").press_sequentially("500")
    expect(page.locator("#sums")).to_contain_text("Client’s fee")
    expect(field(page, "milestones-0-amount")).to_be_focused()

    field(page, "milestones-0-amount").fill("five hundred")
    expect(page.locator("#id_milestones-0-amount_error")).to_be_visible()
    expect(field(page, "milestones-0-amount")).to_have_value("five hundred")


def test_a_half_written_offer_comes_back_with_its_rows(page):
    field(page, "title").fill("Half an offer")
    page.get_by_role("button", name="Add a step").click()
    settled(page)
    field(page, "milestones-2-name").fill("The third")
    page.wait_for_timeout(500)
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()

    expect(page.locator("[data-draft-note]")).to_be_visible()
    expect(field(page, "title")).to_have_value("Half an offer")
    expect(field(page, "milestones-2-name")).to_have_value("The third")
    page.get_by_role("button", name="Throw it away").click()
    settled(page)
    expect(field(page, "title")).to_have_value("")
    expect(page.locator(".rows > li")).to_have_count(2)


def test_leaving_asks_when_something_is_typed_and_saving_does_not(page):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    field(page, "title").fill("Half an offer")
    page.get_by_role("link", name="Orders").first.click()
    page.wait_for_url("**/orders/")
    assert asked == ["beforeunload"]

    page.goto(page.url.replace("/orders/", "/offers/new/"))
    field(page, "title").fill("Half an offer")
    page.get_by_role("button", name="Save as a draft").click()
    page.wait_for_url("**/edit/")
    expect(page.locator(".notices[role=status]")).to_contain_text("Your draft is saved")
    assert asked == ["beforeunload"]
    expect(page.locator("[data-draft-note]")).to_have_count(0)


def test_the_older_of_two_tabs_overwrites_nothing(page):
    field(page, "title").fill("Two tabs")
    page.get_by_role("button", name="Save as a draft").click()
    page.wait_for_url("**/edit/")
    other = page.context.new_page()
    other.goto(page.url)
    field(page, "scope").fill("From the first tab")
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.locator(".notices[role=status]")).to_contain_text("Your draft is saved")

    field(other, "scope").fill("From the second tab")
    other.get_by_role("button", name="Save as a draft").click()

    expect(other.locator("#errors")).to_contain_text("Nothing was overwritten")
    expect(field(other, "scope")).to_have_value("From the second tab")
    other.get_by_role("button", name="Save as a draft").click()
    expect(other.locator(".notices[role=status]")).to_contain_text("Your draft is saved")
    expect(field(other, "scope")).to_have_value("From the second tab")


def test_the_buttons_stay_in_view_beside_the_plan(page):
    page.locator(".rows > li").last.scroll_into_view_if_needed()
    page.mouse.wheel(0, 3_000)
    page.wait_for_timeout(300)

    expect(page.get_by_role("button", name="Save as a draft")).to_be_in_viewport()
