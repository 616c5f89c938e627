"""The support desk opens with a second factor only, but in the demo."""

import pytest
from django.contrib.admin import AdminSite

from marketplace.accounts.admin_site import SupportDesk
from tests.accounts.conftest import sign_in, six_digits

pytestmark = pytest.mark.django_db

DESK = "/admin/"


def test_a_stranger_is_sent_to_the_sites_own_sign_in(client):
    assert client.get(DESK, follow=True).redirect_chain[-1][0] == "/accounts/login/?next=%2Fadmin%2F"
    assert client.post("/admin/login/", {"username": "sam@example.org", "password": "cairn-demo"}).status_code == 302


def test_staff_without_a_second_factor_set_one_up_first(client, sam):
    sign_in(client, sam)

    response = client.get(DESK, follow=True)

    assert ("/accounts/2fa/totp/activate/", 302) in response.redirect_chain
    assert b"opens with a second factor only" in response.content


def test_no_page_of_the_desk_is_open_without_it(client, sam):
    client.force_login(sam)

    for url in (DESK, "/admin/accounts/user/", f"/admin/accounts/user/{sam.pk}/change/", "/admin/jsi18n/"):
        assert client.get(url).status_code == 302
    assert client.post(f"/admin/accounts/user/{sam.pk}/change/", {"display_name": "x"}).status_code == 302
    sam.refresh_from_db()
    assert sam.display_name == "Sam"


def test_without_our_check_the_password_would_be_enough(client, sam, monkeypatch):
    """The proof that the test above tests something."""
    monkeypatch.setattr(SupportDesk, "has_permission", AdminSite.has_permission)
    client.force_login(sam)

    assert client.get(DESK).status_code == 200


def test_with_it_the_desk_opens(client, sam, protect, secret):
    protect(sam)
    sign_in(client, sam)
    assert client.get(DESK).status_code == 302
    client.post("/accounts/2fa/authenticate/", {"code": six_digits(secret)})

    assert client.get(DESK).status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client, sam, protect):
    protect(sam)
    sam.authenticator_set.filter(type="totp").delete()
    client.force_login(sam)

    assert client.get(DESK).status_code == 302


def test_the_demo_asks_for_none(client, sam, settings):
    settings.DEMO = True
    client.force_login(sam)

    assert client.get(DESK).status_code == 200


def test_people_who_are_not_staff_are_refused(client, mallory, protect):
    protect(mallory)
    client.force_login(mallory)

    assert client.get(DESK, follow=True).status_code == 403
