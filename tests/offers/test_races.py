"""Two people press at once, in real threads on real PostgreSQL: whoever comes second finds out under the lock."""

import threading
from functools import partial

import pytest

from marketplace.accounts.models import User
from marketplace.deadlines.sweep import sweep
from marketplace.errors import Refused
from marketplace.offers import actions
from marketplace.offers.actions import sending
from marketplace.offers.models import Deposit, Offer
from milestones.models import Order
from tests.offers import conftest as do
from tests.races.conftest import committed, together  # noqa: F401 - fixtures
from tests.workshop import sheet

PATIENCE = 0.5  # seconds that whoever is about to write waits for the other one; the lock keeps that one away


@pytest.fixture
def meet(monkeypatch):
    """Make each verb wait once, just before it writes the offer. With the lock only one of them ever gets there."""
    barrier, here, save = threading.Barrier(2), threading.local(), Offer.save

    def save_together(self, **options):
        if not getattr(here, "waited", False):
            here.waited = True
            try:
                barrier.wait(PATIENCE)
            except threading.BrokenBarrierError:
                barrier.reset()
        save(self, **options)

    return lambda: monkeypatch.setattr(Offer, "save", save_together)


@pytest.fixture
def unlocked(monkeypatch):
    """Take the row lock away, to show what it is for."""
    monkeypatch.setattr("marketplace.offers.models.queryset.OfferQuerySet.lock", lambda self, pk: self.get(pk=pk))


@pytest.fixture
def rich(ada, give):
    """Ada has enough for two."""
    give(ada, 300_000)


def accept(offer, by):
    return partial(actions.accept, offer, by=by, version=1)


def refused(outcomes) -> int:
    assert all(isinstance(one, actions.Deal | Offer | Refused | int) for one in outcomes), outcomes
    return sum(isinstance(one, Refused) for one in outcomes)


def test_two_accepts_at_once_place_one_order(meet, together, ada, proposed, rich):  # noqa: F811
    offer = proposed()
    meet()

    outcomes = together(accept(offer, ada), accept(offer, ada))

    assert refused(outcomes) == 1
    assert Order.objects.count() == 1
    assert sheet() == {"ada:wallet": 197_000, "escrow": 100_000, "fees": 3_000, "suspense": -300_000}


def test_without_the_lock_there_would_be_two(meet, unlocked, together, ada, proposed, rich):  # noqa: F811
    offer = proposed()
    meet()

    together(accept(offer, ada), accept(offer, ada))

    assert Order.objects.count() == 2


def test_accept_against_withdraw(meet, together, ada, grace, proposed, rich):  # noqa: F811
    offer = proposed()
    meet()

    outcomes = together(accept(offer, ada), partial(actions.withdraw, offer, by=grace))

    offer = do.again(offer)
    assert refused(outcomes) == 1
    assert Order.objects.count() == (offer.state == "accepted")
    assert {"offer.accepted", "offer.withdrawn"} & set(do.story(offer)) == {f"offer.{offer.state}"}


def test_a_deposit_is_used_or_returned_but_never_both(meet, together, ada, grace, offered):  # noqa: F811
    offer = offered("contract14")
    meet()

    outcomes = together(accept(offer, grace), partial(actions.withdraw, offer, by=ada))

    do.settle(offer)
    offer, held = do.again(offer), {"gateway": -105_000, "escrow": 100_000, "fees": 5_000}
    assert refused(outcomes) == 1
    assert Deposit.objects.get().outcome == ("used" if offer.state == "accepted" else "returned")
    assert sheet() == (held if offer.state == "accepted" else {})


@pytest.fixture
def caught(monkeypatch):
    """Hold the first who writes the offer just before that, until `let_go`."""
    arrived, let_go, save = threading.Event(), threading.Event(), Offer.save

    def hold(self, **options):
        if not arrived.is_set():
            arrived.set()
            let_go.wait(5)
        save(self, **options)

    return lambda: monkeypatch.setattr(Offer, "save", hold), arrived, let_go


def expire_meanwhile(caught, together, move, offer, ada):  # noqa: F811
    """The time runs out, and the sweep comes by, while an acceptance is being written."""
    hold, arrived, let_go = caught
    hold()

    def run_out():
        arrived.wait(5)
        move(days=14)
        threading.Timer(PATIENCE, let_go.set).start()
        return sweep()

    return together(accept(offer, ada), run_out)


def test_accept_against_expiry(caught, together, ada, proposed, rich, move):  # noqa: F811
    offer = proposed()

    assert refused(expire_meanwhile(caught, together, move, offer, ada)) == 0

    assert do.again(offer).state == "accepted"
    assert do.story(offer) == ["offer.sent", "offer.accepted"]
    assert sheet()["escrow"] == 100_000


def test_without_the_lock_it_would_expire_and_be_an_order(caught, unlocked, together, ada, proposed, rich, move):  # noqa: F811
    offer = proposed()

    expire_meanwhile(caught, together, move, offer, ada)

    assert set(do.story(offer)) == {"offer.sent", "offer.expired", "offer.accepted"}


def test_accept_against_a_new_version(meet, together, ada, grace, proposed, rich):  # noqa: F811
    offer = proposed()
    actions.save_draft(offer, by=grace, terms=do.terms("fair", 2000))
    meet()

    outcomes = together(accept(offer, ada), partial(actions.counter, offer, by=grace))

    offer = do.again(offer)
    assert refused(outcomes) == 1
    assert (offer.state, offer.number) in [("accepted", 1), ("sent", 2)]


def test_one_link_is_taken_up_by_one(meet, together, ada, grace, mallory, visa):  # noqa: F811
    offer = do.send(do.write(ada, "new@example.net", "fair", role="client"), by=ada, source=visa)
    meet()

    outcomes = together(partial(actions.take_up, offer, by=grace), partial(actions.take_up, offer, by=mallory))

    assert refused(outcomes) == 1
    assert do.story(offer).count("offer.taken_up") == 1


MOST = 3


def inviting(monkeypatch, ada, visa, policy):
    """Eight drafts to addresses, with room for one of them."""
    monkeypatch.setattr("marketplace.offers.actions.sending.MOST_INVITATIONS", MOST)
    drafts = [do.write(ada, f"new{number}@example.net", policy, role="client") for number in range(10)]
    for draft in drafts[:2]:
        do.send(draft, by=ada, source=visa)
    return [partial(do.send, draft, by=ada, source=visa) for draft in drafts[2:]]


@pytest.mark.parametrize("policy", ["fair", "contract14"])  # paid later, and a deposit that is charged first
def test_eight_invitations_at_once_where_one_is_left(together, monkeypatch, ada, visa, policy):  # noqa: F811
    outcomes = together(*inviting(monkeypatch, ada, visa, policy))

    assert refused(outcomes) == 7
    assert Offer.objects.exclude(state="draft").count() == MOST


def test_without_the_lock_of_the_sender_they_race_past_the_limit(together, monkeypatch, ada, visa):  # noqa: F811
    calls = inviting(monkeypatch, ada, visa, "fair")
    barrier, check = threading.Barrier(8), sending._check_invitations

    def meet_after_counting(offer, by):
        check(offer, by)
        barrier.wait(10)

    monkeypatch.setattr(sending, "_check_invitations", meet_after_counting)
    monkeypatch.setattr("marketplace.offers.actions.sending.User.objects.select_for_update", lambda **_: User.objects)
    monkeypatch.setattr("marketplace.offers.actions.parts.locking.User.objects.hold", lambda *_: None)

    assert refused(together(*calls)) == 0
    assert Offer.objects.exclude(state="draft").count() == 10
