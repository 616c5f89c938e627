"""What is somebody's own: nobody is shown, or held to, what others wrote and saved."""

import pytest
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.gigs import actions
from marketplace.gigs.limits import MOST_GIGS
from marketplace.gigs.models import Gig, Saved
from tests.gigs.workshop import BASIC, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def sold(grace):
    return published(grace)


def page(client, person, address: str) -> str:
    client.force_login(person)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_what_others_sell_is_not_among_ones_own(client, mallory, grace, sold):
    mine = reverse("gigs:mine")

    assert sold.title in page(client, grace, mine)
    assert sold.title not in page(client, mallory, mine)


def test_what_one_does_not_see_one_does_not_order(client, mallory, grace, sold):
    actions.pause(sold, by=grace)
    client.force_login(mallory)

    assert client.get(reverse("offers:order", args=[sold.pk, BASIC])).status_code == 404


def test_one_sees_what_one_saved_and_not_what_others_did(client, ada, mallory, sold):
    actions.keep(by=ada, gig=sold)

    assert sold.get_absolute_url() in page(client, ada, "/saved/")
    assert sold.get_absolute_url() not in page(client, mallory, "/saved/")


@pytest.mark.parametrize("tab", ["gigs", "people"])
def test_what_others_saved_is_not_counted_among_ones_own(client, ada, mallory, grace, sold, tab):
    actions.keep(by=ada, gig=sold)
    actions.keep(by=ada, person=grace)
    actions.pause(sold, by=grace)

    client.force_login(mallory)
    context = client.get("/saved/", {"tab": tab}).context

    assert (context["hidden"], len(context["page"])) == (0, 0)


@pytest.mark.parametrize("verb", ["gigs:save", "gigs:unsave"])
def test_a_gig_that_is_not_seen_is_neither_saved_nor_let_go(client, ada, grace, sold, verb):
    actions.keep(by=ada, gig=sold)
    User.objects.filter(pk=grace.pk).update(is_active=False)
    client.force_login(ada)

    assert client.post(reverse(verb, args=[sold.pk])).status_code == 404
    assert Saved.objects.filter(user=ada).count() == 1


def test_the_numbers_behind_a_place_are_told_to_the_owner_alone(client, ada, grace, sold):
    assert [gig for gig, _ in told(client, grace)] == [sold]
    assert told(client, ada) == []


def told(client, person) -> list:
    client.force_login(person)
    return client.get("/gigs/ranking/").context["mine"]


def test_nobody_is_held_to_how_many_others_wrote(ada, grace):
    Gig.objects.bulk_create(Gig(owner=grace) for _ in range(MOST_GIGS))

    assert actions.begin(by=ada).owner == ada
