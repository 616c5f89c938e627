"""What a role asks, condition by condition, where the people of the world would never fail one of them alone."""

from copy import copy
from types import SimpleNamespace

import pytest

from marketplace.actors import Support
from marketplace.offers.models import Offer
from milestones.actions.policies import may_publish, may_withdraw
from milestones.models import Order
from milestones.permissions import is_support
from tests.permissions.asking import browser
from tests.permissions.table import OWN, PLACES
from tests.permissions.world import PEOPLE

pytestmark = pytest.mark.django_db


def somebody(**fields):
    """Staff with every right."""
    return SimpleNamespace(**{"pk": 0, "is_active": True, "is_staff": True, "has_perm": lambda right: True} | fields)


LACKING = [{"is_active": False}, {"is_staff": False}, {"has_perm": lambda right: False}]


@pytest.mark.parametrize("role", [may_publish, may_withdraw])
@pytest.mark.parametrize("lacks", LACKING, ids=str)
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
OF_OTHERS = ["Website", "4242", "Placed", "Secret", "Grace"]


READ = [one for one in PLACES if one.who == OWN and one.method == "GET" and one.url not in FORMS]


@pytest.mark.parametrize("place", READ, ids=str)
def test_ones_own_pages_show_nothing_of_others(world, place):
    for person in WITHOUT_ANYTHING:
        page = browser(world, person).get(world.url(place.url, "")).content.decode()
        assert [word for word in OF_OTHERS if word in page] == [], f"{person} reads this"


def test_a_draft_is_its_authors_secret(world):
    where = world.url("offers:offers", "")

    assert [one for one in PEOPLE if "Secret" in browser(world, one).get(where).content.decode()] == ["freelancer"]
