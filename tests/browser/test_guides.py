"""Every guide of docs/guides, sentence by sentence: what it says in bold is pressed or seen, in its order.

bin/guides plays this and keeps the pictures (static/guides). Titles carry a mark, since a demo that runs already may
have played them before.
"""

import secrets
from pathlib import Path

import pytest
from playwright.sync_api import expect

from marketplace.guides import library
from tests.browser.guided import Guided, folder, unheard
from tests.browser.test_find_and_order import wait_for_the_bank
from tests.browser.test_hire import TEXT
from tests.browser.test_whole_order import deliver, the_order
from tests.infra.servers import ROOT

pytestmark = [pytest.mark.processes, pytest.mark.needs("chromium")]

WIDTH = 1000
PICTURE = ROOT / "marketplace/demo/pictures/logo-mark.webp"
DESCRIPTION = (
    "A shop that a small studio runs by itself: pictures that load quickly, prices in three currencies, and an order "
    "that takes four presses. You see it grow on an address of its own from the first week on."
)


class Play:
    """Who plays: `play("Ada")` opens a browser. All of them write into the same `pressed`."""

    def __init__(self, viewer, pictures: Path | None):
        self.viewer, self.pictures = viewer, pictures
        self.pressed: set[str] = set()

    def __call__(self, name: str) -> Guided:
        return Guided(self.viewer(WIDTH).be(name), self.pressed, self.pictures)

    def title(self, words: str) -> str:
        """A demo that runs already may have one of this name; one that is pictured is new."""
        return words if self.pictures else f"{words} {secrets.token_hex(2)}"

    def has_all_of(self, slug: str) -> None:
        guide = library.guide(slug)
        assert guide is not None
        assert unheard(guide, self.pressed) == []


@pytest.fixture
def play(viewer, request) -> Play:
    return Play(viewer, folder(request.config))


def test_send_a_proposal(play):
    grace, ada = play("Grace"), play("Ada")
    title = play.title("Newsletters for a print fair")

    grace.menu("Projects")
    grace.press("Send proposal")
    grace.viewer.choose("I work")
    grace.fill(title=title, who="Ada Lovelace", scope=TEXT)
    grace.viewer.press("Search", within=grace.page.locator("#editor"))
    grace.page.locator("label", has=grace.page.locator("[name=to]")).first.click()
    grace.page.locator("label", has=grace.page.locator("[name=order_type][value=milestones]")).click()
    grace.is_shown("Milestones")
    grace.fill(starts_on="2031-01-06")
    grace.press("Save and continue")
    filled = {"name": "Newsletters", "amount": "900", "due_on": "2031-01-31", "deliverables": "Four newsletters"}
    grace.fill(**{f"milestones-0-{name}": value for name, value in filled.items()})
    grace.unfold("Repeat this monthly")
    grace.viewer.press("Repeat it")
    expect(grace.page.locator(".rows [name$=-name]:visible").nth(2)).to_have_value("Newsletters 3")
    grace.picture("proposal-milestones", "#editor")
    grace.press("Save and continue")
    grace.picture("proposal-contract")
    grace.press("Review")
    grace.is_shown("Change")
    grace.viewer.follow("Go on to sign")
    grace.page.locator("[name=signature]").fill("Grace Okafor")
    grace.page.locator("[name=agree]").check()
    grace.press("Sign and send")
    offer = grace.page.url.partition("?")[0].removeprefix(grace.viewer.site)

    ada.open(offer)
    ada.viewer.follow("Sign")
    ada.page.locator("[name=signature]").fill("Ada Lovelace")
    ada.page.locator("[name=agree]").check()
    ada.viewer.press("Sign")
    wait_for_the_bank(ada.viewer)
    ada.open("/projects/")
    ada.viewer.follow(title)
    ada.press("What was agreed")
    ada.picture("proposal-agreed")
    play.has_all_of("send-a-proposal")


def post(client, title: str, rulebook: str) -> None:
    client.fill(title=title, text=TEXT, skills="Django, photography", budget_min="800", budget_max="2500")
    client.page.get_by_label("Kind of work").select_option(label="Website Design ★")
    client.fill(question_1="What have you built like it?")
    client.page.locator("main label:visible", has_text=rulebook).first.click()


