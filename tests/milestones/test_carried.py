"""Money that rolled into a step which then never starts goes back, however often the order is reopened."""

import pytest

from marketplace.actors import Support
from milestones.actions import approve, cases, fund, stop, support
from tests.milestones.browsers import Play
from tests.workshop import another, nth, place, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def rolling(ada, grace, visa, move):
    """An order under a rulebook that rolls the rest over, refunds to the balance, and can be reopened."""
    another("contract14", "rolling", reopen_days=14, refund_to="balance")
    return Play(place(ada, grace, "rolling", source=visa), visa, move)


def test_it_goes_back_with_its_fee_and_the_milestone_can_be_paid_later(rolling, ada, grace, visa, sam):
    order = rolling.order
    approve.release_part(nth(order, 1), by=ada, part=60_000)
    stop.stop(order, by=ada)
    assert sheet() == {"gateway": -105_000, "ada:wallet": 42_000, "grace:clearing": 54_000, "fees": 9_000}

    cases.accept(cases.ask_to_reopen(order, by=ada, reason="Let us go on.").thing, by=grace)
    fund.fund(nth(order, 2), by=ada, source=visa)
    rolling.gateway_answers()
    support.cancel_and_refund(nth(order, 2), by=Support(sam, "They agreed."))

    assert rolling.states == ["paid", "cancelled", "skipped", "completed"]
    assert sheet()["ada:wallet"] == 42_000 + 147_000
