"""What a role asks, condition by condition, where the people of the world would never fail one of them alone."""

from copy import copy
from types import SimpleNamespace

import pytest

from escrow import sources
from escrow.models import PaymentSource
from marketplace.actors import Support
from marketplace.events.models import Event
from marketplace.notifications.models import Notification, Preference
from marketplace.offers.models import Offer
from marketplace.policies.permissions import may_publish, may_withdraw
from milestones.models import Order
from milestones.permissions import is_support
from tests.conftest import card
from tests.permissions.asking import browser
from tests.permissions.conftest import undone
from tests.permissions.table import CARD, OWN, PLACES
from tests.permissions.world import PEOPLE

pytestmark = pytest.mark.django_db


def somebody(**fields):
    """Staff with every right."""
    return SimpleNamespace(**{"pk": 0, "is_active": True, "is_staff": True, "has_perm": lambda right: True} | fields)


LACKING = [{"is_active": False}, {"is_staff": False}, {"has_perm": lambda right: False}]


@pytest.mark.parametrize("role", [may_publish, may_withdraw])
@pytest.mark.parametrize("lacks", LACKING, ids=list(map("".join, LACKING)))
def test_rulebooks_are_for_active_staff_with_the_right(role, lacks):
    assert role(somebody())
    assert not role(somebody(**lacks))


def test_support_acts_as_support_while_it_is_active(world):
    order = world.things["order"]

    assert is_support(order, Support(somebody(), ""))
    assert not is_support(order, Support(somebody(is_active=False), ""))
    assert not is_support(order, SimpleNamespace(pk=0, user=somebody()))


@pytest.mark.parametrize("model", [Order, Offer])
def test_a_right_shows_everything_to_staff_alone(world, model):
    """Who was support once may have kept the right; whoever is staff for something else has none."""
    former = copy(world.people["other"])
    former.has_perm = lambda right: True

    assert not model.objects.visible_to(former).exists()
    assert not model.objects.visible_to(world.people["staff"]).exists()
    assert model.objects.visible_to(world.people["support"]).count() == model.objects.count()


WITHOUT_ANYTHING = ["other", "support", "staff", "superuser"]
FORMS = {"offers:new", "escrow:add_source"}  # which are empty, and name examples
OF_OTHERS = ["Website", "4242", "Placed", "Secret", "Grace", "1 passkey"]


READ = [one for one in PLACES if one.who == OWN and one.method == "GET" and one.url not in FORMS]


@pytest.mark.parametrize("place", READ, ids=str)
def test_ones_own_pages_show_nothing_of_others(world, place):
    for person in WITHOUT_ANYTHING:
        page = browser(world, person).get(world.url(place.url, "")).content.decode()
        own = {"Grace"} if (place.url, person) == ("inbox:index", "other") else set()  # to whom they wrote themselves
        assert [word for word in OF_OTHERS if word in page and word not in own] == [], f"{person} reads this"


def test_ones_own_settings_change_nothing_of_others(world):
    """Ada has read everything and wants no mail; that is not what Mallory has read and wants."""
    mallory, events = world.people["other"], Event.objects.order_by("pk")
    with undone():
        wants = Preference.objects.create(user=mallory)
        told = Notification.objects.create(event=events.first(), user=mallory, kind="x", title="Told", path="/")
        ada = browser(world, "client")

        ada.post(world.url("notifications:read", ""))
        ada.post(world.url("notifications:settings", ""))

        assert Notification.objects.get(pk=told.pk).read_at is None
        assert Preference.objects.get(pk=wants.pk).money
        assert not Preference.objects.get(user=world.client).money


def test_cards_of_others_are_neither_offered_nor_counted_nor_moved(world):
    with undone():
        theirs = [card(world.people["other"]) for _ in range(sources.MOST)]
        PaymentSource.objects.filter(pk__in=[one.pk for one in theirs]).update(last4="1881")
        ada = browser(world, "client")

        for url, on in PAYING:
            assert "1881" not in ada.get(world.url(url, on)).content.decode(), url
        assert PaymentSource.objects.default_of(world.people["superuser"]) is None
        assert ada.post(world.url("escrow:add_source", ""), CARD).status_code == 302
        sources.make_default(world.spare, by=world.client)
        sources.remove(world.spare, by=world.client)

        assert PaymentSource.objects.default_of(world.people["other"]) == theirs[0]
        assert PaymentSource.objects.default_of(world.client).user == world.client


PAYING = [
    ("milestones:fund", "pending"),
    ("milestones:fund_plan", "order"),
    ("offers:accept", "proposed"),
    ("offers:pay", "agreed"),
    ("escrow:sources", ""),
]


def test_a_draft_is_its_authors_secret(world):
    where = world.url("offers:offers", "")

    assert [one for one in PEOPLE if "Secret" in browser(world, one).get(where).content.decode()] == ["freelancer"]
