"""The guide to a proposal in milestones, sentence by sentence, and the paper of what was agreed beside its page."""

from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

pytestmark = [pytest.mark.processes, pytest.mark.needs("chromium")]

MONTHS = ["Content 1", "Content 2", "Content 3"]


@pytest.fixture(params=[(1280, "light"), (390, "dark")], ids=["desk-light", "phone-dark"])
def two(request, viewer):
    """Grace, who works, and Ada, who hires."""
    return viewer(*request.param).be("Grace"), viewer(*request.param).be("Ada")


def plain(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def propose(grace, title) -> None:
    page = grace.page
    grace.open("/projects/")  # “Projects”
    grace.follow("Send proposal")  # “Send Proposal”
    grace.choose("I work")
    grace.fill(title=title, who="Ada Lovelace")  # the name of the project, and who it is with
    grace.press("Search", within=page.locator("#editor"))
    page.locator("label", has=page.locator("[name=to]")).first.click()
    page.locator("label", has=page.locator("[name=order_type]")).filter(has_text="Milestones").click()
    grace.fill(starts_on="2031-01-06")  # the start date
    grace.press("Save and continue")
    filled = {"name": "Content", "amount": "900", "due_on": "2031-01-31", "deliverables": "Twelve posts"}
    grace.fill(**{f"milestones-0-{name}": value for name, value in filled.items()})
    grace.unfold("Repeat this monthly")  # three months, one milestone a month
    grace.press("Repeat it")
    names = page.locator(".rows [name$=-name]:visible")
    expect(names.first).to_have_value("Content 1")
    assert [one.input_value() for one in names.all()][:3] == MONTHS
    assert [one.input_value() for one in page.locator(".rows [name$=-due_on]:visible").all()][:3] == [
        "2031-01-31",
        "2031-02-28",
        "2031-03-31",
    ]
    grace.press("Save and continue")
    expect(page.locator(".document")).to_contain_text("Content 3")  # a contract from the template, to be read
    grace.press("Review")
    expect(page.locator("#plan")).to_be_visible()
    grace.follow("Go on to sign")
    page.locator("[name=signature]").fill("Grace Okafor")
    page.locator("[name=agree]").check()
    grace.press("Sign and send")


def test_a_proposal_in_milestones(two):
    grace, ada = two
    title = f"Three months of content {grace.page.viewport_size['width']}"
    propose(grace, title)
    offer = grace.page.url.partition("?")[0].removeprefix(grace.site)

    ada.open(offer)
    ada.follow("Sign")
    ada.page.locator("[name=signature]").fill("Ada Lovelace")
    ada.page.locator("[name=agree]").check()
    ada.press("Sign")

    grace.open(f"{offer}agreed/")
    with grace.page.expect_download() as download:
        grace.page.get_by_role("link", name="PDF").first.click()
    pages = PdfReader(BytesIO(Path(download.value.path()).read_bytes())).pages
    said = plain(" ".join(page.extract_text() for page in pages))
    shown = [
        *grace.page.locator(".document > *").all_inner_texts(),
        *grace.page.locator(".signature").all_inner_texts(),
    ]
    assert len(shown) > 10
    for line in "\n".join([title, *MONTHS, *shown]).split("\n"):
        assert plain(line) in said, line
