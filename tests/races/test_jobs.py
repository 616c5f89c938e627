"""Hiring, proposing and withdrawing in the very same moment."""

import threading

import pytest

from marketplace.errors import Refused
from marketplace.jobs import actions, rest
from marketplace.jobs.models import Proposal
from marketplace.jobs.models.post import PostQuerySet
from marketplace.offers import actions as offers
from marketplace.offers.models import Offer
from milestones.models import Order
from tests.conftest import person
from tests.jobs.workshop import again, anew, bid, offer_back, opened, proposed, settle
from tests.races.conftest import PATIENCE
from tests.workshop import sheet

HELD = {"gateway": -103_000, "escrow": 100_000, "fees": 3_000}


@pytest.fixture
def meet(monkeypatch):
    """Whoever has the post waits for the other one; with the lock the other never gets there."""
    barrier, lock = threading.Barrier(2), PostQuerySet.lock

    def lock_together(self, pk):
        post = lock(self, pk)
        try:
            barrier.wait(PATIENCE)
        except threading.BrokenBarrierError:
            barrier.reset()
        return post

    monkeypatch.setattr(PostQuerySet, "lock", lock_together)


def states(*proposals) -> list[str]:
    return [anew(one).offer.state for one in proposals]


def test_of_two_that_are_hired_at_once_by_their_client_one_is(meet, together, ada, grace, visa):
    post = opened(ada)
    both = [proposed(post, one, 1000, 1000) for one in (grace, person("Lin"))]

    together(*(lambda one=one: offers.accept(one.offer, by=ada, version=1, source=visa) for one in both))
    for one in both:
        settle(one.offer)
    rest.decline()

    assert (again(post).hires, again(post).state, Order.objects.count()) == (1, "closed", 1)
    assert sorted(states(*both)) == ["accepted", "declined"]
    wallet = sheet().pop("ada:wallet", 0)  # the second charge, where there was one, went back
    assert sheet() | {"gateway": sheet()["gateway"] + wallet} == HELD | ({"ada:wallet": wallet} if wallet else {})


def test_of_two_freelancers_who_accept_at_once_one_is_hired(meet, together, ada, grace, visa):
    post, lin = opened(ada, key="contract14"), person("Lin")
    both = [proposed(post, one, 1000, 1000) for one in (grace, lin)]
    for one in both:
        offer_back(one, visa)

    outcomes = together(
        lambda: offers.accept(both[0].offer, by=grace, version=2),
        lambda: offers.accept(both[1].offer, by=lin, version=2),
    )
    rest.decline()

    assert [type(one) for one in outcomes if isinstance(one, Exception)] == [Refused]
    assert (again(post).hires, Order.objects.count(), sheet()["escrow"]) == (1, 1, 100_000)
    assert sorted(states(*both)) == ["accepted", "withdrawn"]  # and the deposit of the other came back


def test_withdrawn_while_it_is_accepted_it_is_one_of_both(together, ada, grace, visa):
    post = opened(ada)
    proposal = proposed(post, grace, 1000, 1000)

    together(
        lambda: offers.accept(proposal.offer, by=ada, version=1, source=visa),
        lambda: offers.withdraw(proposal.offer, by=grace),
    )
    settle(proposal.offer)

    state = states(proposal)[0]
    assert (state, again(post).hires, Order.objects.count()) in [("accepted", 1, 1), ("withdrawn", 0, 0)]


def test_closed_while_somebody_proposes_nothing_is_left_unanswered(meet, together, ada, grace):
    post = opened(ada)

    sent, _ = together(
        lambda: actions.propose(post, by=grace, bid=bid(post)), lambda: actions.close(post, by=ada, why="enough")
    )
    rest.decline()

    assert again(post).state == "closed"
    assert isinstance(sent, Refused) or states(sent) == ["declined"]


def test_the_same_person_proposes_once(meet, together, ada, grace):
    post = opened(ada)

    outcomes = together(*(lambda: actions.propose(post, by=grace, bid=bid(post)) for _ in range(2)))

    assert [type(one) for one in outcomes if isinstance(one, Exception)] == [Refused]
    assert (Proposal.objects.count(), Offer.objects.count()) == (1, 1)


def test_the_last_invitation_goes_out_once(meet, together, ada, grace, monkeypatch):
    monkeypatch.setattr("marketplace.jobs.actions.inviting.MOST_INVITATIONS", 1)
    post, lin = opened(ada), person("Lin")

    outcomes = together(
        lambda: actions.invite(post, by=ada, to=grace, message="You know it."),
        lambda: actions.invite(post, by=ada, to=lin, message="You know it."),
    )

    assert [type(one) for one in outcomes if isinstance(one, Exception)] == [Refused]
    assert post.invitations.count() == 1