def propose(freelancer, job: str, steps: list[tuple[str, str]], *, due: bool = False) -> None:
    freelancer.open(job)
    freelancer.viewer.follow("Propose")
    freelancer.fill(letter="I would begin with twenty glazes.", answer_1="The shop of a bakery.")
    for at, (name, amount) in enumerate(steps):
        if not freelancer.page.locator(f"[name=milestones-{at}-name]").count():
            freelancer.viewer.press("Add a step")
        freelancer.fill(**{f"milestones-{at}-name": name, f"milestones-{at}-amount": amount})
        if due:
            freelancer.fill(**{f"milestones-{at}-due_on": f"2031-0{at + 1}-15"})
    freelancer.viewer.press("Send the proposal")
    expect(freelancer.page.get_by_role("heading", level=1)).to_have_text("Your proposal")


def test_post_a_job(play):
    ada, grace = play("Ada"), play("Grace")
    title = play.title("Glazes by their colour")

    ada.menu("Jobs")
    ada.press("Post a job")
    ada.press("Describe the work")
    post(ada, title, "Open")
    ada.picture("job-post")
    ada.press("Open the job")
    job = ada.page.url.removeprefix(ada.viewer.site)
    propose(grace, job, [("The page of all glazes", "700"), ("Printing it for the wall", "300")])

    ada.open(job)
    ada.viewer.follow("1 proposal")
    ada.press("Shortlist")
    ada.is_shown("Message")
    ada.picture("job-proposals")
    ada.is_shown("Make the offer")
    ada.viewer.follow("Read all of the proposal of Grace")
    ada.viewer.follow("Accept as it is")
    ada.viewer.press("Accept")
    ada.viewer.follow("Pay step 1")
    ada.viewer.press("Pay")
    assert ada.viewer.sees("into escrow for step 1")

    ada.menu("Projects")
    ada.viewer.follow(title)
    order = ada.page.url.removeprefix(ada.viewer.site)
    ada.press("Create milestone")
    ada.fill(amount="450", name="Search by firing")
    ada.picture("milestone-create")
    ada.press("Create")
    ada.viewer.press("Pay")
    assert ada.viewer.sees("into escrow for step 3")
    grace.open(order)
    grace.press("More time")
    grace.open(order)
    deliver(grace.viewer, 1, "All glazes are there, each with its recipe.")
    ada.open(order)
    ada.is_shown("Release a part")
    ada.is_shown("Resolution center")
    ada.picture("milestone-release")
    ada.is_shown("Release before delivery")
    ada.unfold("Approve, pay")
    ada.viewer.press("Approve and pay")
    play.has_all_of("post-a-job")


def test_a_gig_in_milestones(play):
    elif_, kenji = play("Elif"), play("Kenji")  # Lucía has as many logos as a page shows of one person
    title = play.title("A mark for a small museum")

    elif_.menu("Your gigs")
    elif_.press("New gig")
    elif_.viewer.press("Begin a gig")
    elif_.fill(title=title, tags="logo, museum")
    elif_.page.get_by_label("Kind of work").select_option(label="Logo Design ★")
    elif_.press("Save and go on")
    elif_.fill(
        **{"basic-name": "The mark", "basic-text": "With all its files.", "basic-price": "240", "basic-days": "9"}
    )
    elif_.press("Save and go on")
    elif_.fill(description=DESCRIPTION)
    elif_.press("Start from scratch")
    for at, (name, days) in enumerate([("Three directions", "4"), ("The mark, drawn", "5")]):
        if at:
            elif_.press("Add a milestone")
        elif_.fill(**{f"milestone-{at}-name": name, f"milestone-{at}-days": days})
        elif_.fill(**{f"milestone-{at}-description": f"{name}, as files.", f"milestone-{at}-basic": "120"})
        elif_.press("Add a substep")
        elif_.fill(**{f"milestone-{at}-sub-0-name": "A talk about it"})
        elif_.press("Save substep")
        if at:
            elif_.picture("gig-milestones", ".milestones")
        elif_.press("Save milestone")
    elif_.viewer.unfold("Split the prices")
    elif_.press("Split evenly", within=elif_.page.locator(".plan-tools"))
    elif_.press("Save and go on")
    elif_.viewer.press("Save and go on")
    elif_.page.locator("input[type=file]").first.set_input_files(PICTURE)
    elif_.page.get_by_role("button", name="Upload", exact=True).click()
    expect(elif_.page.locator(".thumb img").first).to_be_visible(timeout=60_000)
    elif_.page.locator("[name$=-alt]:visible").first.fill("A mark of three strokes")
    elif_.viewer.press("Save and go on")
    elif_.press("Publish")
    gig = elif_.page.url.removeprefix(elif_.viewer.site)

    kenji.open(gig)
    kenji.picture("gig-page")
    kenji.viewer.press("Order", within=kenji.page.locator(".order-panel"))
    kenji.viewer.press("Order, pay")
    wait_for_the_bank(kenji.viewer)
    kenji.viewer.follow("See what it paid for")
    order = kenji.page.url.removeprefix(kenji.viewer.site)
    elif_.open(order)
    elif_.picture("gig-order")
    elif_.unfold("Deliver")
    elif_.is_shown("Resolution center")
    play.has_all_of("a-gig-in-milestones")


