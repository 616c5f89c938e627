"""The client hands in the answers to the questions of an order: only then the time of what is paid runs."""

from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.deadlines.models import Deadline
from milestones.timer_kinds import Kind
from tests.milestones.conftest import ANSWERS, QUESTIONS
from tests.workshop import again, nth, sheet

pytestmark = pytest.mark.django_db

HELD = {"gateway": -103_000, "escrow": 100_000, "fees": 3_000}


def timers(play) -> set:
    return {one.kind for one in Deadline.objects.live().filter(order=play.order)}


def test_until_then_nothing_is_due_and_then_it_counts_from_the_answers(asked_order):
    play = asked_order()
    play.wait(days=3)
    assert (nth(play.order, 1).due_at, nth(play.order, 1).begun_at, sheet()) == (None, None, HELD)
    assert timers(play) == {Kind.BRIEF, Kind.REMIND}

    response = play.ada.hand_in_answers(**ANSWERS)

    order, first = again(play.order), nth(play.order, 1)
    assert response.url == order.get_absolute_url()
    assert order.briefed_at - order.asked_at > timedelta(days=3)
    assert first.begun_at == order.briefed_at
    assert first.due_at == order.briefed_at + clock.days(10)
    assert timers(play) == {Kind.DUE, Kind.REMIND}
    assert sheet() == HELD
    assert [one.answer for one in order.questions.all()] == [["We bake bread."], ["On paper"], [], []]


def test_nobody_else_may(asked_order, mallory, as_):
    play = asked_order()

    assert play.grace.hand_in_answers(**ANSWERS).status_code == 403
    assert as_(mallory).do("hand_in_answers", play.order, **ANSWERS).status_code == 404
    assert again(play.order).awaits_brief
    assert not again(play.order).questions.exclude(answered_at=None).exists()


def test_twice_is_once(asked_order):
    play = asked_order()
    play.ada.hand_in_answers(**ANSWERS)
    due = nth(play.order, 1).due_at
    play.wait(days=1)

    assert play.ada.hand_in_answers(**ANSWERS | {"answer-1": "We sell bread."}).status_code == 409
    assert nth(play.order, 1).due_at == due
    assert again(play.order).questions.first().answer == ["We bake bread."]


def test_what_is_needed_is_told_next_to_its_field_and_the_rest_is_saved(asked_order):
    play = asked_order()

    response = play.ada.hand_in_answers(**{"answer-2": "On paper", "answer-3": ["Round", "Plain"]})

    form = response.context["form"]
    assert response.status_code == 422
    assert list(form.errors) == ["answer-1"]
    assert "needs an answer" in form.errors["answer-1"][0]
    assert again(play.order).awaits_brief
    assert [one.answer for one in again(play.order).questions.all()] == [[], ["On paper"], ["Round", "Plain"], []]
    play.ada.hand_in_answers(**{"answer-1": "Bread.", "answer-2": "On paper", "seen": form.data["seen"]})
    assert not again(play.order).awaits_brief


@pytest.mark.parametrize(
    ("field", "value", "says"), [("answer-1", "x" * 5001, "5000"), ("answer-2", "On walls", "valid choice")]
)
def test_what_is_no_answer_says_why_and_keeps_what_is_typed(asked_order, field, value, says):
    play = asked_order()

    response = play.ada.hand_in_answers(**ANSWERS | {field: value})

    assert response.status_code == 422
    assert says in response.context["form"].errors[field][0]
    if field == "answer-1":
        assert value in response.content.decode()
    assert again(play.order).awaits_brief


def test_without_a_needed_question_nobody_waits(asked_order):
    play = asked_order(questions=QUESTIONS[2:])

    order, first = again(play.order), nth(play.order, 1)

    assert (order.awaits_brief, order.brief_skipped) == (False, True)
    assert first.due_at == first.funded_at + clock.days(10)
    assert timers(play) == {Kind.DUE, Kind.REMIND}
    assert play.ada.hand_in_answers().status_code == 409


def test_a_rulebook_that_asks_nothing_keeps_nothing(order):
    placed = order("open", questions=QUESTIONS)

    assert (placed.asked_at, placed.questions.count()) == (None, 0)


def test_whatever_is_paid_later_counts_as_ever(asked_order):
    play = asked_order()
    play.ada.hand_in_answers(**ANSWERS)
    play.grace.deliver(1)
    play.ada.approve(1)
    play.wait(days=2)

    play.ada.pay(2, play.visa)

    assert nth(play.order, 2).due_at == nth(play.order, 2).funded_at + clock.days(10)


def test_nothing_is_delivered_before_and_no_time_is_asked_for(asked_order, as_, grace):
    play = asked_order()

    assert play.grace.deliver(1).status_code == 409
    response = as_(grace).do("ask_for_time", play.order, milestone=nth(play.order, 1).pk, days=3, reason="Ill.")
    assert response.status_code == 409
    assert nth(play.order, 1).due_at is None


def test_what_was_disputed_meanwhile_begins_when_the_dispute_is_over(asked_order):
    play = asked_order()
    play.grace.of_order("dispute", milestone=nth(play.order, 1).pk, reason="No answers.")
    play.ada.hand_in_answers(**ANSWERS)
    assert nth(play.order, 1).due_at is None
    play.wait(days=1)

    play.grace.post("withdraw", play.case.pk)

    first = nth(play.order, 1)
    assert first.begun_at > again(play.order).briefed_at
    assert first.due_at == first.begun_at + clock.days(10)
