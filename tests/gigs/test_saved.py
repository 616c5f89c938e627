"""Saving gigs and people to find them again: nobody else knows, twice is once, and there is an end to it."""

import pytest

from marketplace.accounts.models import User
from marketplace.actors import Support
from marketplace.gigs import actions
from marketplace.gigs.actions import saving
from marketplace.gigs.models import Saved
from tests.conftest import person
from tests.gigs.test_search import gig

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamps(grace):
    return gig(grace, "Lamps by hand")


def shown(client, tab="gigs") -> list:
    """What the page of what I saved has, in its order."""
    response = client.get("/saved/", {"tab": tab})
    assert response.status_code == 200
    return response.context["things"]


def pressed(client, path: str) -> str:
    """Whether the bookmark that leads to an address, or away from it, is pressed on this page."""
    html = client.get(path).content.decode()
    return html.partition("data-keep")[2].partition('aria-pressed="')[2].partition('"')[0]


def test_a_gig_is_saved_and_taken_away_again(client, ada, lamps):
    client.force_login(ada)
    assert pressed(client, "/gigs/") == "false"

    response = client.post(f"/gigs/{lamps.pk}/save/", {"next": "/gigs/?q=lamps"})

    assert response.url == "/gigs/?q=lamps"
    assert "Saved: Lamps by hand" in client.get(response.url).content.decode()
    assert shown(client) == [lamps]
    assert pressed(client, "/gigs/") == "true"

    client.post(f"/gigs/{lamps.pk}/unsave/")

    assert (shown(client), pressed(client, "/gigs/")) == ([], "false")
    assert not Saved.objects.exists()


def test_a_person_is_saved_and_taken_away_again(client, ada, grace):
    client.force_login(ada)

    assert client.post(f"/people/{grace.pk}/save/").url == "/saved/"
    assert (shown(client, "people"), shown(client)) == ([grace], [])
    client.post(f"/people/{grace.pk}/unsave/")

    assert shown(client, "people") == []


def test_twice_is_once_both_ways(client, ada, grace, lamps):
    client.force_login(ada)
    for address in (f"/gigs/{lamps.pk}/save/", f"/people/{grace.pk}/save/"):
        assert [client.post(address).status_code for _ in range(2)] == [302, 302]

    assert Saved.objects.filter(user=ada).count() == 2
    for address in (f"/gigs/{lamps.pk}/unsave/", f"/people/{grace.pk}/unsave/"):
        assert [client.post(address).status_code for _ in range(2)] == [302, 302]
    assert not Saved.objects.exists()


def test_a_script_gets_no_page(client, ada, lamps):
    client.force_login(ada)

    response = client.post(f"/gigs/{lamps.pk}/save/", headers={"Accept": "application/json"})

    assert (response.status_code, response.content) == (204, b"")
    assert shown(client) == [lamps]


def test_nobody_else_sees_what_i_saved(client, ada, grace, mallory, lamps):
    actions.keep(by=ada, gig=lamps)
    for somebody in (grace, mallory):
        client.force_login(somebody)

        assert shown(client) == []
        assert pressed(client, "/gigs/") == "false"


def test_nobody_takes_away_what_another_saved(client, ada, mallory, lamps):
    actions.keep(by=ada, gig=lamps)
    client.force_login(mallory)

    client.post(f"/gigs/{lamps.pk}/unsave/")

    assert Saved.objects.get().user == ada


@pytest.mark.parametrize("next_page", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(client, ada, lamps, next_page):
    client.force_login(ada)

    assert client.post(f"/gigs/{lamps.pk}/save/", {"next": next_page}).url == "/saved/"


def test_what_is_not_on_sale_is_counted_and_comes_back_by_itself(client, ada, grace, sam, lamps):
    actions.keep(by=ada, gig=lamps)
    client.force_login(ada)
    actions.pause(lamps, by=grace)

    assert shown(client) == []
    assert "1 saved gig is not on sale" in " ".join(client.get("/saved/").content.decode().split())
    assert client.post(f"/gigs/{lamps.pk}/save/").status_code == 404

    actions.resume(lamps, by=grace)
    assert shown(client) == [lamps]
    actions.remove(lamps, by=Support(sam, "Copied."))
    assert shown(client) == []


def test_of_those_whose_account_is_closed_nothing_is_shown(client, ada, grace, lamps):
    actions.keep(by=ada, gig=lamps)
    actions.keep(by=ada, person=grace)
    User.objects.filter(pk=grace.pk).update(is_active=False)
    client.force_login(ada)

    assert (shown(client), shown(client, "people")) == ([], [])


def test_there_is_an_end_to_it_in_words(client, ada, grace, lamps, monkeypatch):
    monkeypatch.setattr(saving, "MOST_SAVED", 1)
    actions.keep(by=ada, person=grace)
    client.force_login(ada)

    response = client.post(f"/gigs/{lamps.pk}/save/")

    assert response.status_code == 409
    assert "Take some away first" in response.content.decode()
    assert Saved.objects.get().person == grace
    actions.keep(by=ada, person=grace)  # what is there is no more than before


def test_as_many_queries_for_many_people(client, ada, django_assert_max_num_queries):
    people = [person(f"Seller{number}") for number in range(6)]
    client.force_login(ada)
    actions.keep(by=ada, person=people[0])
    client.get("/saved/?tab=people")
    with django_assert_max_num_queries(12) as few:
        client.get("/saved/?tab=people")
    for one in people[1:]:
        actions.keep(by=ada, person=one)

    with django_assert_max_num_queries(len(few)):
        assert len(client.get("/saved/?tab=people").context["things"]) == 6


def test_the_newest_first_in_pages_and_as_many_queries_for_many(client, ada, django_assert_max_num_queries):
    sold = [gig(person(f"Seller{number}"), f"Gig {number}") for number in range(26)]
    client.force_login(ada)
    actions.keep(by=ada, gig=sold[0])
    client.get("/saved/")
    with django_assert_max_num_queries(12) as few:
        shown(client)
    for one in sold[1:]:
        actions.keep(by=ada, gig=one)

    with django_assert_max_num_queries(len(few)):
        assert shown(client) == sold[:1:-1]
    assert client.get("/saved/", {"page": 2}).context["things"] == [sold[1], sold[0]]
