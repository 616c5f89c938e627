"""Paying a step, or all that is left, on a page that says what it costs and where the money comes from."""

import pytest

from escrow import payments
from marketplace.errors import Refused
from marketplace.policies.plan import MilestoneTerms
from milestones.actions import approve, cases, fund
from milestones.actions.parts.plan_changes import PlanChange
from tests.conftest import card
from tests.workshop import accept, hand_in, nth, owe, sheet, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def due(order):
    """An order whose second step waits for its payment: `due("steps8")`."""

    def make(key, *amounts):
        placed = order(key, *amounts)
        hand_in(placed, 1)
        accept(placed, 1)
        return placed

    return make


def test_the_bill_shows_price_fee_and_total(as_, ada, due):
    page = as_(ada).see("fund", nth(due("steps8"), 2).pk)

    assert "Price of the step $1,000.00 Fee $55.00 You pay now $1,055.00" in page
    assert "Pay $1,055.00 from Visa ending in 4242" in page
    assert "Grace starts with step 2 and has 10 days." in page
    assert "What is not released comes back with its fee, to your balance here." in page


def test_it_puts_the_price_into_escrow(as_, ada, visa, due):
    placed = due("steps8")

    response = as_(ada).do("fund", nth(placed, 2), total=105_500, source=visa.pk)

    assert response.url == nth(placed, 2).get_absolute_url()
    assert states(placed) == ["paid", "funded", "pending", "active"]
    assert sheet()["escrow"] == 100_000


def test_the_balance_goes_first_where_the_rulebook_says_so(as_, ada, visa, give, due):
    placed = due("steps8")
    give(ada, 20_000)
    page = as_(ada).see("fund", nth(placed, 2).pk)
    assert "From your balance $200.00 From your payment source $855.00" in page

    as_(ada).do("fund", nth(placed, 2), total=105_500, source=visa.pk)

    assert sheet().get("ada:wallet", 0) == 0
    assert sheet()["gateway"] == -105_500 - 85_500


def test_what_is_owed_is_not_of_the_balance(as_, ada, visa, give, due):
    placed = due("steps8")
    give(ada, 20_000)
    owe(ada, 5_000)
    page = as_(ada).see("fund", nth(placed, 2).pk)
    assert "From your balance $150.00 From your payment source $905.00" in page

    as_(ada).do("fund", nth(placed, 2), total=105_500, source=visa.pk)

    assert (sheet()["ada:wallet"], sheet()["ada:receivable"]) == (5_000, -5_000)


def test_a_balance_that_covers_it_asks_for_no_card(as_, ada, give, due):
    placed = due("steps8")
    give(ada, 200_000)
    page = as_(ada).see("fund", nth(placed, 2).pk)
    assert "Visa" not in page

    as_(ada).do("fund", nth(placed, 2), total=105_500)

    assert states(placed)[1] == "funded"
    assert sheet()["ada:wallet"] == 94_500


def test_where_either_will_do_the_client_chooses(as_, ada, visa, give, order):
    placed = order("open")
    give(ada, 200_000)
    assert "Your balance, $2,000.00 Visa ending in 4242" in as_(ada).see("fund", nth(placed, 1).pk)

    as_(ada).do("fund", nth(placed, 1), total=103_000, source="balance")
    as_(ada).do("fund", nth(placed, 2), total=103_000, source=visa.pk)

    assert sheet() == {
        "suspense": -200_000,
        "gateway": -103_000,
        "ada:wallet": 97_000,
        "escrow": 200_000,
        "fees": 6_000,
    }


def test_without_a_card_it_leads_to_adding_one_and_back(as_, ada, visa, due):
    placed = due("steps8")
    visa.user.payment_sources.update(is_default=False, removed_at=visa.verified_at)

    response = as_(ada).get(f"/milestones/{nth(placed, 2).pk}/fund/")

    html = response.content.decode()
    assert f"/wallet/sources/add/?next=/milestones/{nth(placed, 2).pk}/fund/" in html
    assert "<button" not in html.partition("What becomes of it")[0].rpartition("<form")[2]


