"""A client posts a job, somebody proposes for it, and the client compares and hires: axe looks at every page."""

import secrets

import pytest
from playwright.sync_api import expect

from tests.browser.test_find_and_order import wait_for_the_bank

pytestmark = [pytest.mark.processes, pytest.mark.needs("chromium")]

TEXT = (
    "Our glazes are photographed in daylight, and each has a name, a recipe and a firing. I would like one page for "
    "all of them, which is found by colour and printed for the workshop wall."
)


@pytest.fixture(params=[(1280, "light"), (390, "dark")], ids=["desk-light", "phone-dark"])
def two(request, viewer):
    """Ada, who hires, and Grace, who builds shops, each at a browser of this size."""
    width, scheme = request.param
    return viewer(width, scheme).be("Ada"), viewer(width, scheme).be("Grace")


def post_a_job(client, title: str) -> None:
    client.open("/jobs/new/")
    client.press("Describe the work")
    client.fill(title=title, text=TEXT, skills="Django, photography", budget_min="800", budget_max="1500")
    client.page.get_by_label("Kind of work").select_option(label="Website Design ★")
    client.fill(question_1="What have you built like it?")
    client.press("Add a step")
    client.press("Open the job")
    expect(client.page.get_by_role("heading", level=1)).to_have_text(title)


def propose(freelancer, title: str) -> None:
    """Find it, begin, keep what there is, and go on from there."""
    freelancer.open("/jobs/")
    freelancer.fill(q=title)
    freelancer.press("Search")
    freelancer.follow(title)
    freelancer.follow("Propose")
    freelancer.fill(letter="I would begin with twenty glazes.")
    freelancer.press("Save as a draft")
    expect(freelancer.page.locator("[name=letter]")).to_have_value("I would begin with twenty glazes.")
    freelancer.fill(answer_1="The shop of a bakery.")
    row = freelancer.page.locator("[name=milestones-0-name]")
    row.fill("The page of all glazes")
    freelancer.page.locator("[name=milestones-0-amount]").fill("1200")
    freelancer.page.locator("[name=milestones-0-days]").fill("12")
    freelancer.press("Send the proposal")
    expect(freelancer.page.get_by_role("heading", level=1)).to_have_text("Your proposal")


def hire(client) -> None:
    """Look at what came, mark it, accept it as it is and pay its first step."""
    client.page.reload()
    client.follow("1 proposal")
    expect(client.page.locator(".compare article")).to_contain_text("Grace Okafor")
    client.press("Shortlist Grace")
    client.follow("Read all of the proposal of Grace")
    client.follow("Accept as it is")
    client.press("Accept")
    wait_for_the_bank(client)


def test_a_job_is_posted_proposed_for_and_given_to_somebody(two):
    ada, grace = two
    title = f"Glazes by their colour, {secrets.token_hex(3)}"  # a demo that runs already may have others

    post_a_job(ada, title)
    propose(grace, title)
    hire(ada)

    grace.open("/projects/?side=working")
    expect(grace.page.locator("main")).to_contain_text(title)
    grace.follow(title)
    expect(grace.page.get_by_role("heading", level=1)).to_contain_text(title)
    grace.follow(title)  # beside the order: the job that it came of
    expect(grace.page.locator(".page-head .badge")).to_have_text("Closed")
