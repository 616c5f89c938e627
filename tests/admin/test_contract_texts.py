"""Publishing a contract text in the desk: a prefilled form, a preview, messages next to the field, one new version."""

import pytest
from django.urls import reverse

from marketplace.offers.models import ContractText

pytestmark = pytest.mark.django_db

BODY = "OUR AGREEMENT\n\n1. Who\n{{ client }} and {{ freelancer }}.\n"


def place(verb="replace"):
    return reverse(f"admin:offers_contracttext_{verb}", args=[ContractText.objects.newest("both_sign").pk])


def test_support_looks_at_a_preview_first(desk):
    start = desk.get(place())
    assert start.context["form"]["body"].value().startswith("AGREEMENT ON FREELANCE WORK")

    page = desk.post(place(), {"title": "Our agreement", "body": BODY, "_preview": "1"})

    html = page.content.decode()
    assert page.status_code == 200
    assert "<mark>Ada Lovelace</mark> and <mark>Grace Hopper</mark>." in html
    assert "<h4>1. Who</h4>" in html
    assert ContractText.objects.count() == 2


def test_support_publishes_it(desk, sam):
    response = desk.post(place(), {"title": "Our agreement", "body": BODY.replace("\n", "\r\n"), "_publish": "1"})

    text = ContractText.objects.newest("both_sign")
    assert response.url == reverse("admin:offers_contracttext_change", args=[text.pk])
    assert (text.body, text.title, text.published_by) == (BODY, "Our agreement", sam)


def test_what_is_wrong_is_said_next_to_the_field(desk):
    page = desk.post(place(), {"title": "Ours", "body": "Hello\n{{ nobody }}", "_publish": "1"})

    assert page.status_code == 422
    assert page.context["form"].errors["body"] == ["Line 2: there is no placeholder “nobody”."]
    assert "Hello\n{{ nobody }}" in page.content.decode()
    assert ContractText.objects.count() == 2