def test_a_card_that_was_added_on_the_way_is_the_one_marked(as_, ada, grace, visa, due):
    paid = f"/milestones/{nth(due('steps8'), 2).pk}/fund/"
    second = card(ada)

    def marked(query=""):
        return as_(ada).get(paid + query).context["form"]["source"].value()

    assert marked() == str(visa.pk)
    assert marked(f"?source={second.pk}") == str(second.pk)
    assert [marked(f"?source={other}") for other in (card(grace).pk, "x", "")] == [str(visa.pk)] * 3


@pytest.mark.parametrize("wrong", [{}, {"source": "999999"}, {"source": "balance"}, {"source": "x"}])
def test_a_source_has_to_be_chosen_among_ones_own(as_, ada, grace, due, wrong):
    placed = due("steps8")
    theirs = card(grace)
    before = sheet()

    for data in (wrong, {"source": theirs.pk}):
        assert as_(ada).do("fund", nth(placed, 2), total=105_500, **data).status_code == 422
    assert sheet() == before


def test_a_price_that_changed_is_shown_again_before_anything_is_charged(as_, ada, visa, due):
    placed = due("steps8")

    response = as_(ada).do("fund", nth(placed, 2), total=100_000, source=visa.pk)

    assert response.status_code == 422
    assert "it is $1,055.00 now" in response.content.decode()
    assert states(placed)[1] == "pending"


def test_a_declined_card_leads_to_the_payment_and_the_order_says_so(as_, ada, due):
    placed = due("fair")
    bad = card(ada, "declined")
    visitor = as_(ada)

    response = visitor.do("fund", nth(placed, 2), total=103_000, source=bad.pk)

    assert response.url.startswith("/payments/")
    page = visitor.see("order", placed.pk)
    assert (
        "The payment for step 2 failed Visa ending in 4242: The bank declined the card. If you do nothing, on" in page
    )


def test_a_payment_at_the_bank_is_announced_and_hides_the_button(as_, ada, grace, due):
    placed = due("fair")
    slow = card(ada, "confirm")
    visitor = as_(ada)
    visitor.do("fund", nth(placed, 2), total=103_000, source=slow.pk)

    page = visitor.see("order", placed.pk)

    assert "Confirm your payment of $1,030.00 at the bank" in page
    assert "Pay step 2" not in page
    assert "Ada’s payment is at the bank" in as_(grace).see("order", placed.pk)
    assert visitor.do("fund", nth(placed, 2), total=103_000, source=slow.pk).status_code == 409


@pytest.mark.parametrize(("who", "status"), [("grace", 403), ("mallory", 404), ("sam", 403)])
def test_nobody_else_pays(as_, due, request, who, status):
    placed = due("steps8")
    visitor = as_(request.getfixturevalue(who))
    before = sheet()

    assert visitor.get(f"/milestones/{nth(placed, 2).pk}/fund/").status_code == status
    assert visitor.do("fund", nth(placed, 2), total=105_500).status_code == status
    assert sheet() == before


def test_an_old_link_leads_to_the_order(as_, ada, visa, due):
    placed = due("steps8")
    visitor = as_(ada)
    visitor.do("fund", nth(placed, 2), total=105_500, source=visa.pk)
    before = sheet()

    response = visitor.do("fund", nth(placed, 2), total=105_500, source=visa.pk)

    assert response.url == nth(placed, 2).get_absolute_url()
    assert "Step 2 is paid already. Nothing was charged again." in visitor.see("order", placed.pk)
    assert sheet() == before


def test_what_rolled_in_is_not_paid_again(as_, ada, order):
    placed = order("contract14", 1000, 500)
    approve.release_part(nth(placed, 1), by=ada, part=60_000)

    page = as_(ada).see("fund", nth(placed, 2).pk)

    assert "Price of the step $900.00 Held already −$400.00 Fee $25.00 You pay now $525.00" in page


