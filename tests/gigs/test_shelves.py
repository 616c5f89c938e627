"""Somebody's gigs: on their page for everybody, on the dashboard for themselves."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.actors import Support
from marketplace.gigs import actions
from marketplace.gigs.shelves import SHOWN
from marketplace.offers import actions as offering
from tests.gigs.workshop import BASIC, draft, published, terms
from tests.offers import conftest as do

pytestmark = pytest.mark.django_db


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def test_everybody_sees_what_somebody_sells(client, grace):
    gig = published(grace)

    said = page(client, grace.get_absolute_url())

    assert gig.get_absolute_url() in said
    assert '<li class="gig">' in said
    assert "4 steps</span>" in said
    assert "<span>10 days</span>" in said
    assert "<b>$240</b>" in said
    assert f"/pictures/{gig.cover.key}/320/" in said


def test_nobody_sees_what_is_not_on_the_market(client, grace, sam):
    draft(grace)
    actions.pause(published(grace), by=grace)
    actions.remove(published(grace), by=Support(sam, "Copied."))

    assert "gigs-on-sale" not in page(client, grace.get_absolute_url())


def test_those_after_the_sixth_unfold_and_cost_no_query(client, grace):
    published(grace)
    page(client, grace.get_absolute_url())
    with CaptureQueriesContext(connection) as one:
        page(client, grace.get_absolute_url())
    for _ in range(SHOWN):
        published(grace)

    with CaptureQueriesContext(connection) as seven:
        assert "Show the other 1" in page(client, grace.get_absolute_url())
    assert len(seven) == len(one)


def test_the_dashboard_says_what_came_of_each_and_what_is_next(client, ada, grace, visa, sam):
    sold = published(grace, terms(questions=[]))
    deal = offering.order(sold, by=ada, purchase=offering.Purchase(BASIC, sold.version.digest, visa))
    do.settle(deal.offer)
    actions.save(sold, by=grace, step="overview", values={"title": "Another name"})
    draft(grace, terms(title="Not yet"))
    actions.pause(published(grace), by=grace)
    actions.remove(published(grace), by=Support(sam, "It was copied."))
    client.force_login(grace)

    said = page(client, "/dashboard/")

    assert "1 order came from it, 1 running." in said
    assert "What you wrote since is not public." in said
    assert "see what is missing, and publish it" in said
    assert "put it back on the market" in said
    assert "Support removed it: It was copied." in said


def test_the_dashboard_asks_as_much_for_one_gig_as_for_seven(client, grace):
    client.force_login(grace)
    published(grace)
    page(client, "/dashboard/")
    with CaptureQueriesContext(connection) as one:
        page(client, "/dashboard/")
    for _ in range(SHOWN):
        published(grace)

    with CaptureQueriesContext(connection) as seven:
        page(client, "/dashboard/")
    assert len(seven) == len(one)


def test_who_sells_nothing_sees_nothing_of_it(client, ada, grace):
    published(grace)
    client.force_login(ada)

    assert "own-gigs" not in page(client, "/dashboard/")
