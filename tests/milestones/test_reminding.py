"""Reminders of one timer are one row, which moves on."""

from datetime import timedelta

import pytest

from marketplace.deadlines.models import Deadline
from marketplace.deadlines.sweep import sweep
from marketplace.events.models import Event
from milestones.timer_kinds import Kind
from tests.milestones.browsers import Play
from tests.workshop import announced, hand_in


@pytest.fixture
def it(order, visa, move):
    """An order under “fair” whose first step was handed in."""
    stage = Play(order("fair"), visa, move)
    stage.begin()
    hand_in(stage.order, 1)
    return stage


def reminders():
    return Deadline.objects.filter(kind=Kind.REMIND, data__of=Kind.REVIEW).order_by("pk")


def test_one_row_runs_at_a_time_and_each_is_told_once(it):
    ends = it.order.deadlines.live().get(kind=Kind.REVIEW).due_at
    half, day_before_last, day_before = announced(reminders().live().get())
    assert [ends - half, ends - day_before_last, ends - day_before] == [
        timedelta(days=4),
        timedelta(hours=48),
        timedelta(hours=24),
    ]

    for told, left in [(1, [day_before_last, day_before]), (2, [day_before]), (3, [])]:
        it.wait(days={1: 4.1, 2: 2, 3: 1}[told])
        assert Event.objects.filter(kind="deadline.reminded", data__of=Kind.REVIEW).count() == told
        assert [moment for one in reminders().live() for moment in announced(one)] == left
    assert {event.data["until"] for event in Event.objects.filter(kind="deadline.reminded")} == {ends.isoformat()}
    assert not Event.objects.filter(kind="deadline.reminded", data__has_key="then").exists()


def test_a_late_sweep_tells_them_as_of_when_they_were_due(it):
    moments = announced(reminders().live().get())

    it.move(days=7.5)
    sweep()

    told = Event.objects.filter(kind="deadline.reminded", data__of=Kind.REVIEW).order_by("pk")
    assert [event.at for event in told] == moments
    assert not reminders().live().exists()


def test_an_answer_settles_what_is_left_of_them(it):
    it.wait(days=4.1)

    it.ada.approve(1)

    assert [one.outcome for one in reminders()] == ["fired", "acted"]
