"""Days are the days of whoever wrote the plan, and say where that is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from marketplace import clock
from marketplace.offers.terms import Terms
from marketplace.policies import limits
from marketplace.policies.plan import MilestoneTerms
from milestones.models import Milestone, Order
from tests.workshop import nth, pay

pytestmark = pytest.mark.django_db

LOS_ANGELES, AUCKLAND = "America/Los_Angeles", "Pacific/Auckland"


@pytest.fixture
def agreed(order):
    """An order under open whose days are those of Los Angeles, its first step due on 2 December two years ahead."""
    made = order("open", 500, 500)
    Order.objects.filter(pk=made.pk).update(zone=LOS_ANGELES)
    Milestone.objects.filter(pk=nth(made, 1).pk).update(due_on=date(2028, 12, 2))
    return made


def test_a_day_ends_at_midnight_where_the_plan_was_written(agreed, visa):
    pay(agreed, 1, visa)

    assert nth(agreed, 1).due_at == datetime(2028, 12, 3, 7, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "unpaid", "paid"),
    [
        (LOS_ANGELES, "due 2 Dec 2028 ", "due Sat 2 Dec 2028, 23:59 "),
        (
            AUCKLAND,
            "due 2 Dec 2028 in Los Angeles",
            "due Sun 3 Dec 2028, 20:59 (the end of 2 Dec 2028 in Los Angeles)",
        ),
    ],
)
def test_each_side_reads_the_day_and_where_it_is(zone, unpaid, paid, agreed, as_, ada, visa):
    type(ada).objects.filter(pk=ada.pk).update(time_zone=zone)
    assert unpaid in as_(ada).see("order", agreed.pk)

    pay(agreed, 1, visa)

    assert paid in as_(ada).see("order", agreed.pk)


def test_today_is_still_to_come_where_it_is_today(monkeypatch, preset):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 2, 1, 16, tzinfo=UTC))
    today = date(2026, 12, 1)
    plan = [MilestoneTerms("Part", 50_000, due_on=today, deliverables=["File"])]

    def found(zone):
        problems = limits.check(preset("open"), plan, "USD", origin="direct", today=clock.today(zone))
        return [one.message for one in problems]

    assert found(LOS_ANGELES) == []
    assert found("UTC") == ["This day has passed."]


def test_the_form_of_a_milestone_says_where_its_day_ends(agreed, as_, ada):
    assert "Days begin and end at midnight in Los Angeles." in as_(ada).see("plan", agreed.pk)


def test_terms_keep_their_zone_and_older_ones_are_of_utc():
    terms = Terms("Website", zone=LOS_ANGELES)
    assert Terms.from_data(terms.as_data()).zone == LOS_ANGELES
    old = terms.as_data()
    del old["zone"]
    assert Terms.from_data(old).zone == "UTC"


def test_a_zone_that_is_forgotten_is_utc():
    assert clock.end_of(date(2026, 12, 2), "Mars/Olympus") == datetime(2026, 12, 2, 23, 59, 59, tzinfo=UTC)


def test_delays_are_counted_in_days_of_that_zone(agreed, visa, move):
    """Paid at five in the afternoon in Los Angeles, which is the next day in UTC: nothing is late."""
    first = clock.day_of(again := nth(agreed, 1).order.created_at, LOS_ANGELES)
    assert first in (again.date(), again.date() - timedelta(days=1))
    pay(agreed, 1, visa)

    assert clock.day_of(nth(agreed, 1).due_at, LOS_ANGELES) == date(2028, 12, 2)
