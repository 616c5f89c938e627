"""Each app brings the kinds of timers that it starts; the deadlines know none of them."""

import pytest

from marketplace import clock
from marketplace.deadlines import sweep
from marketplace.deadlines.kinds import TimerKind, kinds
from marketplace.deadlines.models import Deadline
from milestones import timers

pytestmark = pytest.mark.django_db

WITHDRAWAL = TimerKind("a withdrawal is sent to the bank", ("withdrawal was sent", "withdrawals were sent"))


def settle(deadline):
    Deadline.objects.filter(pk=deadline.pk).update(settled_at=deadline.due_at, outcome="fired")


def test_a_kind_is_one_registration_and_what_it_does():
    with kinds.instead(kinds), sweep.fires.instead(sweep.fires):
        kinds.register("withdrawal")(WITHDRAWAL)
        sweep.fires.register("withdrawal")(settle)
        deadline = Deadline.objects.create(kind="withdrawal", due_at=clock.now(), reference="payment:1")

        deadline.full_clean()
        assert str(deadline).startswith("a withdrawal is sent to the bank at ")
        assert list(Deadline.objects.shown()) == [deadline]
        assert sweep.sweep() == 1

    assert not Deadline.objects.live().exists()


def test_a_reminder_is_not_what_people_wait_for():
    with kinds.instead({"nudge": TimerKind("a nudge", ("nudge", "nudges"), is_reminder=True)}):
        Deadline.objects.create(kind="nudge", due_at=clock.now(), reference="payment:1")

        assert not Deadline.objects.shown().exists()


def test_every_kind_that_there_is_does_something():
    assert set(kinds) == {*timers.fires, *sweep.fires}
