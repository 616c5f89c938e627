"""Hiring, proposing and withdrawing in the very same moment."""

import threading

import pytest

from marketplace.accounts.models import UserQuerySet
from marketplace.errors import Refused
from marketplace.jobs import actions, rest
from marketplace.jobs.actions import proposing
from marketplace.jobs.models import Invitation, Post, Proposal
from marketplace.jobs.models.post import PostQuerySet
from marketplace.offers import actions as offers
from marketplace.offers.models import Offer
from marketplace.offers.models.queryset import OfferQuerySet
from milestones.models import Order
from tests.conftest import person
from tests.jobs.workshop import again, anew, bid, offer_back, opened, proposed, settle
from tests.races.conftest import PATIENCE
from tests.workshop import sheet

HELD = {"gateway": -103_000, "escrow": 100_000, "fees": 3_000}


def wait_at(queryset, monkeypatch) -> None:
    """Whoever has locked a row of these waits for the other one; with the lock the other never gets there."""
    barrier, lock = threading.Barrier(2), queryset.lock

    def lock_together(self, pk):
        row = lock(self, pk)
        try:
            barrier.wait(PATIENCE)
        except threading.BrokenBarrierError:
            barrier.reset()
        return row

    monkeypatch.setattr(queryset, "lock", lock_together)


@pytest.fixture
def meet(monkeypatch):
    wait_at(PostQuerySet, monkeypatch)


@pytest.fixture
def meet_at_the_offer(monkeypatch):
    wait_at(OfferQuerySet, monkeypatch)


@pytest.fixture
def unlocked(monkeypatch):
    """Take the locks of posts and offers away, and of the people in them, to show what they are for."""
    monkeypatch.setattr(UserQuerySet, "hold", lambda *_: None)
    for queryset in (PostQuerySet, OfferQuerySet):
        monkeypatch.setattr(queryset, "lock", lambda self, pk: self.get(pk=pk))


def states(*proposals) -> list[str]:
    return [anew(one).offer.state for one in proposals]


def charged_for_both(together, ada, grace, visa) -> tuple[Post, list[Proposal], list[Exception]]:
    """Their client has accepted two, and the gateway answers both charges at once."""
    post = opened(ada)
    both = [proposed(post, one, 1000, 1000) for one in (grace, person("Lin"))]
    for one in both:
        offers.accept(one.offer, by=ada, version=1, source=visa)
    outcomes = together(*(lambda one=one: settle(one.offer) for one in both))
    return post, both, [one for one in outcomes if isinstance(one, Exception)]


def test_of_two_that_are_hired_at_once_by_their_client_one_is(meet, together, ada, grace, visa):
    post, both, wrong = charged_for_both(together, ada, grace, visa)
    rest.decline()

    assert wrong == []
    assert (again(post).hires, again(post).state, Order.objects.count()) == (1, "closed", 1)
    assert sorted(states(*both)) == ["accepted", "declined"]
    assert sheet() == HELD | {"gateway": -206_000, "ada:wallet": 103_000}  # the second charge went back


def test_without_the_lock_only_the_constraint_stops_the_second(unlocked, meet, together, ada, grace, visa):
    _, _, wrong = charged_for_both(together, ada, grace, visa)

    assert ["post_hires_as_wanted" in str(one) for one in wrong] == [True]


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


def accepted_while_it_is_withdrawn(together, ada, grace) -> tuple[list, Post, Proposal]:
    post = opened(ada, key="open")  # whose orders are placed before anything is paid
    proposal = proposed(post, grace, 1000)
    outcomes = together(
        lambda: offers.accept(proposal.offer, by=ada, version=1), lambda: offers.withdraw(proposal.offer, by=grace)
    )
    return [one for one in outcomes if isinstance(one, Exception)], post, proposal


def test_withdrawn_while_it_is_accepted_it_is_one_of_both(meet_at_the_offer, together, ada, grace):
    refused, post, proposal = accepted_while_it_is_withdrawn(together, ada, grace)

    assert [type(one) for one in refused] == [Refused]
    state = states(proposal)[0]
    assert (state, again(post).hires, Order.objects.count()) in [("accepted", 1, 1), ("withdrawn", 0, 0)]


