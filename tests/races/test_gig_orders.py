"""A gig that is ordered in the very moment in which something happens to it."""

import threading

import pytest

from marketplace.accounts.models import User
from marketplace.actors import Support
from marketplace.errors import Refused
from marketplace.events.models import Event
from marketplace.gigs import actions as selling
from marketplace.gigs.models import Gig
from marketplace.gigs.models.gig import GigQuerySet
from marketplace.idempotency.keys import Repeated
from marketplace.offers import actions
from marketplace.offers.models import Offer
from milestones.models import Order
from tests.conftest import card
from tests.gigs.workshop import BASIC, again, published, terms
from tests.offers import conftest as do
from tests.races.conftest import PATIENCE
from tests.workshop import sheet, states

PAID = {"gateway": -12_660, "escrow": 12_000, "fees": 660}


@pytest.fixture
def gig(grace) -> Gig:
    return published(grace, terms(questions=[]))


@pytest.fixture
def buy(ada, gig):
    visa, read = card(ada), gig.version.digest

    def order(once=""):
        return actions.order(gig, by=ada, purchase=actions.Purchase(BASIC, read, visa), once=once)

    return order


@pytest.fixture
def meet(monkeypatch):
    """Whoever has the gig waits for the other one; with the lock the other never gets there."""
    barrier, lock = threading.Barrier(2), GigQuerySet.lock

    def lock_together(self, pk):
        gig = lock(self, pk)
        try:
            barrier.wait(PATIENCE)
        except threading.BrokenBarrierError:
            barrier.reset()
        return gig

    monkeypatch.setattr(GigQuerySet, "lock", lock_together)


def pay() -> None:
    for offer in Offer.objects.all():
        do.settle(do.again(offer))


def of_kind(kind: str) -> Event | None:
    return Event.objects.filter(kind=kind).first()


@pytest.mark.parametrize("act", ["pause", "close", "remove"])
def test_while_it_leaves_the_market(meet, together, grace, sam, gig, buy, act):
    by = Support(sam, "Copied.") if act == "remove" else grace
    bought, left = together(buy, lambda: getattr(selling, act)(gig, by=by))
    pay()

    assert not isinstance(left, Exception)
    if isinstance(bought, Refused):
        assert (Offer.objects.count(), sheet()) == (0, {})
    else:  # it came first, and what was agreed stays
        assert of_kind("offer.agreed").pk < Event.objects.of(gig.thread).latest("pk").pk
        assert (Order.objects.count(), sheet()) == (1, PAID)
    assert not again(gig).is_published


def test_while_its_owner_publishes_it_anew(meet, together, grace, gig, buy):
    selling.save(gig, by=grace, step="overview", values={"title": "Another name"})

    bought, _ = together(buy, lambda: selling.publish(gig, by=grace))
    pay()

    assert again(gig).number == 2
    if isinstance(bought, actions.Changed):
        assert (Offer.objects.count(), sheet()) == (0, {})
    else:
        assert Offer.objects.get().gig_version.number == 1
        assert sheet() == PAID


def test_the_same_order_twice_is_one(meet, together, buy):
    outcomes = together(lambda: buy("the-key-of-the-form"), lambda: buy("the-key-of-the-form"))
    pay()

    assert [type(one) for one in outcomes if isinstance(one, Exception)] == [Repeated]
    assert (Offer.objects.count(), Order.objects.count(), sheet()) == (1, 1, PAID)


def test_suspended_at_the_same_time_nobody_is_left_with_half_an_order(meet, together, grace, buy):
    bought, _ = together(buy, lambda: User.objects.filter(pk=grace.pk).update(is_active=False))
    pay()

    assert Order.objects.count() == 0
    back = {} if isinstance(bought, Exception) else {"gateway": -12_660, "ada:wallet": 12_660}
    assert sheet() == back


def test_its_owner_is_suspended_while_the_charge_waits(grace, buy):
    buy()
    User.objects.filter(pk=grace.pk).update(is_active=False)
    pay()

    assert Order.objects.count() == 0
    assert sheet() == {"gateway": -12_660, "ada:wallet": 12_660}


@pytest.mark.parametrize("act", ["pause", "close", "remove"])
def test_it_leaves_the_market_while_the_charge_waits(grace, sam, gig, buy, act):
    buy()
    getattr(selling, act)(gig, by=Support(sam, "Copied.") if act == "remove" else grace)
    pay()

    assert states(Order.objects.get()) == ["funded", "pending", "active"]
    assert sheet() == PAID


def test_the_right_to_sell_in_steps_goes_while_the_charge_waits(grace, sam, buy):
    buy()
    selling.withdraw_steps(grace, by=Support(sam, "Never finished any."))
    pay()

    assert sheet() == PAID
