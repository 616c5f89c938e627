"""What a person pays with: added, chosen, removed, and nobody else's business."""

import pytest
from django import forms
from django.urls import reverse

from escrow import gateways
from escrow.gateways.base import Attached
from escrow.models import PaymentSource
from marketplace import clock
from tests.conftest import card
from tests.escrow.conftest import intend

GOOD = {"number": "4242 4242 4242 4242", "expiry": "12/39", "security_code": "123"}


def add(client, user, **details):
    client.force_login(user)
    return client.post(reverse("escrow:add_source"), GOOD | details)


def sources(user):
    return [(source.last4, source.is_default) for source in PaymentSource.objects.of(user)]


def test_a_card_is_kept_without_its_number(client, ada):
    response = add(client, ada)

    assert response.url == reverse("escrow:sources")
    source = PaymentSource.objects.get()
    assert (str(source), source.user, source.is_default) == ("Visa ending in 4242", ada, True)
    assert "4242424242424242" not in str(PaymentSource.objects.values().get())


def test_the_page_lists_the_test_numbers(client, ada):
    client.force_login(ada)
    page = client.get(reverse("escrow:add_source")).content.decode()

    for number in ("4242 4242 4242 4242", "4000 0000 0000 9995", "4000 0027 6000 3184"):
        assert number in page


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("number", "4242 4242 4242 4241", "not a card number"),
        ("number", "hello", "not a card number"),
        ("number", "5555 5555 5555 4444", "only the test numbers"),
        ("expiry", "13/30", "the month and the year"),
        ("expiry", "839", "the month and the year"),
        ("expiry", "1339", "the month and the year"),
        ("expiry", "01/20", "expired"),
        ("expiry", "0120", "expired"),
        ("security_code", "12", "Three or four"),
    ],
)
def test_what_is_wrong_is_said_next_to_the_field(client, ada, field, value, why):
    response = add(client, ada, **{field: value})

    assert response.status_code == 422
    assert why in response.context["form"].errors[field][0]
    assert sources(ada) == []


@pytest.mark.parametrize("expiry", ["8/39", "08/39", "08 / 2039", " 08/2039 ", "0839", "082039", "08 39", "8-39"])
def test_a_date_may_be_written_in_many_ways(client, ada, expiry):
    assert add(client, ada, expiry=expiry).status_code == 302


def test_this_month_is_not_over(client, ada):
    assert add(client, ada, expiry=clock.real().strftime("%m/%y")).status_code == 302


def test_it_leads_back_to_where_the_card_was_wanted(client, ada):
    assert add(client, ada, next="/orders/7/").url == f"/orders/7/?source={PaymentSource.objects.get().pk}"
    there = add(client, ada, number="4000000000005126", next="/orders/7/?page=2#pay").url
    assert there == f"/orders/7/?page=2&source={PaymentSource.objects.latest('pk').pk}#pay"
    assert add(client, ada, number="4000000000000002", next="https://evil.example/").url == reverse("escrow:sources")


def test_too_many_cards_are_refused(client, ada):
    for _ in range(10):
        card(ada)
    response = add(client, ada)

    assert response.status_code == 422
    assert "10 payment sources" in response.content.decode()


def test_another_one_becomes_the_default(client, ada):
    first, second = card(ada), card(ada, "declined")
    client.force_login(ada)
    client.post(reverse("escrow:make_default", args=[second.pk]))

    assert [one.pk for one in PaymentSource.objects.of(ada)] == [second.pk, first.pk]
    assert PaymentSource.objects.default_of(ada) == second


def test_removing_the_default_leaves_a_default(client, ada):
    first, second = card(ada), card(ada)
    client.force_login(ada)
    client.post(reverse("escrow:remove_source", args=[first.pk]))

    assert list(PaymentSource.objects.of(ada)) == [second]
    assert PaymentSource.objects.default_of(ada) == second
    client.post(reverse("escrow:remove_source", args=[second.pk]))
    assert sources(ada) == []
    assert PaymentSource.objects.count() == 2, "payments point at them"


def test_twice_is_once(client, ada, visa):
    client.force_login(ada)
    client.post(reverse("escrow:remove_source", args=[visa.pk]))

    assert client.post(reverse("escrow:remove_source", args=[visa.pk])).status_code == 404


def test_a_card_in_use_stays(client, ada, visa):
    intend(ada, visa)
    client.force_login(ada)
    response = client.post(reverse("escrow:remove_source", args=[visa.pk]))

    assert response.status_code == 409
    assert "under way" in response.content.decode()
    assert sources(ada) == [("4242", True)]


@pytest.mark.parametrize("page", ["make_default", "remove_source"])
def test_nobody_else_may(client, mallory, visa, page):
    client.force_login(mallory)

    assert client.post(reverse(f"escrow:{page}", args=[visa.pk])).status_code == 404
    assert client.get(reverse("escrow:sources")).context["sources"] == []


@pytest.mark.parametrize("page", ["sources", "add_source"])
def test_strangers_sign_in_first(client, db, page):
    assert client.get(reverse(f"escrow:{page}")).status_code == 302


class Hosted:
    """A gateway that asks for cards on a page of its own, as Stripe does."""

    name = "hosted"

    def source_form(self) -> type[forms.Form] | None:
        return None

    def source_page(self, return_url):
        return f"https://pay.example/setup?back={return_url}"

    def attach_source(self, details):
        return Attached(token=details["session"], brand="Visa", last4="1881")


def test_a_gateway_may_ask_on_its_own_page(client, ada, monkeypatch):
    monkeypatch.setattr(gateways, "current", Hosted)
    client.force_login(ada)
    there = client.get(reverse("escrow:add_source")).url
    assert there == "https://pay.example/setup?back=http://testserver/wallet/sources/added/"

    client.get(reverse("escrow:source_added"), {"session": "cs_1"})
    assert PaymentSource.objects.values_list("gateway", "token").get() == ("hosted", "cs_1")


def test_the_way_back_is_closed_when_the_form_is_ours(client, ada):
    client.force_login(ada)

    assert client.get(reverse("escrow:source_added"), {"session": "cs_1"}).status_code == 404
