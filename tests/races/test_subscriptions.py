"""A subscription’s next month at the very moment in which somebody else sees to it."""

import threading

import pytest

from marketplace.deadlines.models import Deadline
from marketplace.offers import actions
from marketplace.offers.models import Offer, Subscription, SubscriptionMonth
from marketplace.offers.models.subscription import SubscriptionQuerySet
from milestones.models import Order
from tests.conftest import card
from tests.gigs.workshop import BASIC
from tests.offers import conftest as do
from tests.offers.test_subscription import FEE, FIRST, LATER, LATER_FEE, monthly
from tests.races.conftest import PATIENCE
from tests.workshop import give, sheet


@pytest.fixture
def subscribed(ada, grace) -> Subscription:
    """Three months, of which the next can be paid from the balance."""
    gig = monthly(grace)
    purchase = actions.Purchase(BASIC, gig.version.digest, card(ada), months=3)
    do.settle(actions.order(gig, by=ada, purchase=purchase).offer)
    give(ada, 50_000)
    return Subscription.objects.get()


@pytest.fixture
def due(subscribed, move) -> Deadline:
    """Its timer, which is due now."""
    move(days=32)
    return Deadline.objects.live().get(kind="renew")


@pytest.fixture
def meet_at_the_lock(monkeypatch):
    """Whoever has a subscription in their hands waits for the other, who waits for the lock."""
    barrier, lock = threading.Barrier(2), SubscriptionQuerySet.lock

    def hold(self, pk):
        found = lock(self, pk)
        try:
            barrier.wait(PATIENCE)
        except threading.BrokenBarrierError:
            barrier.reset()
        return found

    monkeypatch.setattr(SubscriptionQuerySet, "lock", hold)


def renewed_once() -> None:
    left = 50_000 - LATER - LATER_FEE
    assert Order.objects.count() == 2
    assert sheet() == {
        "gateway": -(FIRST + FEE),
        "suspense": -50_000,
        "ada:wallet": left,
        "escrow": FIRST + LATER,
        "fees": FEE + LATER_FEE,
    }


def test_two_sweeps_begin_one_month(subscribed, due, together, meet_at_the_lock):
    together(lambda: actions.renew(due), lambda: actions.renew(due))

    renewed_once()
    assert SubscriptionMonth.objects.count() == 2


def test_cancelled_as_it_is_renewed(ada, subscribed, due, together, meet_at_the_lock):
    together(lambda: actions.renew(due), lambda: actions.cancel_subscription(subscribed, by=ada, reason="Enough."))

    newest = Subscription.objects.get()
    assert newest.state == "cancelled"
    assert newest.made == Order.objects.count() == Offer.objects.filter(state="accepted").count()
    assert not Deadline.objects.live().filter(kind="renew").exists()
    assert sheet().get("escrow") == (FIRST if newest.made == 1 else FIRST + LATER)
