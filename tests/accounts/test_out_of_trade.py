"""Who is suspended begins nothing new, nor does anybody with them; their orders go on, and nobody’s money is locked."""

from uuid import uuid4

import pytest
from django.urls import reverse

from marketplace.accounts import suspension
from marketplace.accounts.models import User
from marketplace.actors import Support
from marketplace.errors import Refused
from marketplace.gigs import actions as gigs
from marketplace.gigs.models import Gig
from marketplace.gigs.search.matching import on_sale
from marketplace.inbox import actions as inbox
from marketplace.jobs.models import Post
from marketplace.offers import actions as offers
from marketplace.offers.history import history
from marketplace.transitions import SUSPENDED
from milestones.models import Order
from tests.conftest import card
from tests.gigs.workshop import draft, published
from tests.jobs.workshop import opened
from tests.offers import conftest as do
from tests.workshop import hand_in, nth, place, rulebook, sheet

pytestmark = pytest.mark.django_db

OTHERS = "The account of Grace is suspended"


@pytest.fixture
def suspend(sam):
    return lambda person: suspension.suspend(person, by=Support(sam, "The work was copied."))


def offered(by, to, *, role="client"):
    """An offer that was sent, its first version."""
    heading = offers.Heading(role=role, policy=rulebook("fair"), origin="custom_offer", to=to)
    offer = offers.write(heading, do.terms("fair"), by=by)
    offers.send(offer, by=by)
    return do.again(offer)


def test_an_open_offer_waits_and_says_why(client, ada, grace, visa, suspend):
    offer, before = offered(grace, ada, role="freelancer"), sheet()
    suspend(grace)

    client.force_login(ada)
    page = client.get(offer.get_absolute_url()).content.decode()
    assert f"{OTHERS}, so nothing can be agreed on" in page
    assert reverse("offers:accept", args=[offer.pk]) not in page

    with pytest.raises(Refused, match=OTHERS):
        offers.accept(offer, by=ada, version=1, source=visa)
    assert (do.again(offer).state, sheet()) == ("sent", before)
    offers.withdraw(offer, by=grace)
    assert do.again(offer).state == "withdrawn"


def test_nobody_makes_a_new_offer_to_them(ada, grace, suspend):
    suspend(grace)

    with pytest.raises(Refused, match=OTHERS):
        offered(ada, grace)
    with pytest.raises(Refused, match="Your account is suspended"):
        offered(User.objects.get(pk=grace.pk), ada, role="freelancer")


def test_a_charge_that_was_under_way_for_an_offer_goes_back(ada, grace, suspend):
    offer = do.accept(offered(grace, ada, role="freelancer"), by=ada, source=card(ada, "lost"))
    assert offer.state == "accepting"
    suspend(grace)

    do.settle(offer)

    assert do.again(offer).state == "sent"
    assert not Order.objects.exists()
    assert f"{OTHERS}, so nothing" in str([line.text for line in history(do.again(offer), ada)])


def test_what_is_published_is_found_by_nobody_until_it_is_lifted(client, ada, grace, sam, suspend):
    gig, post = published(grace), opened(grace)
    suspend(grace)
    client.force_login(ada)

    assert not on_sale(Gig.objects.all()).exists()
    assert not Gig.objects.published().exists()
    assert not Post.objects.visible_to(ada).exists()
    assert client.get(gig.get_absolute_url()).status_code == 404

    suspension.lift(grace, by=Support(sam, "They had a licence."))
    assert client.get(gig.get_absolute_url()).status_code == 200
    assert client.get(post.get_absolute_url()).status_code == 200


def test_their_own_gigs_stay_theirs_to_write_and_to_pause(grace, suspend):
    gig, unfinished = published(grace), draft(grace)
    suspend(grace)

    with pytest.raises(Refused, match=SUSPENDED):
        gigs.publish(unfinished, by=grace)
    saved = gigs.save(gig, by=grace, step="overview", values={"title": "Another name"}, at_once=True)
    assert [one.message for one in saved.problems] == [SUSPENDED]
    assert saved.terms.title == "Another name"
    assert gigs.pause(gig, by=grace).state == "paused"
    with pytest.raises(Refused, match=SUSPENDED):
        gigs.resume(gig, by=grace)


def test_two_with_an_order_that_runs_write_to_each_other_and_nobody_else(ada, grace, mallory, visa, suspend):
    published(grace)
    place(ada, grace, "steps8", source=visa)
    inbox.begin(grace, by=mallory, key=uuid4(), text="Is it free?")
    suspend(grace)

    inbox.begin(grace, by=ada, key=uuid4(), text="When?")
    inbox.begin(ada, by=grace, key=uuid4(), text="On Monday.")
    with pytest.raises(Refused, match="Your account is suspended"):
        inbox.begin(mallory, by=grace, key=uuid4(), text="Yes.")
    with pytest.raises(Refused, match="other side is suspended"):
        inbox.begin(grace, by=mallory, key=uuid4(), text="Hello?")


def test_an_order_that_runs_goes_on_to_its_end(client, ada, grace, visa, suspend):
    order = place(ada, grace, "steps8", source=visa)
    suspend(grace)

    milestone = hand_in(order, 1)
    client.force_login(ada)
    client.post(reverse("milestones:approve", args=[milestone.pk]))

    assert nth(order, 1).state == "paid"
    assert sheet()["grace:clearing"] == 80_000
