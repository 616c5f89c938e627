"""A stranger looks for a logo, orders one and answers what the freelancer asks, in one go, and counts the clicks.

At both sizes, as somebody new and as somebody who has an account, and once without JavaScript. Each page is checked by
axe on the way.
"""

import secrets

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.processes, pytest.mark.needs("chromium")]

GIG = "A logo and the small system around it"
PASSWORD = "a sentence that only I would write"
MOST_CLICKS = (
    16  # of somebody new, from the search to the clock that runs; of somebody with an account and a card five less
)
PATIENCE = 30_000  # milliseconds for the bank


def find(somebody) -> None:
    somebody.open("/")
    somebody.fill(q="logo")
    somebody.press("Search")
    somebody.follow(GIG)


def order_standard(somebody) -> None:
    somebody.choose("Standard")
    expect(somebody.page.locator(".order-panel .sum:visible")).to_contain_text("480")
    somebody.press("Order", within=somebody.page.locator(".order-panel"))


def sign_up(somebody, name: str) -> None:
    address = f"{name.lower()}@example.org"
    somebody.follow("Sign up")
    somebody.press_in_form("Sign up", display_name=name, email=address, password1=PASSWORD)
    assert somebody.sees("Check your mail")
    somebody.open(f"/demo/mail/?to={address}")  # whose mail program it is, is not ours: its click counts one
    somebody.page.goto(somebody.site + somebody.page.locator(".history a").first.get_attribute("href"))
    somebody.follow("confirm-email")
    somebody.press("Yes, confirm it")


def add_card(somebody) -> None:
    somebody.follow("Add a payment source")
    somebody.press_in_form("Add this card", number="4242 4242 4242 4242", expiry="12/40", security_code="123")


def pay(somebody) -> None:
    page = somebody.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Order “Mark and guide”")
    somebody.press("Order, pay €126.60")
    wait_for_the_bank(somebody)
    somebody.follow("See what it paid for")
    expect(page.get_by_role("heading", level=1)).to_contain_text(GIG)


def wait_for_the_bank(somebody) -> None:
    """With scripts the page asks by itself; without them whoever waits does."""
    paid = somebody.page.get_by_text("Paid.", exact=True)
    if somebody.has_scripts:
        expect(paid).to_be_visible(timeout=PATIENCE)
        return
    for _ in range(PATIENCE // 500):
        if paid.count():
            return
        somebody.page.wait_for_timeout(500)
        somebody.page.reload()
    raise AssertionError("The bank did not answer.")


def answer(somebody) -> None:
    assert somebody.sees("Needs your answers")
    somebody.follow("Answer the questions")
    somebody.fill(**{"answer-1": "We print fairs for printmakers, since 2019."})
    somebody.choose("On paper")
    somebody.press("Hand in")


def sees_the_clock(somebody) -> None:
    """The first step has a day on which it is due, and nothing is asked any more."""
    page = somebody.page
    assert somebody.sees("You answered the questions")
    expect(page.get_by_text("Needs your answers")).to_have_count(0)
    expect(page.get_by_role("heading", name="Lucía is working on step 1")).to_be_visible()
    assert somebody.sees("3 d 23 h")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_somebody_new_finds_signs_up_orders_and_answers(viewer, width, scheme):
    nora = viewer(width, scheme)

    find(nora)
    order_standard(nora)
    sign_up(nora, f"Nora-{secrets.token_hex(3)}")  # a demo that runs already may know others
    add_card(nora)
    pay(nora)
    answer(nora)

    sees_the_clock(nora)
    assert nora.clicks <= MOST_CLICKS


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_somebody_with_an_account_and_a_card_signs_in_on_the_way(viewer, scripts):
    maya = viewer(390 if scripts else 1280, scripts=scripts)

    find(maya)
    order_standard(maya)
    maya.press_in_form("Sign in", login="maya@cairn.example", password="cairn-demo")
    pay(maya)
    answer(maya)

    sees_the_clock(maya)
    assert maya.clicks <= MOST_CLICKS - 5


@pytest.mark.parametrize("width", [390, 1280])
def test_the_only_picture_of_a_gig_is_seen(viewer, width):
    somebody = viewer(width)
    somebody.open("/gigs/?q=logotipo")

    somebody.follow("Rediseño de tu logotipo")

    expect(somebody.page.locator(".gallery-view img")).to_be_visible()