def test_without_the_lock_it_is_no_longer_one_of_both(unlocked, meet_at_the_offer, together, ada, grace):
    refused, *_ = accepted_while_it_is_withdrawn(together, ada, grace)

    assert [type(one) for one in refused] != [Refused]


@pytest.fixture
def closed_meanwhile(together, ada, grace, monkeypatch):
    """Close a post once somebody who proposes has found room, and decline then what is there. Returns the proposal."""
    looked, declined, insist = threading.Event(), threading.Event(), proposing._insist_on_room

    def slowly(post, by):
        insist(post, by)
        looked.set()
        declined.wait(PATIENCE)  # in vain where it can’t be closed before this is committed

    def close(post):
        looked.wait(PATIENCE)
        actions.close(post, by=ada, why="enough")
        rest.decline(post.pk)
        declined.set()

    def run() -> Proposal:
        post = opened(ada)
        monkeypatch.setattr(proposing, "_insist_on_room", slowly)
        return together(lambda: actions.propose(post, by=grace, bid=bid(post)), lambda: close(post))[0]

    return run


def test_closed_while_somebody_proposes_nothing_is_left_unanswered(closed_meanwhile):
    proposal = closed_meanwhile()

    assert (again(proposal.post).state, states(proposal)) == ("closed", ["declined"])


def test_without_the_lock_one_would_be_left_unanswered(unlocked, closed_meanwhile):
    assert states(closed_meanwhile()) == ["sent"]


def test_the_same_person_proposes_once(meet, together, ada, grace):
    post = opened(ada)

    outcomes = together(*(lambda: actions.propose(post, by=grace, bid=bid(post)) for _ in range(2)))

    assert [type(one) for one in outcomes if isinstance(one, Exception)] == [Refused]
    assert (Proposal.objects.count(), Offer.objects.count()) == (1, 1)


def test_the_last_proposal_of_a_day_goes_out_once(meet, together, ada, grace, monkeypatch):
    monkeypatch.setattr(proposing, "MOST_PROPOSALS", 1)
    both = [opened(ada), opened(ada)]

    outcomes = together(*(lambda post=post: actions.propose(post, by=grace, bid=bid(post)) for post in both))

    assert [type(one) for one in outcomes if isinstance(one, Exception)] == [Refused]
    assert Proposal.objects.count() == 1


def test_who_takes_up_two_links_at_once_is_invited_once(meet, together, ada, grace):
    post = opened(ada)
    both = [
        actions.invite(post, by=ada, email=f"grace-{number}@example.org", message="You know it.") for number in (1, 2)
    ]

    outcomes = together(*(lambda one=one: actions.take_up(one, by=grace) for one in both))

    assert outcomes[0] == outcomes[1]
    assert post.invitations.filter(freelancer=grace).count() == 1


def test_who_is_invited_by_name_while_they_take_up_a_link_is_invited_once(meet, together, ada, grace):
    post = opened(ada)
    link = actions.invite(post, by=ada, email="grace@example.com", message="You know it.")

    _, named = together(
        lambda: actions.take_up(link, by=grace),
        lambda: actions.invite(post, by=ada, to=grace, message="You know it."),
    )

    assert isinstance(named, Refused | Invitation)
    assert post.invitations.filter(freelancer=grace).count() == 1


def test_the_last_invitation_goes_out_once(meet, together, ada, grace, monkeypatch):
    monkeypatch.setattr("marketplace.jobs.actions.inviting.MOST_INVITATIONS", 1)
    post, lin = opened(ada), person("Lin")

    outcomes = together(
        lambda: actions.invite(post, by=ada, to=grace, message="You know it."),
        lambda: actions.invite(post, by=ada, to=lin, message="You know it."),
    )

    assert [type(one) for one in outcomes if isinstance(one, Exception)] == [Refused]
    assert post.invitations.count() == 1
