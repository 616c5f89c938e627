"""Answering the questions of an order, at both sizes; and seeing what the other side does without a reload."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.processes, pytest.mark.needs("chromium")]

TITLE = "A mark for a print fair"


def to_order(somebody) -> None:
    somebody.open("/orders/")
    somebody.page.get_by_role("link", name=TITLE).first.click()
    somebody.page.wait_for_load_state()
    somebody.check()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_answers_are_saved_and_kept(viewer, width, scheme):
    ada = viewer(width, scheme).be("Ada")
    ada.open("/orders/")
    assert ada.sees("Needs your answers before Lucía starts")
    to_order(ada)
    ada.follow("Answer the questions")

    ada.page.fill("[name=answer-1]", f"A fair for printmakers, at {width} pixels.")
    ada.page.get_by_label("On paper").check()
    ada.press("Save for later")

    assert ada.sees("Saved. Nothing is handed in yet")
    expect(ada.page.locator("[name=answer-1]")).to_have_value(f"A fair for printmakers, at {width} pixels.")
    expect(ada.page.get_by_label("On paper")).to_be_checked()


def test_what_is_missing_is_told_next_to_it_and_nothing_typed_is_lost(viewer):
    ada = viewer(390, "dark").be("Ada")
    to_order(ada)
    ada.follow("Answer the questions")
    ada.page.fill("[name=answer-1]", "")
    ada.page.get_by_label("Quiet").check()

    with ada.page.expect_response(lambda response: response.status == 422):
        ada.page.get_by_role("button", name="Hand in").click()
    ada.page.wait_for_load_state()
    ada.complaints.clear()  # the console tells of the 422

    assert ada.sees("This one needs an answer before you hand in.")
    expect(ada.page.get_by_label("Quiet")).to_be_checked()
    ada.check()


def test_what_the_client_hands_in_is_seen_by_the_freelancer_without_a_reload(viewer):
    lucia, ada = viewer(1280).be("Lucía"), viewer(1280).be("Ada")
    to_order(lucia)
    expect(lucia.page.get_by_text("has to answer your questions first")).to_be_visible()
    to_order(ada)
    ada.follow("Answer the questions")
    ada.page.fill("[name=answer-1]", "A fair for printmakers.")
    ada.page.get_by_label("On paper").check()
    ada.press("Hand in")
    assert ada.sees("You answered the questions")

    expect(lucia.page.get_by_text("has to answer your questions first")).to_have_count(0, timeout=20_000)
    expect(lucia.page.get_by_text("A fair for printmakers.")).to_be_visible()
    lucia.check()