def test_a_custom_offer(play):
    lucia, ada = play("Lucía"), play("Ada")
    title = play.title("A stamp for the underside")

    lucia.menu("Inbox")
    lucia.viewer.follow("Ada Lovelace")
    lucia.press("Create an offer")
    lucia.viewer.press("Go on")
    lucia.fill(title=title, scope=TEXT)
    lucia.viewer.press("Save and continue")
    for at, (name, amount) in enumerate([("Sketches", "120"), ("The stamp, drawn", "180")]):
        lucia.fill(**{f"milestones-{at}-name": name, f"milestones-{at}-amount": amount, f"milestones-{at}-days": "5"})
    lucia.picture("offer-milestones", "#editor")
    lucia.press("Review")
    lucia.viewer.follow("Go on to send")
    lucia.viewer.press("Send the offer")
    lucia.picture("offer-card")

    ada.menu("Inbox")
    ada.viewer.follow("Lucía Fernández")
    card = ada.page.locator(".inline-card", has_text=title).last
    ada.viewer._click(card.get_by_role("link", name="Accept"))
    ada.picture("offer-accept")
    ada.viewer.press("Accept")
    order = the_order(ada.viewer, title)
    lucia.open(order)
    lucia.is_shown("Deliver")
    deliver(lucia.viewer, 1, "Three sketches.")
    ada.open(order)
    ada.unfold("Approve and stop the order")
    ada.is_shown("Resolution center")
    ada.picture("offer-review")
    play.has_all_of("a-custom-offer")


def test_a_fixed_price_contract(play):
    ada, grace = play("Ada"), play("Grace")
    title = play.title("A map of all studios")

    ada.open("/jobs/new/")
    ada.viewer.press("Describe the work")
    post(ada, title, "Contract, 14-day review")
    for at, name in enumerate(["Wireframe", "The map"]):
        ada.viewer.press("Add a step")
        ada.fill(**{f"step-{at}-name": name, f"step-{at}-days": "14"})
    ada.viewer.press("Open the job")
    job = ada.page.url.removeprefix(ada.viewer.site)
    propose(grace, job, [("Wireframe", "300"), ("The map", "600"), ("Tests", "300")], due=True)
    ada.open(job)
    ada.viewer.follow("1 proposal")
    ada.press("Make the offer")
    ada.viewer.press("Save and continue")
    ada.fill(**{"milestones-0-amount": "350"})
    ada.viewer.press("Review")
    ada.viewer.follow("Go on to send")
    ada.press("A lesser amount, to cover the first step")
    ada.picture("contract-deposit")
    ada.viewer.press("Send")
    wait_for_the_bank(ada.viewer)
    ada.open(job)
    ada.viewer.follow("1 proposal")
    ada.picture("contract-compared", "section:has(#diff)")
    ada.press("Take this plan into your post")
    grace.open("/offers/")
    grace.viewer.follow(title)
    grace.viewer.follow("Accept")
    grace.viewer.press("Accept")

    order = the_order(ada.viewer, title)
    ada.menu("Projects")
    ada.viewer.follow(title)
    ada.press("Add or edit milestones")
    ada.picture("contract-plan")
    ada.fill(**{"milestones-1-amount": "500"}, reason="Testing on more telephones.")
    ada.viewer.press("Review the changes")
    ada.press("Change the plan")
    grace.open(order)
    grace.viewer.follow("Add or edit milestones")
    grace.fill(**{"milestones-1-amount": "550"}, reason="Old telephones, too.")
    grace.viewer.press("Review the changes")
    grace.press("Send the change request")
    ada.open(f"{order}resolution/")
    ada.picture("contract-request")
    play.has_all_of("a-fixed-price-contract")


def test_for_support(play):
    sam = play("Sam")
    sam.menu("Support desk")
    sam.page.locator("main [name=q]").fill("Lesson on fractions")
    sam.page.keyboard.press("Enter")
    sam.page.wait_for_load_state()
    sam.picture("support-search")
    play.has_all_of("for-support")
