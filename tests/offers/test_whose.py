"""The list of offers shows one's own, under every tab."""

import pytest

from marketplace.offers import actions


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
