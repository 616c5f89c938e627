"""The front page of the desk: what waits for support, and whether the machinery runs."""

from datetime import timedelta

import pytest

from marketplace import clock, task_runs
from marketplace.accounts.models import User
from marketplace.deadlines.sweep import sweep
from marketplace.deadlines.tasks import SWEEP
from marketplace.models import JobRun
from milestones.actions import disputes
from tests.admin.conftest import enter, page, url
from tests.conftest import card
from tests.workshop import hand_in, nth, pay

pytestmark = pytest.mark.django_db


def tile(said: str, label: str) -> str:
    """The number of a tile."""
    return said[said.index(label) :].partition("<dd>")[2].partition("</dd>")[0]


def test_a_dispute_waits_for_support_once_it_was_answered(desk, order):
    placed = order("fair")
    asked = disputes.dispute(nth(placed, 1), by=placed.client, reason="It is late.").thing
    assert tile(page(desk, "/admin/"), "Disputes for support") == "0"

    disputes.reply(asked, by=placed.freelancer, answer="It is not.")

    said = page(desk, "/admin/")
    assert tile(said, "Disputes for support") == "1"
    assert url(asked) in said


def test_a_dispute_waits_for_support_when_nobody_answered(desk, order, move):
    disputes.dispute(nth(placed := order("fair"), 1), by=placed.client, reason="It is late.")
    move(days=6)
    sweep()

    assert tile(page(desk, "/admin/"), "Disputes for support") == "1"


def test_a_refused_payment_is_counted(desk, order, ada):
    placed = order("studio")
    pay(placed, 1, card(ada, "declined"))

    assert tile(page(desk, "/admin/"), "Payments refused") == "1"


def test_timers_that_are_due_soon_are_counted(desk, order, move):
    hand_in(order("steps8"), 1)
    assert tile(page(desk, "/admin/"), "Timers due") == "0"

    move(days=7, hours=2)

    assert tile(page(desk, "/admin/"), "Timers due") == "1"


def test_a_sweep_that_never_ran_or_stopped_is_told(desk):
    assert "never swept" in page(desk, "/admin/")

    task_runs.note(SWEEP, succeeded_at=clock.real(), result=0)
    assert ">running<" in page(desk, "/admin/")

    JobRun.objects.update(succeeded_at=clock.real() - timedelta(minutes=10))
    assert ">stopped<" in page(desk, "/admin/")


def test_late_timers_are_told(desk, order, move):
    hand_in(order("steps8"), 1)
    task_runs.note(SWEEP, succeeded_at=clock.real(), result=0)
    move(days=9)

    said = page(desk, "/admin/")

    assert ">late<" in said
    assert "2 overdue" in said


def test_who_may_not_see_requests_sees_no_overview(db):
    clerk = User.objects.create_user("clerk@example.org", "cairn-demo", display_name="Clerk", is_staff=True)

    assert "Disputes for support" not in page(enter(clerk), "/admin/")
