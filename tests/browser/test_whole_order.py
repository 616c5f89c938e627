"""Two browsers play one order from the offer to its end, by clicking; every page is checked by axe on the way."""

import pytest

pytestmark = [pytest.mark.processes, pytest.mark.needs("chromium")]

PLAN = [("Design", "400"), ("Build", "600.50")]


@pytest.fixture(params=[(1280, "light"), (390, "dark")], ids=["desk-light", "phone-dark"])
def two(request, viewer):
    """Ada, who hires, and Grace, who works, each at a browser of this size."""
    width, scheme = request.param
    return viewer(width, scheme).be("Ada"), viewer(width, scheme).be("Grace")


def write_offer(ada, title, plan=PLAN, total="$1,000.50"):
    ada.open("/offers/new/")
    ada.fill(who="Grace")
    ada.press("Search")
    ada.page.get_by_text("Grace Okafor").first.click()
    ada.fill(title=title, scope="A shop for pots, from the sketch to the first sale.")
    ada.press("Save and continue")
    for at, (name, amount) in enumerate(plan):
        ada.fill(**{f"milestones-{at}-name": name, f"milestones-{at}-amount": amount})
        ada.fill(**{f"milestones-{at}-days": "5", f"milestones-{at}-revisions": "1"})
    ada.press("Review")
    assert ada.sees(total)
    ada.follow("Go on to send")
    ada.press("Send the offer")


def deliver(grace, number, message):
    grace.unfold(f"Deliver step {number}")
    grace.fill(message=message)
    grace.press("Hand it in")


def the_order(somebody, title) -> str:
    """Where the order is, as soon as the worker has charged the card and placed it."""
    link = somebody.page.get_by_role("link", name=title)
    for _ in range(20):
        somebody.open("/orders/")
        if link.count():
            return link.first.get_attribute("href").partition("#")[0]
        somebody.page.wait_for_timeout(500)
    raise AssertionError(f"There is no order {title!r}")


def test_a_whole_order(two):
    ada, grace = two
    title = f"Shop for pots {ada.page.viewport_size['width']}"

    write_offer(ada, title)
    grace.open("/offers/")
    grace.follow(title)
    grace.follow("Accept")
    grace.press("Accept")
    order = the_order(grace, title)
    grace.open(order)

    deliver(grace, 1, "The sketches are ready.")
    ada.open(order)
    ada.unfold("Request a revision")
    ada.fill(reason="The jug is too small.")
    ada.press("Ask for the changes")
    grace.open(order)
    deliver(grace, 1, "The jug is bigger now.")
    ada.open(order)
    ada.unfold("Approve, pay")
    ada.press("Approve and pay")
    assert ada.sees("You approved step 1")

    ada.follow("Pay step 2")
    ada.press("Pay")
    assert ada.sees("into escrow for step 2")
    grace.open(order)
    deliver(grace, 2, "The shop is open.")

    ada.open(order)
    assert ada.sees("If you do nothing")
    ada.press("+8 days")
    ada.open(order)
    assert ada.sees("Completed")

    ada.open(f"{order}statement/")
    assert ada.sees("It adds up")
    grace.open(f"{order}statement/")
    assert grace.sees("It adds up")
    grace.open("/wallet/")
    ada.open(f"{order}history/")


PAGES = ["/", "/policies/", "/accounts/login/", "/accounts/signup/", "/demo/", "/demo/mail/", "/nowhere/"]
ADAS = [
    "/dashboard/",
    "/orders/",
    "/offers/",
    "/offers/new/",
    "/wallet/",
    "/wallet/sources/",
    "/wallet/sources/add/",
    "/settings/",
    "/settings/notifications/",
    "/settings/security/",
    "/notifications/",
    "/accounts/2fa/",
    "/accounts/password/change/",
]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light")])
def test_every_page_is_whole(viewer, width, scheme):
    somebody = viewer(width, scheme)
    for path in PAGES:
        somebody.complaints.clear()  # the 404 is one
        somebody.page.goto(somebody.site + path)
        somebody.complaints.clear()
        somebody.check()
    somebody.be("Ada")
    for path in ADAS:
        somebody.open(path)


def test_every_order_of_the_demo_is_whole_for_both_sides(viewer):
    """Every state, under every policy: the order, its resolution center and its statement."""
    for name in ("Ada", "Grace"):
        somebody = viewer(390).be(name)
        somebody.open("/orders/")
        for path in sorted(_links(somebody.page, r"^/orders/\d+/$")):
            for part in ("", "resolution/", "statement/"):
                somebody.open(path + part)


def _links(page, pattern: str) -> set[str]:
    return set(
        page.evaluate(
            "pattern => [...document.links].map(link => link.pathname).filter(path => path.match(pattern))", pattern
        )
    )
