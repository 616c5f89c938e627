"""Support suspends somebody, or lifts that, while others act: whoever comes second finds out under the lock."""

import pytest

from marketplace.accounts import suspension
from marketplace.actors import Support
from marketplace.deadlines.models import Deadline
from marketplace.errors import Refused
from milestones.actions import deliver, leave
from milestones.timer_kinds import Kind
from tests.workshop import again, nth, pay, sheet, states

HELD = {"gateway": -103_000, "escrow": 100_000, "fees": 3_000}
BACK = {"gateway": -103_000, "ada:wallet": 103_000}


def refusals(outcomes) -> int:
    return sum(isinstance(one, Refused) for one in outcomes)


@pytest.fixture
def agent(sam):
    return Support(sam, "The work was copied.")


@pytest.fixture
def running(order, visa):
    """An order under fair, its first step paid."""
    placed = order("fair")
    if nth(placed, 1).state == "pending":
        pay(placed, 1, visa)
    return again(placed)


@pytest.fixture
def left(running, grace, agent, move):
    """The same when Ada may end it alone, as Grace has been suspended for long."""
    suspension.suspend(grace, by=agent)
    move(days=14)
    return running


def timers(order) -> int:
    return Deadline.objects.live().filter(order=order, kind=Kind.SUSPENSION).count()


class TestEndingAlone:
    def test_against_lifting_the_suspension(self, left, meet, together, ada, grace, agent):
        ended, lifted = together(lambda: leave.leave(left, by=ada), lambda: suspension.lift(grace, by=agent))

        assert not isinstance(lifted, Exception)
        assert (again(left).is_active, sheet()) == ((True, HELD) if isinstance(ended, Refused) else (False, BACK))
        assert timers(left) == 0

    def test_against_a_delivery(self, left, meet, together, ada, grace):
        outcomes = together(
            lambda: leave.leave(left, by=ada), lambda: deliver.deliver(nth(left, 1), by=grace, message="Here.")
        )

        assert refusals(outcomes) == 1
        if again(left).is_active:
            assert (states(left)[0], sheet()) == ("delivered", HELD)
        else:
            assert (states(left)[0], sheet()) == ("cancelled", BACK)

    def test_without_the_lock_both_would(self, left, meet, unlocked, together, ada, grace):
        outcomes = together(
            lambda: leave.leave(left, by=ada), lambda: deliver.deliver(nth(left, 1), by=grace, message="Here.")
        )

        assert refusals(outcomes) == 0

    def test_twice(self, left, meet, together, ada):
        outcomes = together(*[lambda: leave.leave(left, by=ada)] * 2)

        assert refusals(outcomes) == 1
        assert sheet() == BACK
