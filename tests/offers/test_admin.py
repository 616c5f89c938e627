"""The support desk's pages about offers and categories."""

import pytest
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.offers import actions
from tests.offers import conftest as do


@pytest.fixture
def desk(client, sam, settings):
    """Sam at the desk; the second factor has tests of its own."""
    settings.DEMO = True
    client.force_login(sam)
    return client


def test_an_offer_with_all_that_belongs_to_it(desk, ada, grace, visa, offered):
    offer = offered("contract14")
    actions.save_draft(offer, by=ada, terms=do.terms("contract14", 500))
    actions.counter(offer, by=ada, source=visa)
    do.settle(offer)

    page = desk.get(reverse("admin:offers_offer_change", args=[offer.pk])).content.decode()

    for words in ("Step 1: $1,000.00 → $500.00", "$25.00", "returned to the client", "offer.deposited", "You", "Ada"):
        assert (words in page) == (words != "You")


def test_the_list_finds_it(desk, proposed):
    proposed()

    page = desk.get(reverse("admin:offers_offer_changelist"), {"q": "Grace"}).content.decode()

    assert "Website" in page


@pytest.mark.parametrize("verb", ["add", "delete"])
def test_nobody_edits_it_by_hand(client, ada, proposed, settings, verb):
    settings.DEMO = True
    root = User.objects.create_superuser("root@example.org", "x" * 12, display_name="Root")
    client.force_login(root)
    offer = proposed()

    where = [] if verb == "add" else [offer.pk]
    assert client.post(reverse(f"admin:offers_offer_{verb}", args=where)).status_code == 403
    client.post(reverse("admin:offers_offer_change", args=[offer.pk]), {"title": "Changed"})
    assert do.again(offer).title == "Website"


def test_support_keeps_the_categories(desk):
    parent = do.Category.objects.get(slug="photography")
    fields = {"name": "Drone Photos", "slug": "drone-photos", "parent": parent.pk}

    desk.post(reverse("admin:gigs_category_add"), fields)

    assert do.Category.objects.get(slug="drone-photos").parent == parent
    assert desk.get(reverse("admin:gigs_category_changelist"), {"level": "top"}).status_code == 200


def test_there_are_two_levels_only(desk):
    child = do.Category.objects.get(slug="website-design")
    fields = {"name": "Third", "slug": "third", "parent": child.pk}

    response = desk.post(reverse("admin:gigs_category_add"), fields)

    assert response.status_code == 200
    assert not do.Category.objects.filter(slug="third").exists()
