"""Words without a blank, in every text that people can type: no page grows wider than a phone of 360 px."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.processes, pytest.mark.needs("chromium")]

NAME, LINE, LONG = "N" * 80, "L" * 120, "W" * 200
LINK = "https://share.example.org/" + "a" * 174
CLIENT, FREELANCER = "Maya", "Tomasz"


def is_narrow(somebody, path):
    page = somebody.page
    page.goto(somebody.site + path)
    page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
    wide = page.evaluate("""() => document.documentElement.scrollWidth <= innerWidth ? [] :
        [...document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1 &&
        !one.closest('.table-wrap, .tabs, .side-menu, pre')).slice(-3).map((one) => one.outerHTML.slice(0, 160))""")
    assert wide == [], f"{path}: {wide}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def call_them(somebody, name):
    page = somebody.page
    page.goto(f"{somebody.site}/settings/")
    for field, text in {"display_name": name, "headline": LINE, "about": LONG, "skills": "S" * 40}.items():
        page.fill(f"[name={field}]", text)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".notices[role=status]")).to_be_visible()


def write_to(client, freelancer):
    """An offer of long words, under a rulebook with most of the fields. Gives its path."""
    page = client.page
    page.goto(client.site + freelancer)
    page.get_by_role("link", name="Hire").click()
    for field, text in {"title": LINE, "scope": LONG}.items():
        page.fill(f"[name={field}]", text)
    is_still_narrow(page)
    page.locator("button[value=next]").click()
    page.wait_for_url("**/edit/milestones/")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    for at in (0, 1):
        texts = {
            "name": LINE,
            "amount": "100",
            "days": "5",
            "description": LONG,
            "deliverables": f"{LINE}\n{LINE[:-1]}",
        } | {"revisions": "1"}
        for field, text in {**texts, "substeps": LINE}.items():
            page.fill(f"[name=milestones-{at}-{field}]", text)
    is_still_narrow(page)
    page.locator("button[value=review]").click()
    page.wait_for_url("**/edit/review/")
    is_still_narrow(page)
    page.get_by_role("link", name="Go on to send").click()
    page.wait_for_url("**/edit/sign/#sign")
    is_still_narrow(page)
    page.fill("[name=message]", LONG)
    page.locator("main form .form-actions button").first.click()
    page.wait_for_url(lambda url: "/sign/" not in url)
    return page.url.removeprefix(client.site).partition("#")[0].partition("?")[0]  # the #sign of the page before stays


def is_still_narrow(page):
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def press(page, summary, button, **fields):
    page.locator("summary", has_text=summary).first.click()
    for name, text in fields.items():
        page.locator(f"[name={name}]:visible").first.fill(text)
    page.get_by_role("button", name=button).first.click()
    expect(page.locator(".notices").first).to_be_visible()


def test_no_page_is_wider_than_a_phone(viewer):
    client, freelancer = viewer(360).be(CLIENT), viewer(360).be(FREELANCER)
    for one, name in ((client, NAME), (freelancer, NAME[:-1])):
        call_them(one, name)
    freelancer.page.goto(f"{freelancer.site}/settings/")
    profile = freelancer.page.get_by_role("link", name="See it as they do").get_attribute("href")

    offer = write_to(client, profile)
    for one in (client, freelancer):
        is_narrow(one, offer)
        is_narrow(one, "/offers/")
    page = freelancer.page
    page.goto(freelancer.site + offer)
    press(page, "Ask for changes", "Send the message", message=LONG)
    is_narrow(client, offer)
    is_narrow(freelancer, f"{offer}counter/")
    page.goto(f"{freelancer.site}{offer}accept/")
    is_still_narrow(page)
    page.locator("main form .form-actions button").first.click()
    page.wait_for_url(lambda url: "/accept/" not in url)
    order = order_of(freelancer)

    is_narrow(freelancer, order)
    page.goto(freelancer.site + order)
    press(page, "Deliver step 1", "Hand it in", message=LONG, **{"links-0": LINK})
    is_narrow(client, order)
    client.page.goto(client.site + order)
    press(client.page, "Request a revision", "Ask for the changes", reason=LONG)
    page.goto(f"{freelancer.site}{order}resolution/")
    page.locator("summary", has_text="More time").first.click()
    page.locator("[name=days]:visible").first.fill("2")
    page.locator("[name=reason]:visible").first.fill(LONG)
    page.locator("details[open] .form-actions button").first.click()
    expect(page.locator(".notices").first).to_be_visible()

    paths = [order, f"{order}resolution/", f"{order}statement/", f"{order}history/", offer, profile]
    paths += ["/dashboard/", "/orders/", "/offers/?tab=closed", "/wallet/", "/notifications/", "/settings/"]
    paths += ["/settings/security/", "/settings/notifications/", "/offers/new/"]
    for one in (client, freelancer):
        for path in paths:
            is_narrow(one, path)


def order_of(somebody) -> str:
    """The newest order, as soon as the worker has placed it."""
    for _ in range(30):
        somebody.page.goto(f"{somebody.site}/orders/")
        link = somebody.page.locator("h2 a", has_text="L" * 100)
        if link.count():
            return link.first.get_attribute("href").partition("#")[0]
        somebody.page.wait_for_timeout(500)
    raise AssertionError("There is no order.")
