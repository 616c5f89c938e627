"""Cancelling alone because the questions were not answered: everything goes back, with its fee."""

import pytest

from marketplace.actors import Support
from marketplace.deadlines.models import Deadline
from milestones.actions import approve
from tests.milestones.conftest import ANSWERS
from tests.workshop import again, nth, sheet

pytestmark = pytest.mark.django_db

HELD = {"gateway": -103_000, "escrow": 100_000, "fees": 3_000}


@pytest.mark.parametrize("who", ["ada", "grace"])
def test_after_fourteen_days_either_side_may_and_everything_goes_back(asked_order, who):
    play = asked_order()
    play.wait(days=14)
    assert sheet() == HELD  # nothing is cancelled by itself

    response = getattr(play, who).of_order("call_off")

    assert response.url == play.order.get_absolute_url()
    assert (play.states, play.ending) == (["cancelled", "skipped", "skipped", "cancelled"], "unanswered")
    assert sheet() == {"gateway": -103_000, "ada:wallet": 103_000}  # this rulebook gives back to the balance
    assert not Deadline.objects.live().filter(order=play.order).exists()


def test_not_before(asked_order):
    play = asked_order()
    play.wait(days=13, hours=23)

    for person in (play.ada, play.grace):
        response = person.of_order("call_off")
        assert response.status_code == 409
        assert "has not run out yet" in response.content.decode()
    assert sheet() == HELD


@pytest.mark.parametrize(
    ("change", "client", "freelancer"),
    [
        ({"requirements_end": "client_may_cancel"}, 302, 403),
        ({"requirements_end": "waits", "requirements_days": None}, 409, 403),
    ],
)
def test_who_may_is_said_by_the_rulebook(asked_order, change, client, freelancer):
    play = asked_order(**change)
    play.wait(days=15)

    assert play.grace.of_order("call_off").status_code == freelancer
    assert play.ada.of_order("call_off").status_code == client


def test_without_days_the_client_may_as_long_as_answers_are_missing(asked_order):
    play = asked_order("steps8")
    assert play.timers() == {}

    assert play.ada.of_order("call_off").status_code == 302
    assert sheet() == {"ada:wallet": 105_500, "gateway": -105_500}  # this rulebook gives back to the balance


def test_nobody_else_may(asked_order, as_, mallory, sam):
    play = asked_order()
    play.wait(days=14)

    assert as_(mallory).do("call_off", play.order).status_code == 404
    assert as_(sam).do("call_off", play.order).status_code == 403
    assert sheet() == HELD


def test_twice_is_once(asked_order):
    play = asked_order()
    play.wait(days=14)
    play.ada.of_order("call_off")
    books = sheet()

    assert play.grace.of_order("call_off").status_code == 409
    assert sheet() == books


def test_answers_that_come_late_are_still_answers(asked_order):
    play = asked_order()
    play.wait(days=20)

    play.ada.hand_in_answers(**ANSWERS)

    assert play.grace.of_order("call_off").status_code == 409
    assert sheet() == HELD


def test_not_after_money_was_released_or_disputed(asked_order, sam):
    play = asked_order()
    play.wait(days=14)
    play.grace.of_order("dispute", milestone=nth(play.order, 1).pk, reason="No answers.")
    assert play.ada.of_order("call_off").status_code == 409
    play.grace.post("withdraw", play.case.pk)

    approve.approve_for_support(nth(play.order, 1), by=Support(sam, "They agreed."))

    assert play.ada.of_order("call_off").status_code == 409
    assert again(play.order).is_active


def test_what_is_promised_before_happens(asked_order):
    play = asked_order()
    play.wait(days=14)

    for person, says in ((play.ada, "$1,030.00"), (play.grace, "$1,000.00")):
        page = person.page()
        assert "Cancel the order, give everything back" in page
        assert says in page
        assert "steps 1 to 3" not in page
