"""Two people talk at once, each in a browser of their own, and come to an order; axe looks at every page."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.processes, pytest.mark.needs("chromium")]

GIG = "A logo and the small system around it, in three steps"
SOON = 15_000  # milliseconds: three times as long as an open page waits before it asks


@pytest.fixture(params=[(1280, "light"), (390, "dark")], ids=["desk-light", "phone-dark"])
def two(request, viewer):
    """Kenji, who hires, and Lucía, who sells logos, each at a browser of this size."""
    width, scheme = request.param
    return viewer(width, scheme).be("Kenji"), viewer(width, scheme).be("Lucía")


def write(somebody, text: str) -> None:
    """Type it and send it; the page stays."""
    words(somebody).fill(text)
    somebody.press("Send", within=somebody.page.locator("#composer"))
    expect(somebody.page.locator(".message", has_text=text).last).to_be_visible()
    expect(words(somebody)).to_have_value("")


def reads(somebody, text: str) -> None:
    """It comes by itself."""
    expect(somebody.page.locator(".message, .inline-card", has_text=text).last).to_be_visible(timeout=SOON)


def words(somebody):
    """Where a message is written."""
    return somebody.page.get_by_role("textbox", name="Message to")


def test_a_talk_at_once_becomes_an_order(two):
    kenji, lucia = two
    mark = f"at {kenji.page.viewport_size['width']}"
    kenji.open("/gigs/logo-design/")
    kenji.follow(GIG)
    kenji.follow("Ask a question")
    words(kenji).fill(f"Would it fit under a bowl, {mark}?")
    kenji.press("Send", within=kenji.page.locator("#composer"))

    lucia.open("/messages/")
    expect(lucia.page.locator("#inbox-link .bell-count")).to_be_visible()
    lucia.follow("Kenji Watanabe")
    reads(lucia, f"under a bowl, {mark}")
    words(lucia).fill("Half a sentence,")
    write(kenji, f"It is two centimetres wide, {mark}.")
    reads(lucia, f"two centimetres wide, {mark}")
    expect(words(lucia)).to_have_value("Half a sentence,")  # what she types is left alone
    lucia.check()
    write(lucia, f"Then it fits, {mark}.")
    reads(kenji, f"Then it fits, {mark}")
    kenji.check()

    lucia.follow("Create an offer")
    lucia.page.get_by_label("Begin with a gig").select_option(label=GIG)
    lucia.press("Go on")
    lucia.fill(title=f"A mark under a bowl, {mark}")
    lucia.press("Save and continue")
    lucia.press("Review")
    lucia.follow("Go on to send")
    lucia.press("Send the offer")
    reads(lucia, f"A mark under a bowl, {mark}")  # back in the conversation

    card = kenji.page.locator(".inline-card", has_text=f"A mark under a bowl, {mark}").last
    expect(card).to_be_visible(timeout=SOON)
    kenji.check()
    kenji._click(card.get_by_role("link", name="Accept"))
    kenji.press("Accept")
    lucia_sees = lucia.page.locator(".inline-card", has_text=f"A mark under a bowl, {mark}").last
    expect(lucia_sees).to_contain_text("Order", timeout=2 * SOON)


def test_what_was_typed_survives_a_reload_and_a_failed_send(viewer):
    ada = viewer(1280).be("Ada")
    ada.open("/messages/")
    ada.follow("Grace Okafor")
    words(ada).fill("Two shops are fine.")
    ada.page.wait_for_timeout(500)
    ada.page.reload()
    expect(words(ada)).to_have_value("Two shops are fine.")

    ada.page.context.set_offline(True)
    ada.page.locator("#composer").get_by_role("button", name="Send").click()
    ada.page.wait_for_timeout(500)
    expect(words(ada)).to_have_value("Two shops are fine.")
    ada.page.context.set_offline(False)


def test_without_a_script_it_is_sent_and_read(viewer):
    noor = viewer(390, scripts=False).be("Noor")
    noor.open("/messages/")
    noor.follow("Tomasz")
    words(noor).fill("Without a script.")
    noor.press("Send", within=noor.page.locator("#composer"))
    expect(noor.page.locator(".message", has_text="Without a script.").last).to_be_visible()
