"""What a rulebook asks of a plan."""

from datetime import date

import pytest

from marketplace.policies import limits
from marketplace.policies.plan import MilestoneTerms

pytestmark = pytest.mark.django_db


def test_no_milestone_is_due_in_the_year_9999(preset):
    far = MilestoneTerms("Far", 100_000, deliverables=["File"], due_on=date(9999, 12, 31))

    problems = limits.check(preset("contract14"), [far], "USD", origin="direct")

    assert [(one.field, one.message) for one in problems] == [("due_on", limits.TOO_FAR)]


LOGO = MilestoneTerms("Logo", 10_000, days=10)


def fields(problems) -> list[str]:
    return [one.field for one in problems]


@pytest.mark.parametrize(
    ("amounts", "found"),
    [([500], []), ([499], ["total"]), ([500, 500], ["order_type"]), ([], ["order_type", "total"])],
)
def test_one_payment_has_one_step_and_a_smallest_total_of_its_own(amounts, found, preset):
    plan = [MilestoneTerms("Logo", amount, days=10) for amount in amounts]

    for origin in ("custom_offer", "gig"):
        problems = limits.check(preset("steps8"), plan, "USD", origin=origin, order_type="single")
        assert fields(problems) == found


def test_the_smallest_total_of_one_payment_is_said_in_its_currency(preset):
    plan = [MilestoneTerms("Logo", 749, days=10)]

    [problem] = limits.check(preset("steps8"), plan, "JPY", origin="gig", order_type="single")

    assert problem.message == "Under this rulebook one payment must be at least ¥750."


@pytest.mark.parametrize(("origin", "found"), [("gig", ["amount"]), ("custom_offer", ["amount"])])
def test_each_step_of_a_gig_has_a_smallest_amount_too(origin, found, preset):
    plan = [LOGO, MilestoneTerms("Vectors", 4_999, days=10)]

    assert fields(limits.check(preset("steps8"), plan, "USD", origin=origin)) == found


@pytest.mark.parametrize(("taken", "asked"), [("single", "milestones"), ("milestones", "single")])
def test_an_order_type_that_the_rulebook_does_not_take_is_refused(taken, asked, preset):
    policy = preset("open")
    policy.order_types = [taken]

    [problem] = limits.check(policy, [LOGO], "USD", origin="direct", order_type=asked)

    assert problem.field == "order_type"
    assert limits.check(policy, [LOGO], "USD", origin="direct", order_type=taken) == []


# What the gateway takes: payments are made of the price and the client's fee


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (54_650, []),
        (54_655, ["Payments in KWD go in steps of KWD 0.010. KWD 54.660 would do."]),
        (
            54_750,
            [
                "With the fee on it KWD 56.393 would have to be paid. Payments in KWD go in steps of KWD 0.010. "
                "KWD 54.990 would do."
            ],
        ),
    ],
)
def test_a_step_can_be_paid_with_its_fee_or_is_told_what_could_be(amount, said, preset):
    plan = [MilestoneTerms("Drawings", amount, days=5)]

    found = limits.check(preset("fair"), plan, "KWD", origin="direct", order_type="milestones")

    assert [one.message.replace("\N{NO-BREAK SPACE}", " ") for one in found] == said
    assert {(one.field, one.milestone) for one in found} <= {("amount", 0)}


def test_a_currency_that_cannot_be_charged_is_no_currency_for_a_plan(takes, preset):
    takes(None)

    [problem] = limits.check(preset("fair"), [LOGO], "USD", origin="direct")

    assert (problem.field, problem.milestone) == ("currency", None)


def test_a_month_that_costs_less_can_be_paid_too(takes, preset):
    takes(smallest=9_800, step=1, largest=1_000_000)
    policy = preset("fair")
    months, off = policy.subscription_months[0], max(policy.subscription_discounts)

    [problem] = limits.check_subscription(policy, months, off, price=10_000, currency="USD")

    assert problem.field == "discount"
    assert problem.message.startswith("From the second month on: The least that can be paid at once is $98.00.")
    assert limits.check_subscription(policy, months, 0, price=10_000, currency="USD") == []
