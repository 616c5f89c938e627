"""Support suspends somebody, or lifts that, while others act: whoever comes second finds out under the lock."""

import threading

import pytest

from marketplace.accounts import suspension
from marketplace.accounts.models import User, UserQuerySet
from marketplace.actors import Support
from marketplace.deadlines.models import Deadline
from marketplace.errors import Refused
from marketplace.events.models import Event
from marketplace.gigs import actions as gigs
from marketplace.jobs import actions as jobs
from marketplace.offers import actions as offers
from marketplace.offers import limits as offer_limits
from marketplace.offers.models import Offer
from milestones.actions import deliver, leave
from milestones.models import Order
from milestones.timer_kinds import Kind
from tests.conftest import card
from tests.gigs.workshop import BASIC, draft, published
from tests.gigs.workshop import terms as gig_terms
from tests.jobs.workshop import bid, opened
from tests.offers import conftest as do
from tests.races.conftest import PATIENCE
from tests.workshop import again, give, nth, pay, sheet, states

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


class Act:
    """Something new that begins with Grace: `begin` does it, `at` is asked halfway, `threads` are its histories."""

    def __init__(self, begin, at=(offer_limits, "terms_problems"), threads=lambda: []):
        self.begin, self.at, self.threads = begin, at, threads


def accepting(ada, grace):
    offer = do.write(grace, ada, "fair", role="freelancer")
    do.send(offer, by=grace)
    give(ada, 2_000_000)  # so that the order is placed at once
    return Act(
        lambda: offers.accept(offer, by=ada, version=1), threads=lambda: [one.thread for one in Order.objects.all()]
    )


def ordering(ada, grace):
    gig, visa = published(grace, gig_terms(questions=[])), card(ada)
    purchase = offers.Purchase(BASIC, gig.version.digest, visa)
    return Act(lambda: offers.order(gig, by=ada, purchase=purchase))


def sending(ada, grace):
    offer = do.write(ada, grace, "fair", role="client")
    visa = card(ada)
    return Act(lambda: do.send(offer, by=ada, source=visa), threads=lambda: [one.thread for one in Offer.objects.all()])


def proposing(ada, grace):
    post = opened(ada)
    words = bid(post)
    middle = (jobs.proposing, "_insist_on_words")
    return Act(
        lambda: jobs.propose(post, by=grace, bid=words), middle, lambda: [one.thread for one in Offer.objects.all()]
    )


@pytest.fixture
def overtake(monkeypatch, together, grace, agent):
    """Begin, and suspend Grace when that is half done; it goes on when she is, or after a while. What both came to."""

    def run(act):
        where, name = act.at
        ask, half, done = getattr(where, name), threading.Event(), threading.Event()

        def wait(*args, **terms):
            half.set()
            done.wait(PATIENCE)
            return ask(*args, **terms)

        def support():
            half.wait(5)
            try:
                return suspension.suspend(grace, by=agent)
            finally:
                done.set()

        monkeypatch.setattr(where, name, wait)
        return together(act.begin, support)

    return run


def told(threads) -> bool:
    """Whether the other side of each of these was told that Grace is suspended."""
    kinds = [Event.objects.of(thread).filter(kind__endswith=".party_suspended").exists() for thread in threads]
    return bool(kinds) and all(kinds)


BEGINNINGS = [accepting, sending, proposing]


@pytest.mark.parametrize("what", BEGINNINGS)
def test_what_began_first_stands_and_its_other_side_is_told(overtake, ada, grace, what):
    act = what(ada, grace)

    assert [one for one in overtake(act) if isinstance(one, Exception)] == []

    assert User.objects.get(pk=grace.pk).is_suspended
    assert told(act.threads())


@pytest.mark.parametrize("what", BEGINNINGS)
def test_without_the_lock_nobody_would_be_told(monkeypatch, overtake, ada, grace, what):
    monkeypatch.setattr(UserQuerySet, "hold", lambda self, *keys: None)
    act = what(ada, grace)

    assert [one for one in overtake(act) if isinstance(one, Exception)] == []

    assert not told(act.threads())


@pytest.mark.parametrize("what", [*BEGINNINGS, ordering])
@pytest.mark.parametrize("locked", [True, False])
def test_what_comes_second_is_refused(monkeypatch, together, ada, grace, agent, what, locked):
    """It waits for a suspension that is half done. Without the lock it would not know of it."""
    act, half, done = what(ada, grace), threading.Event(), threading.Event()
    tell = suspension._told

    def wait(*args):
        person = tell(*args)
        half.set()
        done.wait(PATIENCE)
        return person

    def begin():
        half.wait(5)
        try:
            return act.begin()
        finally:
            done.set()

    monkeypatch.setattr(suspension, "_told", wait)
    if not locked:
        monkeypatch.setattr(UserQuerySet, "hold", lambda self, *keys: None)

    _, outcome = together(lambda: suspension.suspend(grace, by=agent), begin)

    assert isinstance(outcome, Refused) == locked


def test_a_gig_that_is_published_meanwhile_is_found_by_nobody(together, ada, grace, agent):
    """It was first and stands, or it is refused; and nobody orders it either way."""
    gig = draft(grace, gig_terms(questions=[]))

    outcome, _ = together(lambda: gigs.publish(gig, by=grace), lambda: suspension.suspend(grace, by=agent))

    gig = type(gig).objects.get(pk=gig.pk)
    assert gig.is_published != isinstance(outcome, Refused)
    assert not type(gig).objects.published().exists()