def test_a_price_that_changed_a_moment_ago_is_not_charged(order, ada, visa):
    deal = order("open")
    cases.change_plan(deal, PlanChange.editing(nth(deal, 1), MilestoneTerms("Dearer", 200_000)), by=ada)

    with pytest.raises(Refused, match="it is \\$2,060.00 now"):
        fund.fund(nth(deal, 1), by=ada, source=visa, agreed=103_000)
    with pytest.raises(Refused, match="changed"):
        fund.fund_plan(deal, by=ada, source=visa, agreed=309_000)
    assert sheet() == {}


def test_no_milestone_is_paid_for_somebody_whose_account_is_closed(order, as_, ada, grace, visa, close_account):
    made = order("open", 500, 500)
    close_account(grace)
    books = sheet()

    page = as_(ada).see("order", made.pk)
    response = as_(ada).do("fund", nth(made, 1), total=51_500, source=visa.pk)

    assert "Grace’s account is closed" in page
    assert "Pay step 1" not in page
    assert response.status_code == 302
    assert sheet() == books
    assert nth(made, 1).state == "pending"


def test_a_charge_that_was_under_way_comes_back(order, ada, grace, visa, close_account):
    made = order("open", 500)
    payment = fund.fund(nth(made, 1), by=ada, source=visa).payment
    close_account(grace)

    payments.attempt(payment)

    assert nth(made, 1).state == "pending"
    assert sheet() == {"gateway": -51_500, "ada:wallet": 51_500}


def test_who_is_suspended_is_paid_only_by_whoever_was_warned(due, as_, ada, grace, visa, suspend):
    placed = due("steps8")
    page = as_(ada).see("fund", nth(placed, 2).pk)
    assert "account is suspended" not in page
    before, read = sheet(), nth(placed, 2)  # both sides as they were
    assert not read.order.suspended
    suspend(grace)
    pay = {"total": 105_500, "source": visa.pk}
    with pytest.raises(Refused, match="Nothing was paid"):  # asked under the lock, of them as they are
        fund.fund(read, by=ada, source=visa, warned=False)

    unwarned = as_(ada).do("fund", nth(placed, 2), **pay)

    assert unwarned.status_code == 409
    assert "Nothing was paid" in unwarned.content.decode()
    assert 'name="warned"' in unwarned.content.decode()
    assert sheet() == before
    assert "You may still pay" in as_(ada).see("order", placed.pk)
    assert as_(ada).do("fund", nth(placed, 2), **pay, warned="yes").status_code == 302
    assert nth(placed, 2).state == "funded"


def test_the_balance_leaves_the_card_as_much_as_the_bank_takes(as_, ada, visa, give, due, takes):
    """$0.20 are missing, and the bank takes no payment under $0.50."""
    placed = due("steps8")
    takes(smallest=50, step=1, largest=1_000_000)
    give(ada, 105_480)
    page = as_(ada).see("fund", nth(placed, 2).pk)
    assert "From your balance $1,054.50 From your payment source $0.50" in page

    as_(ada).do("fund", nth(placed, 2), total=105_500, source=visa.pk)

    assert states(placed) == ["paid", "funded", "pending", "active"]
    assert sheet()["ada:wallet"] == 30


def test_what_is_more_than_the_bank_takes_is_refused_with_a_reason(as_, ada, visa, due, takes):
    placed = due("steps8")
    takes(smallest=50, step=1, largest=100_000)

    response = as_(ada).do("fund", nth(placed, 2), total=105_500, source=visa.pk)

    assert response.status_code == 409
    assert "$1,055.00 can’t be charged. The most that can be paid at once is $1,000.00." in response.content.decode()
    assert states(placed) == ["paid", "pending", "pending", "active"]
