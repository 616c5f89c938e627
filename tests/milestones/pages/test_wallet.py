"""The wallet: what is free, what clears when, what orders hold, and the entries behind it."""

import re

from escrow import debts
from marketplace.deadlines.sweep import sweep
from milestones.actions import approve
from tests.workshop import accept, hand_in, nth, owe


def test_the_freelancer_sees_what_clears_when(as_, ada, grace, order, move):
    placed = order("steps8")
    hand_in(placed, 1)
    accept(placed, 1)
    page = as_(grace).see("wallet")
    assert "Available $0.00" in page
    assert "Clearing $800.00" in page
    assert "When it clears $800.00 Website , step 1" in page

    move(days=14)
    sweep()
    page = as_(grace).see("wallet")

    assert "Available $800.00" in page
    assert "Cleared: earned with step 1 Website +$800.00 −$800.00 $800.00" in page
    assert "Earned with step 1 Website +$800.00 $800.00" in page


def test_the_client_sees_what_orders_hold(as_, ada, order):
    order("steps8")

    page = as_(ada).see("wallet")

    assert "You have in escrow $1,000.00" in page
    assert "Held by orders Website paid by you $1,000.00" in page


def test_the_balance_runs_along(as_, ada, give, order):
    give(ada, 200_000)
    placed = order("fair", 500, 500)
    hand_in(placed, 1)
    approve.approve(nth(placed, 1), by=ada)
    as_(ada).do("fund", nth(placed, 2), total=51_500)

    page = as_(ada).see("wallet")

    assert "Paid step 2 into escrow Website −$515.00 $1,485.00" in page
    assert "+$2,000.00 $2,000.00" in page


def test_one_currency_at_a_time(as_, ada, give):
    give(ada, 100_000)
    give(ada, 1_234, "KWD")

    assert "Available $1,000.00" in as_(ada).see("wallet")
    assert "Available KWD\u00a01.234".replace("\u00a0", " ") in as_(ada).see("wallet", currency="KWD")
    assert "Available $1,000.00" in as_(ada).see("wallet", currency="nonsense")


def test_pages_go_on_from_where_the_last_one_ended(as_, ada, give):
    for number in range(1, 31):
        give(ada, number)
    visitor = as_(ada)

    html = visitor.get("/wallet/").content.decode()
    link = re.search(r'rel="next"\s+href="([^"]+)"', html)[1].replace("&amp;", "&")
    older = visitor.get(f"/wallet/{link}").content.decode()

    assert html.count('data-label="Balance"') == 25
    assert older.count('data-label="Balance"') == 5
    assert "+$0.05" in older
    assert "+$0.06" not in older


def test_a_wrong_place_to_begin_is_the_beginning(as_, ada, give):
    give(ada, 100)

    for wrong in ("x", "-1", "9" * 40):
        assert "+$1.00" in as_(ada).see("wallet", before=wrong)


def test_it_costs_the_same_for_one_entry_and_for_many(as_, ada, grace, order):
    hand_in(placed := order("steps8"), 1)
    accept(placed, 1)
    visitor = as_(grace)
    few = visitor.count("wallet")
    for _ in range(4):
        hand_in(placed := order("steps8"), 1)
        accept(placed, 1)

    assert visitor.count("wallet") == few <= 10


def test_everybody_has_their_own(as_, mallory, ada, give, client):
    give(ada, 100_000)

    assert "Nothing has moved yet" in as_(mallory).see("wallet")
    assert client.get("/wallet/").status_code == 302


def test_the_wallet_says_what_is_owed_and_what_paid_it(as_, ada, give):
    owe(ada, 75_500)
    give(ada, 30_000)
    page = as_(ada).see("wallet")
    assert "You owe $455.00." in page
    assert "Available $0.00" in page

    debts.settle()
    page = as_(ada).see("wallet")

    assert "You owe $455.00." in page
    assert "Paid what you owed −$300.00 $0.00" in page
    give(ada, 50_000)
    assert "Available $45.00" in as_(ada).see("wallet")
    assert "You owe" not in as_(ada).see("wallet")
