"""A gig is subscribed to and cancelled before the next month, by clicking; axe looks at each page on the way."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_find_and_order import wait_for_the_bank

pytestmark = [pytest.mark.processes, pytest.mark.needs("chromium")]

GIG = "Product photos"
# How far what follows the head of the page stands from it, in CSS pixels.
SPACE = """() => {
  const head = document.querySelector("main .page-head");
  return head.nextElementSibling.getBoundingClientRect().top - head.getBoundingClientRect().bottom;
}"""


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")], ids=["desk-light", "phone-dark"])
def test_a_gig_is_subscribed_to_and_cancelled_before_the_next_month(viewer, width, scheme):
    kenji = viewer(width, scheme).be("Kenji")
    page = kenji.page

    kenji.open("/gigs/?q=product+photos")
    kenji.follow(GIG)
    expect(page.locator(".order-panel h3:visible").filter(has_text="Or each month")).to_have_count(1)
    kenji.press("Order", within=page.locator(".order-panel"))
    kenji.choose("Each month, 3 times")
    kenji.press("Order, pay")
    wait_for_the_bank(kenji)
    kenji.follow("See what it paid for")

    expect(page.get_by_text("month 1 of 3")).to_be_visible()
    kenji.follow("All months, and how to cancel")
    assert kenji.sees("Month 2 of 3 begins next")
    subscription = page.url
    kenji.unfold("Cancel the subscription")
    kenji.fill(reason="One month of pictures is enough.")
    kenji.press("Cancel the subscription", within=page.locator("form", has=page.locator("[name=reason]")))

    assert kenji.sees("You cancelled it: no further month begins.")
    assert page.evaluate(SPACE) >= 16
    kenji.open("/subscriptions/")
    kenji.open(subscription.removeprefix(kenji.site))
    expect(page.get_by_text("Month 2 of 3 begins next")).to_have_count(0)
