"""What people were shown is what they pay, and nothing can be agreed for a day that no calendar reaches."""

from datetime import date

import pytest

from escrow import payments
from marketplace.errors import Refused
from marketplace.policies import limits
from marketplace.policies.plan import MilestoneTerms
from milestones.actions import cases, fund
from tests.workshop import sheet, states, step

pytestmark = pytest.mark.django_db


def test_a_price_that_changed_a_moment_ago_is_not_charged(order, ada, visa):
    deal = order("open")
    cases.change_plan(deal, cases.Change("edit", step(deal, 1), MilestoneTerms("Dearer", 200_000)), by=ada)

    with pytest.raises(Refused, match="it is \\$2,060.00 now"):
        fund.fund(step(deal, 1), by=ada, source=visa, agreed=103_000)
    with pytest.raises(Refused, match="changed"):
        fund.fund_plan(deal, by=ada, source=visa, agreed=309_000)
    assert sheet() == {}


def test_no_step_is_due_in_the_year_9999(preset):
    far = MilestoneTerms("Far", 100_000, deliverables=["File"], due_on=date(9999, 12, 31))

    problems = limits.check(preset("contract14"), [far], "USD", origin="direct")

    assert [(one.field, one.message) for one in problems] == [("due_on", limits.TOO_FAR)]


def test_time_is_not_given_without_end(order, ada, move):
    deal = order("contract14")

    for _ in range(9):
        cases.grant_time(step(deal, 1), by=ada, days=365)

    with pytest.raises(Refused, match="ten years"):
        cases.grant_time(step(deal, 1), by=ada, days=365)


def test_contract14_pays_one_step_at_a_time_or_the_whole_plan(order, ada, visa):
    deal = order("contract14")

    with pytest.raises(Refused, match="one after the other"):
        fund.fund(step(deal, 2), by=ada, source=visa)
    payments.attempt(fund.fund_plan(deal, by=ada, source=visa).payment)

    assert states(deal) == ["funded", "funded", "funded", "active"]
    assert sheet() == {"gateway": -315_000, "escrow": 300_000, "fees": 15_000}
