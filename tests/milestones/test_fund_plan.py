"""Paying all that is left of a plan at once."""

import pytest

from escrow import payments
from marketplace.errors import Refused
from milestones.actions import fund
from tests.workshop import again, nth, sheet, states

pytestmark = pytest.mark.django_db


def test_contract14_pays_one_milestone_at_a_time_or_the_whole_plan(order, ada, visa):
    deal = order("contract14")

    with pytest.raises(Refused, match="one after the other"):
        fund.fund(nth(deal, 2), by=ada, source=visa)
    payments.attempt(fund.fund_plan(deal, by=ada, source=visa).payment)

    assert states(deal) == ["funded", "funded", "funded", "active"]
    assert sheet() == {"gateway": -315_000, "escrow": 300_000, "fees": 15_000}


def test_all_that_is_left_at_once(as_, ada, visa, order):
    placed = order("open", 500, 500, 500)
    page = as_(ada).see("fund_plan", placed.pk)
    assert "1. Part 1 $500.00 Fee for step 1 $15.00" in page
    assert "You pay now $1,545.00" in page

    as_(ada).do("fund_plan", placed, total=154_500, source=visa.pk)

    assert states(placed) == ["funded", "funded", "funded", "active"]


def test_only_where_the_rulebook_has_it(as_, ada, grace, order):
    placed = order("steps8")

    assert as_(ada).get(f"/orders/{placed.pk}/fund-plan/").url == placed.get_absolute_url()
    assert as_(grace).get(f"/orders/{order('open').pk}/fund-plan/").status_code == 403


def test_the_page_takes_few_queries_and_writes_nothing(as_, ada, order):
    small, large = order("open", 100, 100), order("open", *[100] * 12)

    assert as_(ada).count("fund_plan", small.pk) == as_(ada).count("fund_plan", large.pk) <= 7
    assert again(large).is_active


def test_nor_the_whole_plan(order, as_, ada, grace, visa, close_account):
    made = order("open", 500, 500)
    close_account(grace)

    response = as_(ada).do("fund_plan", made, total=103_000, source=visa.pk)

    assert "The account of Grace is closed" in response.content.decode()
    assert sheet() == {}
