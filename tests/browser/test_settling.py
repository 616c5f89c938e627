"""Two browsers agree on a split of a step, and one waits for the other’s answer; axe looks at each page on the way."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_whole_order import the_order, two, write_offer

pytestmark = [pytest.mark.processes, pytest.mark.needs("chromium")]

__all__ = ["two"]


def begin(ada, grace, title: str) -> str:
    """An order whose first step, of 1,000 dollars, is paid."""
    write_offer(ada, title, [("Design", "1000"), ("Build", "500")], "$1,500.00")
    grace.open("/offers/")
    grace.follow(title)
    grace.follow("Accept")
    grace.press("Accept")
    return the_order(grace, title)


def propose(somebody, order: str, amount: str, reason: str) -> None:
    """Through the sums of both sides, which come first."""
    somebody.open(order)
    somebody.follow("A split of the money")
    somebody.fill(released=amount, reason=reason)
    somebody.press("See what each side gets")
    assert somebody.sees("agrees")
    somebody.press("Propose this split")


def test_a_split_is_proposed_countered_and_agreed_on(two):
    ada, grace = two
    order = begin(ada, grace, f"Half a shop {ada.page.viewport_size['width']}")

    propose(ada, order, "500", "Only the sketches are there.")
    grace.open(order)
    grace.open(f"{order}resolution/")
    grace.follow("Propose another split")
    grace.fill(released="600", reason="The kiln is paid as well.")
    grace.press("See what each side gets")
    assert grace.sees("$400.00 goes back to Ada")
    grace.press("Propose this split")

    ada.open(f"{order}resolution/")
    assert ada.sees("The kiln is paid as well.")
    expect(ada.page.get_by_text("Only the sketches are there.")).to_be_visible()  # among the earlier requests
    ada.unfold("Agree…")
    ada.press("Agree to split", within=ada.page.locator(".asked"))

    ada.open(order)
    assert ada.sees("$600.00 of it accepted")
    assert ada.sees("Settled by both sides")
    for one in two:
        one.open(f"{order}statement/")
        assert one.sees("It adds up")


def test_a_step_waits_for_the_client(two):
    ada, grace = two
    order = begin(ada, grace, f"Which blue {ada.page.viewport_size['width']}")

    grace.open(order)
    grace.unfold("Ask the client")
    grace.fill(question="Which blue is yours?")
    grace.press("Ask, and let the time stand")
    assert grace.sees("its time stands since")

    ada.open(order)
    assert ada.sees("Grace waits for an answer about step 1")
    ada.open(f"{order}resolution/")
    assert ada.sees("Which blue is yours?")
    ada.fill(answer="The dark one.")
    ada.press("Send your answer")
    ada.open(order)
    expect(ada.page.get_by_text("its time stands since")).to_have_count(0)

    grace.open(f"{order}history/")
    assert grace.sees("Ada answered the question about step 1")
