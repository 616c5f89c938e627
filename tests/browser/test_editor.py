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
def plan(page):
    """The second step of it, where the plan is written."""
    field(page, "title").fill("A plan to be written")
    page.get_by_role("button", name="Save as a draft").click()
    page.wait_for_url("**/edit/project/")
    page.goto(page.url.replace("/project/", "/milestones/"))
    return page


@pytest.fixture
def slow(page):
    """The same, where every answer takes two seconds from now on."""
    slow_down(page)
    return page


@pytest.fixture
def slow_plan(plan):
    slow_down(plan)
    return plan


def slow_down(page):
    session = page.context.new_cdp_session(page)
    limits = {"offline": False, "latency": LATENCY, "downloadThroughput": -1, "uploadThroughput": -1}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", limits)


def settled(page):
    page.wait_for_timeout(100)
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0, timeout=20_000)


def choose(page, words):
    page.locator("label", has=page.locator("[name=policy]")).filter(has_text=words).first.click()


def field(page, name):
    return page.locator(f"[name={name}]")


TYPED = {
    "title": "My title, typed",
    "who": "Grace",
    "invite": "new@example.net",
    "valid_days": "9",
}


@pytest.mark.parametrize("trigger", ["a rulebook", "a role", "a currency"])
def test_what_is_typed_while_an_answer_is_under_way_stays(slow, trigger):
    if trigger == "a rulebook":
        choose(slow, "Studio")
    elif trigger == "a role":
        slow.get_by_text("I work", exact=True).click()
    else:
        field(slow, "currency").select_option("EUR")
    for name, text in TYPED.items():
        field(slow, name).fill(text)
    field(slow, "scope").press_sequentially("Cut o")
    settled(slow)
    field(slow, "scope").press_sequentially("ff?")
    settled(slow)

    for name, text in {**TYPED, "scope": "Cut off?"}.items():
        expect(field(slow, name)).to_have_value(text)
    expect(field(slow, "scope")).to_be_focused()
    if trigger == "a rulebook":
        expect(field(slow, "starts_on")).to_be_visible()


def test_a_milestone_can_be_filled_in_while_another_is_added(slow_plan):
    slow_plan.get_by_role("button", name="Add a step").click()
    field(slow_plan, "milestones-1-name").fill("Second")
    settled(slow_plan)

    expect(slow_plan.locator(".rows > li")).to_have_count(3)
    expect(field(slow_plan, "milestones-1-name")).to_have_value("Second")
    expect(field(slow_plan, "milestones-1-name")).to_be_focused()


def test_two_presses_of_an_arrow_choose_one_rulebook(slow):
    field(slow, "policy").first.focus()
    slow.keyboard.press("ArrowDown")
    slow.keyboard.press("ArrowDown")
    settled(slow)

    chosen = slow.evaluate("document.querySelector('[name=policy]:checked').value")
    assert slow.evaluate("document.activeElement.value") == chosen
    name = slow.locator("label", has=slow.locator("[name=policy]:checked")).locator("b").inner_text()
    expect(slow.get_by_text(f"How “{name}” works")).to_be_visible()


def test_what_is_typed_into_a_milestone_moves_with_it(slow_plan):
    field(slow_plan, "milestones-0-name").fill("One")
    field(slow_plan, "milestones-1-name").fill("Two")
    slow_plan.get_by_role("button", name="Move step 2 up").click()
    field(slow_plan, "milestones-1-name").fill("Two, and more")
    settled(slow_plan)

    assert [box.input_value() for box in slow_plan.locator("[name$=-name]:visible").all()] == ["Two, and more", "One"]


def test_a_removed_milestone_can_be_put_back_and_the_focus_stays_near(plan):
    field(plan, "milestones-0-name").fill("One")
    field(plan, "milestones-0-description").evaluate("box => box.closest('details').open = true")
    field(plan, "milestones-0-description").fill("What one is about")
    plan.get_by_role("button", name="Remove step 1").click()
    settled(plan)
    back = plan.get_by_role("button", name="Put it back")
    expect(back).to_be_focused()
    expect(plan.get_by_text("You removed “One”")).to_be_visible()

    back.click()
    settled(plan)

    expect(field(plan, "milestones-0-name")).to_have_value("One")
    expect(field(plan, "milestones-0-name")).to_be_focused()
    expect(field(plan, "milestones-0-description")).to_have_value("What one is about")
    plan.get_by_role("button", name="Remove step 2").click()
    settled(plan)
    expect(plan.locator(".rows :focus")).to_have_count(1)  # some moments after the answer


def test_fees_come_while_one_types_and_what_is_no_amount_is_said_at_once(plan):
    field(plan, "milestones-0-amount").press_sequentially("500")
    expect(plan.locator("#sums")).to_contain_text("Client’s fee")
    expect(field(plan, "milestones-0-amount")).to_be_focused()

    field(plan, "milestones-0-amount").fill("five hundred")
    expect(plan.locator("#id_milestones-0-amount_error")).to_be_visible()
    expect(field(plan, "milestones-0-amount")).to_have_value("five hundred")


def test_a_half_written_offer_comes_back_with_its_rows(plan):
    field(plan, "milestones-0-name").fill("Half a plan")
    plan.get_by_role("button", name="Add a step").click()
    settled(plan)
    field(plan, "milestones-2-name").fill("The third")
    plan.wait_for_timeout(500)
    plan.once("dialog", lambda dialog: dialog.accept())
    plan.reload()

    expect(plan.locator("[data-draft-note]")).to_be_visible()
    expect(field(plan, "milestones-0-name")).to_have_value("Half a plan")
    expect(field(plan, "milestones-2-name")).to_have_value("The third")
    plan.get_by_role("button", name="Throw it away").click()
    settled(plan)
    expect(field(plan, "milestones-0-name")).to_have_value("")
    expect(plan.locator(".rows > li")).to_have_count(2)


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
    page.wait_for_url("**/edit/project/")
    expect(page.locator(".notices[role=status]")).to_contain_text("Your draft is saved")
    assert asked == ["beforeunload"]
    expect(page.locator("[data-draft-note]")).to_have_count(0)


def test_the_older_of_two_tabs_overwrites_nothing(page):
    field(page, "title").fill("Two tabs")
    page.get_by_role("button", name="Save as a draft").click()
    page.wait_for_url("**/edit/project/")
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


def test_the_buttons_stay_in_view_beside_the_plan(plan):
    plan.locator(".rows > li").last.scroll_into_view_if_needed()
    plan.mouse.wheel(0, 3_000)
    plan.wait_for_timeout(300)

    expect(plan.get_by_role("button", name="Save as a draft")).to_be_in_viewport()


def test_what_is_typed_is_saved_by_itself_and_leaving_does_not_ask(plan):
    asked = []
    plan.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    field(plan, "milestones-0-name").press_sequentially("Written by the way")
    expect(plan.locator("#saved")).to_contain_text("Saved as a draft", timeout=20_000)
    expect(field(plan, "milestones-0-name")).to_be_focused()

    plan.reload()

    assert asked == []
    expect(field(plan, "milestones-0-name")).to_have_value("Written by the way")
    expect(plan.locator("[data-draft-note]")).to_have_count(0)
    field(plan, "milestones-0-name").fill("Pressed")
    plan.get_by_role("button", name="Save as a draft").click()
    expect(plan.locator(".notices[role=status]")).to_contain_text("Your draft is saved")  # and is not told of itself
