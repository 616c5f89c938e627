"""What support can do about people in the admin, and what only a superuser can."""

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from tests.accounts.conftest import PASSWORD, gave_second_factor, sign_in

pytestmark = pytest.mark.django_db

PEOPLE = "/admin/accounts/user/"


@pytest.fixture
def desk(client, sam, protect):
    """Sam's browser, inside; with the rights to second factors and sessions too."""
    sam.user_permissions.add(*Permission.objects.filter(content_type__app_label__in=["mfa", "usersessions"]))
    protect(sam)
    client.force_login(sam)
    gave_second_factor(client, sam)
    return client


def change(client, person, **fields):
    known = {"email": person.email, "display_name": person.display_name, "time_zone": "UTC", "skills": "[]"}
    return client.post(f"{PEOPLE}{person.pk}/change/", known | {"is_active": "on"} | fields)


def test_people_are_found_by_address_and_name(desk, ada, grace):
    page = desk.get(f"{PEOPLE}?q=ada").content.decode()

    assert ada.email in page
    assert grace.email not in page


def test_an_account_is_closed(desk, ada):
    assert change(desk, ada, is_active="").status_code == 302

    ada.refresh_from_db()
    assert not ada.is_active
    assert ada.check_password(PASSWORD)


def test_nobody_is_deleted(desk, ada):
    assert desk.post(f"{PEOPLE}{ada.pk}/delete/", {"post": "yes"}).status_code == 403


def test_support_does_not_take_accounts_over(desk, ada):
    change(desk, ada, email="sam@evil.example", is_staff="on", is_superuser="on")
    ada.refresh_from_db()
    assert (ada.email, ada.is_staff, ada.is_superuser) == ("ada@example.org", False, False)

    url = f"{PEOPLE}{ada.pk}/password/"
    assert desk.post(url, {"password1": "a new sentence", "password2": "a new sentence"}).status_code == 403
    assert "pbkdf2" not in (page := desk.get(f"{PEOPLE}{ada.pk}/change/").content.decode())
    assert "argon2" not in page


@pytest.mark.parametrize("superuser", [False, True])
def test_support_does_not_change_staff_nor_itself(desk, sam, superuser):
    root = User.objects.create_user("root@example.org", display_name="Root", is_staff=True, is_superuser=superuser)

    for person in (root, sam):
        assert change(desk, person, display_name="Changed").status_code == 403


def test_a_superuser_does_all_of_it(client, ada, protect):
    root = User.objects.create_superuser("root@example.org", PASSWORD, display_name="Root")
    protect(root)
    client.force_login(root)
    gave_second_factor(client, root)

    change(client, ada, email="Ada@New.example", is_staff="on")

    ada.refresh_from_db()
    assert (ada.email, ada.is_staff) == ("ada@new.example", True)
    new = {"email": "New@Example.org", "display_name": "New", "usable_password": "false"}
    assert client.post(f"{PEOPLE}add/", new).status_code == 302
    assert not User.objects.get(email="new@example.org").has_usable_password()


@pytest.mark.django_db(transaction=True)  # the mail goes out on commit
def test_a_lost_second_factor_is_removed_and_told(desk, ada, protect, secret, has_app):
    protect(ada)
    factor = ada.authenticator_set.get(type="totp")

    page = desk.get(reverse("admin:mfa_authenticator_change", args=[factor.pk])).content.decode()
    assert "Ada" in page
    assert factor.data["secret"] not in page
    desk.post(reverse("admin:mfa_authenticator_delete", args=[factor.pk]), {"post": "yes"})

    assert not has_app(ada)
    assert mail.outbox[-1].to == [ada.email]
    assert "http://testserver/accounts/2fa/" in mail.outbox[-1].body


def test_a_session_is_ended(desk, ada):
    other = Client()
    sign_in(other, ada)
    session = ada.usersession_set.get()
    assert "127.0.0.1" in desk.get("/admin/usersessions/usersession/?q=ada").content.decode()

    desk.post(reverse("admin:usersessions_usersession_delete", args=[session.pk]), {"post": "yes"})

    assert other.get("/settings/").status_code == 302
