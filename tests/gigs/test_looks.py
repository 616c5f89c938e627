"""How often a gig was looked at: who counts, how often, and who reads it."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from marketplace import clock, orphans
from marketplace.gigs import actions, looks
from marketplace.gigs.models import DailyViews
from tests.gigs.workshop import draft, published

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def forgotten():
    cache.clear()


@pytest.fixture
def gig(grace):
    return published(grace)


def look(gig, who=None, *, agent=FIREFOX, network="192.0.2.1", client=None):
    client = client or Client()
    if who:
        client.force_login(who)
    headers = {"User-Agent": agent} if agent else {}
    return client.post(f"/gigs/{gig.pk}/look/", headers=headers, REMOTE_ADDR=network)


def views(gig) -> int:
    return looks.views_of([gig.pk])[gig.pk]


def test_somebody_counts_once_a_day(gig, ada, mallory, move):
    assert look(gig, ada).status_code == 204
    look(gig, ada, agent="Another browser")
    look(gig, ada, network="198.51.100.7")
    assert views(gig) == 1

    look(gig, mallory)
    look(gig)
    look(gig)
    assert views(gig) == 3

    move(days=1)
    look(gig, ada)
    assert views(gig) == 4
    assert list(DailyViews.objects.order_by("day").values_list("number", flat=True)) == [3, 1]


@pytest.mark.parametrize("agent", ["", "Googlebot/2.1", "Mozilla/5.0 HeadlessChrome/140.0", "AhrefsSiteAudit crawler"])
def test_robots_do_not_count(gig, agent):
    assert look(gig, agent=agent).status_code == 204

    assert views(gig) == 0


def test_neither_its_owner_nor_who_looks_after_the_site_counts(gig, grace, sam):
    assert [look(gig, who).status_code for who in (grace, sam)] == [204, 204]

    assert views(gig) == 0


def test_what_is_not_on_the_market_is_not_there(gig, grace, ada):
    actions.pause(gig, by=grace)

    assert [look(one, ada).status_code for one in (gig, draft(grace))] == [404, 404]
    assert DailyViews.objects.count() == 0


def test_no_other_site_counts_in_the_name_of_its_visitors(gig, ada):
    response = look(gig, ada, client=Client(enforce_csrf_checks=True))

    assert response.status_code == 403
    assert views(gig) == 0


def test_one_network_counts_some_times_a_day(gig):
    for number in range(looks.MOST_OF_NETWORK + 5):
        look(gig, agent=f"Browser {number}")
        look(gig, agent=f"Browser {number}", network=f"2001:db8::{number + 1:x}")

    assert views(gig) == 2 * looks.MOST_OF_NETWORK


def test_a_count_that_went_from_the_cache_in_between_begins_anew(gig, ada, monkeypatch):
    """Redis went or came back between two questions, or the cache made room."""

    def gone(key):
        raise ValueError(key)

    monkeypatch.setattr(cache, "incr", gone)

    assert look(gig, ada).status_code == 204
    assert views(gig) == 1


def test_the_page_of_a_gig_tells_of_a_look_and_reading_it_writes_nothing(client, gig, ada, grace):
    client.force_login(ada)
    said = client.get(gig.get_absolute_url()).content.decode()
    assert f'action="/gigs/{gig.pk}/look/" data-look' in said
    assert views(gig) == 0

    client.force_login(grace)
    assert "data-look" not in client.get(gig.get_absolute_url()).content.decode()


@pytest.mark.parametrize("address", ["/dashboard/", "/gigs/mine/"])
def test_its_owner_reads_how_often_in_thirty_days(client, gig, grace, ada, mallory, address, move):
    look(gig, mallory)
    move(days=29)
    look(gig, ada)
    client.force_login(grace)
    assert "2 views in 30 days, no order yet." in " ".join(client.get(address).content.decode().split())

    move(days=1)

    assert "1 view in 30 days" in " ".join(client.get(address).content.decode().split())


def test_after_a_year_they_are_forgotten(gig, ada, monkeypatch):
    monkeypatch.setattr(looks, "BATCH", 2)
    today = clock.today("UTC")
    for days in (0, 364, 367, 368, 400):
        DailyViews.objects.create(gig=gig, day=today - timedelta(days=days), number=1)

    orphans.remove()

    assert [(today - one.day).days for one in DailyViews.objects.order_by("-day")] == [0, 364]
