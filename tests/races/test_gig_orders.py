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
def overtake(monkeypatch, together):
    """Order, and do something else as soon as the order has the gig in its hands, then pay. What was raised by both.

    The order goes on when the other is through, or after a while: under the lock the other one waits for the order.
    With `locked=False` the lock is taken away, to show what it is for.
    """

    def run(buy, act, *, locked=True):
        lock = GigQuerySet.lock if locked else lambda self, pk: self.get(pk=pk)
        mine, has_gig, is_through = threading.local(), threading.Event(), threading.Event()

        def hold(self, pk):
            gig = lock(self, pk)
            if getattr(mine, "buys", False):
                has_gig.set()
                is_through.wait(PATIENCE)
            return gig

        def first():
            mine.buys = True
            return buy()

        def second():
            has_gig.wait(5)
            try:
                return act()
            finally:
                is_through.set()

        monkeypatch.setattr(GigQuerySet, "lock", hold)
        outcomes = together(first, second)
        pay()
        return [one for one in outcomes if isinstance(one, Exception)]

    return run


def pay() -> None:
    for offer in Offer.objects.all():
        do.settle(do.again(offer))


def of_kind(kind: str) -> Event | None:
    return Event.objects.filter(kind=kind).first()


def was_sold_before(kind: str) -> bool:
    """Whether the order was agreed on before this was written about its gig."""
    return of_kind("offer.agreed").pk < of_kind(kind).pk


LEAVES = {"pause": "gig.paused", "close": "gig.closed", "remove": "gig.removed"}


def leave(gig: Gig, act: str, grace, sam):
    return getattr(selling, act)(gig, by=Support(sam, "Copied.") if act == "remove" else grace)


@pytest.mark.parametrize("act", LEAVES)
def test_it_leaves_the_market_after_the_order_that_came_first(overtake, grace, sam, gig, buy, act):
    assert overtake(buy, lambda: leave(gig, act, grace, sam)) == []

    assert was_sold_before(LEAVES[act])
    assert (Order.objects.count(), sheet(), again(gig).is_published) == (1, PAID, False)


@pytest.mark.parametrize("act", LEAVES)
def test_without_the_lock_it_would_be_sold_after_it_left(overtake, grace, sam, gig, buy, act):
    assert overtake(buy, lambda: leave(gig, act, grace, sam), locked=False) == []

    assert not was_sold_before(LEAVES[act])
    assert Order.objects.count() == 1


@pytest.mark.parametrize("act", LEAVES)
def test_what_has_left_is_not_ordered(grace, sam, gig, buy, act):
    leave(gig, act, grace, sam)

    with pytest.raises(Refused):
        buy()

    assert (Offer.objects.count(), sheet()) == (0, {})


@pytest.fixture
def edited(grace, gig):
    selling.save(gig, by=grace, step="overview", values={"title": "Another name"})
    return gig


def test_what_was_read_is_bought_while_its_owner_publishes_it_anew(overtake, grace, edited, buy):
    assert overtake(buy, lambda: selling.publish(edited, by=grace)) == []

    assert was_sold_before("gig.revised")
    assert (again(edited).number, Offer.objects.get().gig_version.number, sheet()) == (2, 1, PAID)


def test_without_the_lock_the_old_version_would_be_sold_after_the_new_one(overtake, grace, edited, buy):
    assert overtake(buy, lambda: selling.publish(edited, by=grace), locked=False) == []

    assert not was_sold_before("gig.revised")
    assert (again(edited).number, Offer.objects.get().gig_version.number) == (2, 1)


def test_what_was_published_anew_is_not_bought_as_it_was_read(grace, edited, buy):
    selling.publish(edited, by=grace)

    with pytest.raises(actions.Changed) as changed:
        buy()

    assert (changed.value.what, Offer.objects.count(), sheet()) == (["title"], 0, {})


def test_what_its_owner_only_writes_does_not_hold_anybody_up(overtake, grace, gig, buy):
    assert overtake(buy, lambda: selling.save(gig, by=grace, step="overview", values={"title": "Another name"})) == []

    assert (Offer.objects.get().title, sheet()) == ("A logo and the small system around it", PAID)


def test_the_same_order_twice_is_one(together, buy):
    outcomes = together(lambda: buy("the-key-of-the-form"), lambda: buy("the-key-of-the-form"))
    pay()

    assert [type(one) for one in outcomes if isinstance(one, Exception)] == [Repeated]
    assert (Offer.objects.count(), Order.objects.count(), sheet()) == (1, 1, PAID)


def test_without_its_key_it_would_be_two(together, buy):
    together(buy, buy)
    pay()

    assert (Offer.objects.count(), Order.objects.count()) == (2, 2)


def test_two_clients_at_once_are_both_served(together, mallory, gig, buy):
    """The lock only lets them queue: neither takes anything from the other, and nothing is locked crosswise."""
    purchase = actions.Purchase(BASIC, gig.version.digest, card(mallory))

    outcomes = together(buy, lambda: actions.order(gig, by=mallory, purchase=purchase))
    pay()

    assert {one.offer.client.display_name for one in outcomes} == {"Ada", "Mallory"}
    assert [states(one) for one in Order.objects.all()] == [["funded", "pending", "active"]] * 2
    assert sheet() == {name: 2 * amount for name, amount in PAID.items()}


def close_account(person) -> int:
    return User.objects.filter(pk=person.pk).update(is_active=False)


def test_the_account_of_its_owner_is_closed_while_the_order_has_the_gig_in_its_hands(overtake, grace, buy):
    """The order locks its owner, and looks, after it has the lock of the gig; and refuses."""
    [refused] = overtake(buy, lambda: close_account(grace))

    assert isinstance(refused, Refused)
    assert (Offer.objects.count(), sheet()) == (0, {})


def test_whose_account_was_closed_before_sells_nothing(grace, buy):
    close_account(grace)

    with pytest.raises(Refused):
        buy()

    assert (Offer.objects.count(), sheet()) == (0, {})


@pytest.mark.parametrize("act", LEAVES)
def test_it_leaves_the_market_while_the_charge_waits(grace, sam, gig, buy, act):
    buy()
    leave(gig, act, grace, sam)
    pay()

    assert states(Order.objects.get()) == ["funded", "pending", "active"]
    assert sheet() == PAID


def test_the_right_to_sell_in_steps_goes_while_the_charge_waits(grace, sam, buy):
    buy()
    selling.withdraw_steps(grace, by=Support(sam, "Never finished any."))
    pay()

    assert sheet() == PAID
