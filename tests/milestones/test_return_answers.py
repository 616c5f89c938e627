"""The freelancer sends answers back that do not suffice: the time stands again, as often as the rulebook has it."""

import pytest

from marketplace import clock
from marketplace.actors import Support
from marketplace.deadlines.models import Deadline
from marketplace.events.models import Event
from milestones.actions import cases, support
from tests.milestones.conftest import ANSWERS
from tests.workshop import again, nth, sheet

pytestmark = pytest.mark.django_db

BACK = {"reason": "Which bread, and since when?"}


@pytest.fixture
def answered(asked_order):
    def begin(**changes):
        play = asked_order(**changes)
        play.ada.hand_in_answers(**ANSWERS)
        return play

    return begin


def test_the_time_stands_again_and_the_client_reads_why(answered):
    play, before = answered(), sheet()
    play.wait(days=4)

    response = play.grace.of_order("return_answers", **BACK)

    order, first = again(play.order), nth(play.order, 1)
    assert response.url == order.get_absolute_url()
    assert (order.awaits_brief, order.returns_used, order.brief_problem) == (True, 1, BACK["reason"])
    assert (first.due_at, first.begun_at) == (None, None)
    assert play.timers() == {"brief": 14}
    assert order.brief_until == order.asked_at + clock.days(14)
    assert BACK["reason"] in play.ada.page()
    assert sheet() == before


def test_all_of_the_time_counts_anew_from_the_next_answers(answered):
    play = answered()
    play.wait(days=4)
    play.grace.of_order("return_answers", **BACK)
    play.wait(days=2)

    play.ada.hand_in_answers(**ANSWERS | {"answer-1": "Rye, since 1921."})

    order = again(play.order)
    assert nth(play.order, 1).due_at == order.briefed_at + clock.days(10)
    assert (order.brief_problem, order.questions.first().answer) == ("", ["Rye, since 1921."])


def test_only_as_often_as_the_rulebook_has_it(answered):
    play = answered()
    play.grace.of_order("return_answers", **BACK)
    play.ada.hand_in_answers(**ANSWERS)

    response = play.grace.of_order("return_answers", **BACK)

    assert response.status_code == 409
    assert "as often as this rulebook lets you" in response.content.decode()
    assert not again(play.order).awaits_brief


def test_never_where_the_rulebook_has_none(answered):
    play = answered(requirements_returns=0)

    assert "can’t be sent back" in play.grace.of_order("return_answers", **BACK).content.decode()


def test_nobody_else_may(answered, as_, mallory):
    play = answered()

    assert play.ada.of_order("return_answers", **BACK).status_code == 403
    assert as_(mallory).do("return_answers", play.order, **BACK).status_code == 404
    assert not again(play.order).awaits_brief


def test_twice_is_once(answered):
    play = answered(requirements_returns=2)

    play.grace.of_order("return_answers", once="key", **BACK)
    response = play.grace.of_order("return_answers", once="key", **BACK)

    assert (response.status_code, again(play.order).returns_used) == (302, 1)
    assert play.grace.of_order("return_answers", **BACK).status_code == 409


def test_without_a_reason_nothing_goes_back(answered):
    play = answered()

    response = play.grace.of_order("return_answers", reason=" ")

    assert response.status_code == 422
    assert "Say what is missing" in response.content.decode()
    assert not again(play.order).awaits_brief


@pytest.mark.parametrize("what", ["delivered", "released", "disputed"])
def test_not_after_work_was_handed_in_released_or_disputed(answered, what):
    play = answered(release_without_delivery=True)
    match what:
        case "delivered":
            play.grace.deliver(1)
        case "released":
            play.ada.act("release", 1)
        case "disputed":
            play.ada.of_order("dispute", milestone=nth(play.order, 1).pk, reason="Late.")

    assert play.grace.of_order("return_answers", **BACK).status_code == 409
    assert not again(play.order).awaits_brief


def test_what_was_asked_for_more_time_has_no_object_any_more(answered, grace):
    play = answered(extension="request")
    case = cases.ask_for_time(nth(play.order, 1), by=grace, days=5, reason="Ill.").thing

    play.grace.of_order("return_answers", **BACK)

    assert type(case).objects.get(pk=case.pk).state == "withdrawn"


def test_support_can_give_more_time_to_answer(answered, sam):
    play = answered()
    play.grace.of_order("return_answers", **BACK)
    timer = Deadline.objects.live().get(order=play.order, kind="brief")

    support.extend_deadline(timer, by=Support(sam, "She is ill."), days=5)

    order = again(play.order)
    assert order.brief_until == order.asked_at + clock.days(19)
    play.wait(days=15)
    assert play.ada.of_order("call_off").status_code == 409
    assert not Event.objects.filter(kind="order.answers_overdue").exists()
    play.wait(days=4)
    assert Event.objects.filter(kind="order.answers_overdue").count() == 1
