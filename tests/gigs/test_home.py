"""The front door: the market for a stranger, their own work for whoever is signed in."""

import pytest
from django.core.cache import cache

from marketplace.accounts.models import User
from marketplace.gigs import actions
from marketplace.gigs.models import Category, Gig
from marketplace.gigs.search import front
from tests.conftest import person
from tests.gigs.test_search import gig
from tests.gigs.workshop import published, terms

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forgotten():
    cache.delete("gigs:numbers")


def home(client):
    response = client.get("/")
    assert response.status_code == 200
    return response


def number_of(response, field: str) -> str:
    return {one.name: words for one, words in response.context["fields"]}[field]


def test_an_empty_market_has_its_search_and_its_fields(client):
    response = home(client)
    page = response.content.decode()

    assert 'action="/gigs/"' in page
    assert 'name="q"' in page
    assert {words for _, words in response.context["fields"]} == {"0 gigs"}
    assert len(response.context["fields"]) == 10
    assert "Sold in steps" not in page
    assert "Often looked for" not in page


def test_fields_say_how_many_gigs_they_have_and_popular_kinds_come_first(client, grace):
    for number in range(2):
        gig(grace, f"Logo {number}")
    gig(grace, "Site", category=Category.objects.get(name="Website Design").pk)

    response = home(client)

    assert number_of(response, "Graphics & Design") == "3 gigs"
    assert [one.name for one in response.context["popular"]] == ["Logo Design", "Website Design"]
    assert 'href="/gigs/logo-design/"' in response.content.decode()


def test_the_shelf_has_what_is_sold_in_steps_the_best_first_and_nobody_twice(client, grace, mallory):
    gig(grace, "In one payment")
    low, high, same = (published(one, terms()) for one in (grace, mallory, mallory))
    for one, standing in ((low, 100), (high, 300), (same, 200)):
        Gig.objects.filter(pk=one.pk).update(standing=standing)

    assert home(client).context["shelf"] == [high, low]


def test_the_shelf_is_full_with_eight_and_its_pictures_wait_below_the_fold(client):
    for number in range(front.ON_SHELF + 1):
        published(person(f"Seller{number}"), terms())

    response = home(client)

    assert len(response.context["shelf"]) == front.ON_SHELF
    assert response.content.decode().count('loading="lazy"') == front.ON_SHELF


def test_what_is_not_on_sale_is_not_there(client, grace, mallory):
    actions.pause(published(mallory, terms()), by=mallory)
    published(grace, terms())
    User.objects.filter(pk=grace.pk).update(is_active=False)

    assert home(client).context["shelf"] == []


def test_numbers_are_kept_for_a_minute_and_cost_no_more_for_more(client, grace, django_assert_max_num_queries):
    published(grace, terms())
    home(client)
    with django_assert_max_num_queries(6) as few:
        home(client)
    for number in range(5):
        published(person(f"Seller{number}"), terms())

    with django_assert_max_num_queries(len(few)):
        assert number_of(home(client), "Graphics & Design") == "1 gig"
    cache.delete("gigs:numbers")
    assert number_of(home(client), "Graphics & Design") == "6 gigs"


def test_who_is_signed_in_goes_on_to_their_own_work(client, ada):
    client.force_login(ada)

    assert client.get("/").url == "/dashboard/"
    assert 'href="/gigs/"' in client.get("/dashboard/").content.decode()
