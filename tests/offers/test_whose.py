"""The list of offers shows one's own, under every tab."""

import pytest

from marketplace.offers import actions
from marketplace.offers.models import Offer
from marketplace.offers.waiting import open_offers


@pytest.mark.parametrize("tab", ["yours", "others", "closed"])
def test_nobody_finds_anothers_offers(client, ada, mallory, proposed, tab):
    waiting, closed = proposed(), proposed()
    actions.decline(closed, by=ada, reason="No time.")
    links = [f'href="/offers/{one.pk}/"' for one in (waiting, closed)]

    client.force_login(mallory)
    theirs = client.get("/offers/", {"tab": tab}).content.decode()
    client.force_login(ada)
    hers = client.get("/offers/", {"tab": tab}).content.decode()

    assert not any(link in theirs for link in links)
    assert (links[0] in hers, links[1] in hers) == (tab == "yours", tab == "closed")


@pytest.mark.parametrize("who", ["ada", "grace", "mallory"])
def test_the_dashboard_looks_at_ones_own_open_ones_as_the_orm_finds_them(request, proposed, ada, who):
    proposed()
    actions.decline(proposed(), by=ada, reason="No time.")
    mallory, policy = request.getfixturevalue("mallory"), proposed().policy
    Offer.objects.create(author=mallory, policy=policy, currency="USD", origin="direct")
    person = request.getfixturevalue(who)

    found, wanted = open_offers(person), list(Offer.objects.of(person).open())

    assert len(found) == {"ada": 2, "grace": 2, "mallory": 1}[who]
    assert found == wanted
    assert [(one.client, one.freelancer, one.version) for one in found] == [
        (one.client, one.freelancer, one.version) for one in wanted
    ]


def test_as_many_offers_as_it_looks_at_come_with_both_their_people(proposed, ada, grace):
    first, second = proposed(), proposed()

    assert [(one, one.client, one.freelancer) for one in open_offers(ada, most=1)] == [(second, ada, grace)]
    assert open_offers(ada) == [second, first]
