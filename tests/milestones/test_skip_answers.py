"""The freelancer starts without the answers: the time runs, and the client may still give them."""

import pytest

from marketplace import clock
from tests.milestones.conftest import ANSWERS
from tests.workshop import again, nth, sheet

pytestmark = pytest.mark.django_db


def test_the_time_runs_from_then_on(asked_order):
    play = asked_order()
    before = sheet()
    play.wait(days=2)

    response = play.grace.of_order("skip_answers")

    order, first = again(play.order), nth(play.order, 1)
    assert response.url == order.get_absolute_url()
    assert (order.awaits_brief, order.brief_skipped) == (False, True)
    assert first.due_at == order.briefed_at + clock.days(10)
    assert play.timers() == {"due": 10}
    assert sheet() == before
    assert "started without the answers" in play.ada.page()


def test_nobody_else_may(asked_order, as_, mallory):
    play = asked_order()

    assert play.ada.of_order("skip_answers").status_code == 403
    assert as_(mallory).do("skip_answers", play.order).status_code == 404
    assert again(play.order).awaits_brief


def test_twice_is_once(asked_order):
    play = asked_order()
    play.grace.of_order("skip_answers")
    due = nth(play.order, 1).due_at
    play.wait(days=1)

    assert play.grace.of_order("skip_answers").status_code == 409
    assert nth(play.order, 1).due_at == due


def test_the_answers_may_still_be_added_but_not_handed_in(asked_order):
    play = asked_order()
    play.grace.of_order("skip_answers")

    assert play.ada.hand_in_answers(**ANSWERS).status_code == 409
    play.ada.of_order("answer", **ANSWERS)

    assert play.order.questions.first().answer == ["We bake bread."]
    assert play.grace.of_order("return_answers", reason="More.").status_code == 409
