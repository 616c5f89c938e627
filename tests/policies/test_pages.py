"""The public pages of the rulebooks: what is on offer, one explained, and earlier versions."""

import pytest
from django.urls import reverse

from marketplace import clock
from marketplace.policies.models import Policy

pytestmark = pytest.mark.django_db


def page(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def newer(preset, sam):
    """Version 6 of steps8, by support, which reviews in 5 days."""
    policy = preset("steps8")
    policy.pk, policy.version, policy.review_days = None, policy.version + 1, 5
    policy.published_by, policy.published_at = sam, clock.now()
    policy.save(force_insert=True)
    return policy


def test_everybody_sees_what_is_on_offer_the_default_first(client):
    said = page(client, reverse("policies:policies"))

    assert said.index(">Fair<") < said.index(">Studio<")
    assert said.count("Read it") == 6
    assert "1 USD, 0.90 EUR" in said


def test_some_can_be_compared(client):
    said = page(client, reverse("policies:policies") + "?with=fair&with=open&with=unheard-of")

    table = said[said.index("<table") :]
    assert "Fair" in table
    assert "Open" in table
    assert "Studio" not in table


def test_the_list_asks_the_database_a_constant_number_of_times(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        page(client, reverse("policies:policies"))


def test_a_rulebook_explains_itself(client, preset):
    said = page(client, preset("steps8").get_absolute_url())

    assert "If the client does not answer within 8 days, the delivery counts as accepted, is paid" in said
    assert "$1,055.00" in said
    assert "A newer version exists" not in said


def test_it_speaks_the_currency_that_is_asked_for(client, preset):
    said = page(client, preset("steps8").get_absolute_url() + "?currency=JPY")

    assert "more than ¥15,000" in said
    assert page(client, preset("steps8").get_absolute_url() + "?currency=XXX")


def test_an_earlier_version_stays_readable_and_says_what_differs(client, preset, newer):
    said = page(client, preset("steps8").get_absolute_url())

    assert "A newer version exists" in said
    assert newer.get_absolute_url() in said
    assert "within 8 days" in said
    assert '<td data-label="Version 6">5 days</td>' in said


def test_only_the_newest_version_is_on_offer(client, newer):
    said = page(client, reverse("policies:policies"))

    assert newer.get_absolute_url() in said
    assert reverse("policies:policy", args=["steps8", 2]) not in said


def test_a_withdrawn_one_stays_readable_and_is_not_offered(client, preset):
    policy = preset("steps8")
    policy.withdrawn_at = clock.now()
    policy.save(update_fields=["withdrawn_at"])

    assert "No longer on offer" in page(client, policy.get_absolute_url())
    assert policy.get_absolute_url() not in page(client, reverse("policies:policies"))


@pytest.mark.parametrize("url", ["/policies/steps8/7/", "/policies/unheard-of/1/", "/policies/steps8/"])
def test_what_was_never_published_is_not_found(client, url):
    assert client.get(url).status_code == 404


def test_there_is_a_page_even_when_nothing_is_on_offer(client):
    Policy.objects.update(withdrawn_at=clock.now())

    assert "No rulebook is on offer" in page(client, reverse("policies:policies"))
