"""Whose right to sell in steps was withdrawn neither sends nor has accepted an offer in steps; one payment is fine."""

import pytest

from marketplace.actors import Support
from marketplace.errors import Refused
from marketplace.gigs import actions as selling
from marketplace.gigs.trade import Trade, trade_of
from marketplace.offers import actions
from marketplace.offers.models import Offer
from milestones.models import Order
from tests import workshop
from tests.gigs.workshop import BASIC, published, terms
from tests.offers import conftest as do
from tests.workshop import sheet

pytestmark = pytest.mark.django_db
WHY = "Never finished any."


@pytest.fixture
def ban(sam, grace):
    return lambda: selling.withdraw_steps(grace, by=Support(sam, WHY))


def test_no_offer_in_steps_is_sent_by_them(grace, ada, ban):
    offer = do.write(grace, ada, "fair", role="freelancer")
    ban()

    with pytest.raises(Refused, match="can’t sell in steps at the moment. Agree on one payment instead."):
        do.send(offer, by=grace)


def test_no_offer_in_steps_is_sent_to_them(grace, ada, visa, ban):
    offer = do.write(ada, grace, "fair", role="client")
    ban()

    with pytest.raises(Refused, match="can’t sell in steps"):
        do.send(offer, by=ada, source=visa)


def test_what_was_sent_before_is_not_accepted(client, ada, visa, proposed, ban):
    offer = proposed("fair")
    ban()

    response = do.press(client, ada, offer, "accept", version=1, source=visa.pk)

    assert response.status_code == 409
    assert WHY not in response.content.decode()
    assert (do.again(offer).state, sheet()) == ("sent", {})


def test_one_payment_is_sent_and_accepted(grace, ada, visa, ban):
    ban()
    offer = do.send(do.write(grace, ada, "fair", 500, role="freelancer", order_type="single"), by=grace)

    do.accept(offer, by=ada, source=visa)

    assert workshop.states(Order.objects.get()) == ["funded", "active"]


def test_an_order_that_runs_goes_on(order, visa, ban):
    placed = order("steps8")
    ban()

    workshop.hand_in(placed, 1)
    workshop.accept(placed, 1)
    workshop.pay(placed, 2, visa)

    assert workshop.states(placed) == ["paid", "funded", "pending", "active"]


def test_given_back_it_is_as_before(sam, grace, ada, ban):
    selling.restore_steps(ban(), by=Support(sam, "A year has passed."))

    assert do.send(do.write(grace, ada, "fair", role="freelancer"), by=grace).state == "sent"


def test_what_came_of_a_gig_is_counted(ada, grace, visa):
    gig, other = published(grace, terms(questions=[])), published(grace)
    deal = actions.order(gig, by=ada, purchase=actions.Purchase(BASIC, gig.version.digest, visa))
    assert trade_of([gig.pk, other.pk]) == {gig.pk: Trade(waiting=1), other.pk: Trade()}

    do.settle(deal.offer)

    assert trade_of([gig.pk]) == {gig.pk: Trade(orders=1, running=1)}
    assert Offer.objects.count() == 1
