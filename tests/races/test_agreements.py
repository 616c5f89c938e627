"""What two agree on meets what one of them, or a timer, does at the same time."""

import pytest

from marketplace import clock
from marketplace.deadlines.sweep import sweep
from marketplace.errors import Refused
from milestones.actions import approve, ask_client, cases, deliver, pause, split
from milestones.models import Milestone
from milestones.timer_kinds import Kind
from tests.workshop import again, hand_in, nth, sheet, states

APPROVED = {"gateway": -103_000, "grace:wallet": 95_000, "fees": 8_000}
SPLIT = {"gateway": -103_000, "ada:wallet": 41_200, "grace:wallet": 57_000, "fees": 4_800}


@pytest.fixture
def delivered(order) -> Milestone:
    """The first of three steps under fair, delivered."""
    return hand_in(order("fair"), 1)


@pytest.fixture
def proposed(delivered, grace):
    return split.propose_split(delivered, by=grace, released=60_000, reason="Fair.").thing


@pytest.fixture
def asked(delivered, grace):
    """Grace asks to let it rest."""
    until = clock.today("UTC") + clock.days(15)
    return pause.ask_to_pause(delivered.order, by=grace, until=until, reason="August.").thing


def refusals(outcomes) -> list[type]:
    return [type(one) for one in outcomes if isinstance(one, Exception)]


def test_a_split_is_agreed_to_while_the_client_approves(meet, together, ada, delivered, proposed):
    outcomes = together(lambda: cases.accept(proposed, by=ada), lambda: approve.approve(delivered, by=ada))

    assert refusals(outcomes) == [Refused]
    assert sheet() in (APPROVED, SPLIT)


def test_without_the_lock_only_the_ledger_stops_the_second(meet, unlocked, together, ada, delivered, proposed):
    outcomes = together(lambda: cases.accept(proposed, by=ada), lambda: approve.approve(delivered, by=ada))

    assert refusals(outcomes) != [Refused]


def test_a_split_is_agreed_to_while_the_review_runs_out(meet, together, ada, delivered, proposed, move):
    move(days=9)

    together(lambda: cases.accept(proposed, by=ada), sweep)
    sweep()

    assert (states(delivered.order)[0], sheet()) == ("paid", APPROVED), "the timer was first"


def test_a_rest_is_agreed_to_while_the_review_runs_out(meet, together, ada, delivered, asked, move):
    """Whoever acts after the instant finds it done: the review was over before the rest began."""
    move(days=9)

    outcomes = together(lambda: cases.accept(asked, by=ada), sweep)

    assert refusals(outcomes) == []
    assert (states(delivered.order)[0], sheet()) == ("paid", APPROVED)
    order = again(delivered.order)
    assert order.deadlines.live().get(kind=Kind.PAY_NEXT).due_at > order.paused_until


def test_both_agree_to_a_rest_while_work_is_handed_in(meet, together, ada, grace, order):
    made = order("fair")
    until = clock.today("UTC") + clock.days(15)
    rest = pause.ask_to_pause(made, by=grace, until=until, reason="August.").thing

    outcomes = together(
        lambda: cases.accept(rest, by=ada), lambda: deliver.deliver(nth(made, 1), by=grace, message="Here it is.")
    )

    assert refusals(outcomes) == []
    review = made.deadlines.live().get(kind=Kind.REVIEW)
    assert review.due_at >= again(made).paused_until + clock.days(8) - clock.hours(1), "once, whichever came first"
    assert review.due_at <= again(made).paused_until + clock.days(8)


def test_both_sides_go_on_at_once(meet, together, ada, grace, delivered, asked):
    cases.accept(asked, by=ada)

    outcomes = together(lambda: pause.go_on(delivered.order, by=ada), lambda: pause.go_on(delivered.order, by=grace))

    assert refusals(outcomes) == [Refused]
    review = delivered.order.deadlines.live().get(kind=Kind.REVIEW)
    assert abs(review.due_at - nth(delivered.order, 1).delivered_at - clock.days(8)) < clock.hours(1)


def test_an_answer_comes_while_work_is_handed_in(meet, together, ada, grace, order):
    made = order("fair")
    question = ask_client.ask_client(nth(made, 1), by=grace, question="Which blue?").thing

    outcomes = together(
        lambda: ask_client.answer_client(question, by=ada, answer="The dark one."),
        lambda: deliver.deliver(nth(made, 1), by=grace, message="I chose the dark one."),
    )

    assert refusals(outcomes) in ([], [Refused])
    assert states(made)[0] == "delivered"
    assert nth(made, 1).waits_since is None
