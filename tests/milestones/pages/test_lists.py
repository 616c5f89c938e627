"""The dashboard and the list of orders."""

import pytest

from marketplace.accounts.models import User
from milestones.actions import approve
from milestones.models import Order
from milestones.pages import dashboard
from milestones.wording.phrases import YOU, Waiting
from tests.conftest import person
from tests.workshop import hand_in, nth


def test_what_waits_for_whom(as_, ada, grace, order):
    hand_in(order("steps8"), 1)

    client, freelancer = as_(ada).see("dashboard"), as_(grace).see("dashboard")

    assert "Waiting for you 1 Website Grace Grace is waiting for your review of step 1" in client
    assert "Waiting for others" in client
    assert "Waiting for you Nothing." in freelancer
    assert "Ada is reviewing step 1" in freelancer.partition("Waiting for others")[2]


def test_money_at_a_glance(as_, ada, grace, order, give):
    give(ada, 12_345)
    placed = order("steps8")
    hand_in(placed, 1)
    approve.approve(nth(placed, 1), by=ada)
    order("steps8")

    assert "Available $123.45 You have in escrow $1,000.00" in as_(ada).see("dashboard")
    assert "Available $0.00 Clearing $800.00 In escrow for your work $1,000.00" in as_(grace).see("dashboard")
    assert "$800.00 clears" in as_(grace).see("dashboard").partition("Clears next")[2]


def test_a_timer_is_told_once(as_, ada, grace, order):
    hand_in(order("steps8"), 1)

    for side in (ada, grace):
        waits, _, rest = as_(side).see("dashboard").partition("Money Wallet")
        assert "Website" in waits
        assert "Website" not in rest


def test_a_newcomer_is_told_how_to_begin(as_, mallory):
    page = as_(mallory).see("dashboard")

    assert "Nothing is under way yet" in page
    assert "Add a card : each step is paid into escrow before it starts." in page
    assert "Read the rulebooks" in page


def test_other_apps_add_what_they_have_waiting(as_, mallory):
    item = dashboard.Item(Waiting(YOU, "Ada sent you an offer", "Answer it.", href="/offers/1/"), "Logo", "/offers/1/")

    with dashboard.elsewhere.instead({"offers": lambda user: [item]}):
        assert "Waiting for you 1 Logo Ada sent you an offer" in as_(mallory).see("dashboard")


def test_the_dashboard_costs_the_same_for_one_order_and_for_many(as_, ada, order):
    hand_in(order("steps8"), 1)
    visitor = as_(ada)
    few = visitor.count("dashboard")
    for _ in range(5):
        hand_in(order("steps8"), 1)

    assert visitor.count("dashboard") == few <= 10


def test_orders_by_state_and_side(as_, ada, grace, order):
    hand_in(order("steps8"), 1)
    ended = order("fair", 500)
    hand_in(ended, 1)
    approve.approve(nth(ended, 1), by=ada)
    Order.objects.filter(pk=ended.pk).update(title="Menu")

    active, done = as_(ada).see("orders"), as_(ada).see("orders", tab="ended")

    assert "Active 1 Ended 1" in active
    assert "Website Grace works for you · 0 of 3 steps done Grace is waiting for your review of step 1" in active
    assert "Menu" in done
    assert "Website" not in done
    assert "No active orders" in as_(ada).see("orders", **{"as": "freelancer"})
    assert "You work for Ada" in as_(grace).see("orders", **{"as": "freelancer"})


def test_an_order_is_found_by_title_person_and_number(as_, ada, order):
    website, menu = order("fair"), order("fair")
    Order.objects.filter(pk=menu.pk).update(title="Menu")
    visitor = as_(ada)

    for words in ("men", "MENU", str(menu.pk), f"#{menu.pk}"):
        page = visitor.see("orders", q=words)
        assert ("Menu" in page, "Website" in page) == (True, False), words
    assert "Website" in visitor.see("orders", q="grace")
    assert "No order like that" in visitor.see("orders", q="soup")
    assert visitor.see("orders", sort="title").index("Menu") < visitor.see("orders", sort="title").index("Website")
    assert visitor.see("orders", sort="oldest").index("Website") < visitor.see("orders", sort="oldest").index("Menu")
    assert website.pk < menu.pk


@pytest.mark.parametrize("asked", [{"q": "x" * 81}, {"q": "\0"}, {"q": "9" * 5000}, {"sort": "price"}, {"q": "%_"}])
def test_what_nobody_can_mean_is_no_error(as_, ada, order, asked):
    order("fair")

    assert "Website" in as_(ada).see("orders", **asked) or asked["q"] == "%_"


def test_only_ones_own_orders(as_, mallory, sam, order):
    order("fair")

    assert "Website" not in as_(mallory).see("orders")
    assert "Website" not in as_(sam).see("orders")


def test_the_list_has_pages_and_costs_the_same(as_, ada, order):
    order("fair")
    visitor = as_(ada)
    few = visitor.count("orders")
    _copies(ada, person("Greta"), 24)

    assert visitor.count("orders") <= few <= 10
    assert "1–20 of 25 orders" in visitor.see("orders")
    assert "21–25 of 25 orders" in visitor.see("orders", page=2)
    assert visitor.get("/orders/?page=99&tab=nonsense&as=nobody").status_code == 200


def _copies(client: User, freelancer: User, number: int) -> None:
    placed = Order.objects.get()
    terms = {"client": client, "freelancer": freelancer, "policy": placed.policy, "currency": "USD"}
    terms["origin"] = placed.origin
    Order.objects.bulk_create(Order(title=f"Copy {n}", **terms) for n in range(number))


def test_an_order_that_waits_for_answers_says_so(as_, ada, grace, asked_order):
    asked_order()

    for page in ("dashboard", "orders"):
        assert "Needs your answers before Grace starts" in as_(ada).see(page)
        assert "Ada has to answer your questions first" in as_(grace).see(page)
    assert "is working on" not in as_(ada).see("dashboard")
