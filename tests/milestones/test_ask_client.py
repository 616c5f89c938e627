"""A step waits for an answer of the client: its time stands until then, and the history says who waited how long."""

from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.deadlines.sweep import sweep
from marketplace.errors import Refused
from marketplace.events.models import Event
from milestones.actions import ask_client, cases, deliver, disputes, pause
from milestones.models import Case
from milestones.timer_kinds import Kind
from tests.workshop import again, hand_in, nth, sheet, states

pytestmark = pytest.mark.django_db

SOON = timedelta(minutes=1)


@pytest.fixture
def waiting(order, grace):
    """An order under steps8, whose first step waits for an answer."""
    made = order("steps8")
    ask_client.ask_client(nth(made, 1), by=grace, question="Which blue?")
    return made


def due(order):
    return nth(order, 1).due_at


def question(order) -> Case:
    return Case.objects.get(order=order, kind="wait")


def test_the_time_stands_until_the_client_answers(as_, ada, grace, order, move):
    made = order("steps8")
    before = due(made)
    as_(grace).do("ask_client", nth(made, 1), question="Which blue?")
    assert not made.deadlines.live().exists(), "no due date runs, and no reminder of it"
    assert "Grace waits for an answer about step 1" in as_(ada).see("order", made.pk)
    move(days=15)
    sweep()
    assert not nth(made, 1).is_late(clock.now())
    page = as_(ada).see("resolution", made.pk)
    assert "Which blue?" in page
    assert "The time of step 1 stands until you answer." in page

    as_(ada).do("answer_client", question(made), answer="The dark one.")

    moved = due(made) - before
    assert abs(moved - clock.days(15)) < SOON
    assert made.deadlines.live().get(kind=Kind.DUE).due_at == due(made)
    event = Event.objects.get(kind="case.answered")
    assert abs(event.data["waited"] - 15 * 86_400) < 60
    told = as_(grace).see("history", made.pk)
    assert "Ada answered the question about step 1: you waited 15 d" in told
    assert "The dark one." in as_(grace).see("resolution", made.pk)
    assert "Answered by Ada" in as_(grace).see("resolution", made.pk)


@pytest.mark.parametrize("way", ["withdraw", "deliver", "dispute"])
def test_what_ends_the_wait_without_an_answer_gives_the_time_back_too(way, waiting, ada, grace, move):
    before = due(waiting)
    move(days=15)
    match way:
        case "withdraw":
            cases.withdraw(question(waiting), by=grace)
        case "deliver":
            deliver.deliver(nth(waiting, 1), by=grace, message="I chose the dark one.")
            assert not nth(waiting, 1).delivered_late
        case "dispute":
            disputes.dispute(nth(waiting, 1), by=ada, reason="Nobody asked for blue.")

    assert abs(due(waiting) - before - clock.days(15)) < SOON
    assert nth(waiting, 1).waits_since is None
    assert question(waiting).state == "withdrawn"


def test_what_was_late_before_stays_late(order, grace, ada, move):
    made = order("steps8")
    before = due(made)
    move(days=12)
    ask_client.ask_client(nth(made, 1), by=grace, question="Which blue?")
    assert nth(made, 1).is_late(clock.now())

    ask_client.answer_client(question(made), by=ada, answer="The dark one.")

    assert (due(made), nth(made, 1).is_late(clock.now())) == (before, True)


def test_one_question_waits_at_a_time_and_is_answered_in_words(waiting, ada, grace):
    with pytest.raises(Refused, match="waits for the client"):
        ask_client.ask_client(nth(waiting, 1), by=grace, question="And which red?")
    for verb in (cases.accept, cases.decline):
        with pytest.raises(Refused, match="answered in words"):
            verb(question(waiting), by=ada)
    with pytest.raises(Refused, match="Write your answer"):
        ask_client.answer_client(question(waiting), by=ada, answer=" ")


def test_a_step_under_review_waits_for_nobody(order, grace):
    made = order("steps8")
    hand_in(made, 1)

    with pytest.raises(Refused, match="worked on"):
        ask_client.ask_client(nth(made, 1), by=grace, question="Which blue?")


def test_more_time_that_is_given_meanwhile_stays_given(waiting, ada, grace, move):
    before = due(waiting)
    cases.grant_time(nth(waiting, 1), by=ada, days=3)
    assert not waiting.deadlines.live().filter(kind=Kind.DUE).exists()
    move(days=2)

    ask_client.answer_client(question(waiting), by=ada, answer="The dark one.")

    assert abs(due(waiting) - before - clock.days(5)) < SOON


def test_a_rest_meanwhile_counts_once(waiting, ada, grace, move):
    before = due(waiting)
    until = clock.today("UTC") + timedelta(days=10)
    cases.accept(pause.ask_to_pause(waiting, by=ada, until=until, reason="August.").thing, by=grace)
    rested = again(waiting)
    assert due(waiting) == before
    with pytest.raises(Refused):
        ask_client.ask_client(nth(waiting, 1), by=grace, question="And which red?")
    move(days=4)
    ask_client.answer_client(question(waiting), by=ada, answer="The dark one.")
    assert abs(due(waiting) - before - (rested.paused_until - rested.paused_at)) < SOON

    pause.go_on(waiting, by=grace)

    assert abs(due(waiting) - before - clock.days(4)) < SOON


def test_the_end_of_the_step_is_the_end_of_the_question(waiting, ada, grace):
    books = sheet()
    asked = cases.ask_to_cancel(waiting, by=ada, milestone=nth(waiting, 1), reason="Enough.").thing
    assert sheet() == books

    cases.accept(asked, by=grace)

    assert states(waiting)[0] == "cancelled"
    assert (question(waiting).state, nth(waiting, 1).waits_since) == ("withdrawn", None)
