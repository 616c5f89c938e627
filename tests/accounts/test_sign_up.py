import pytest
from django.core import mail
from django.test import Client

from marketplace.accounts.allauth_forms import SignUpForm
from marketplace.accounts.models import User
from tests.accounts.conftest import link_in

pytestmark = pytest.mark.django_db

GRACE = {
    "display_name": "Grace Okafor",
    "email": "Grace@Example.org",
    "password1": "a sentence of my own",
    "time_zone": "Africa/Lagos",
}


def sign_up(client, **changes):
    return client.post("/accounts/signup/", GRACE | changes)


def test_the_address_is_confirmed_before_anything_else(client):
    response = sign_up(client)

    assert response.url == "/accounts/confirm-email/"
    user = User.objects.get()
    assert (user.email, user.display_name, user.time_zone) == ("grace@example.org", "Grace Okafor", "Africa/Lagos")
    assert not user.is_staff
    assert client.get("/settings/").status_code == 302  # not signed in yet

    (letter,) = mail.outbox
    assert letter.subject == "Welcome to Cairn: confirm your address"
    assert "Hello Grace Okafor," in letter.body
    page = client.get(link_in(letter))
    assert b"Is <b" in page.content

    assert client.post(link_in(letter)).url == "/dashboard/"
    assert client.get("/settings/").status_code == 200


def test_an_address_that_is_taken_looks_the_same_to_a_stranger(client, ada):
    free, taken = sign_up(client), sign_up(client, email=ada.email.upper())

    assert (free.status_code, free.url) == (taken.status_code, taken.url)
    assert User.objects.filter(email=ada.email).count() == 1
    assert mail.outbox[-1].to == [ada.email]
    assert mail.outbox[-1].subject == "You have an account already"


def test_pressed_twice_at_once_it_is_one_account(client, monkeypatch):
    """Whoever comes second finds the address free when it looks, and taken when it writes."""
    first = sign_up(client)
    monkeypatch.setattr(SignUpForm, "validate_unique_email", lambda self, value: value)

    second = sign_up(Client())

    assert (second.status_code, second.url) == (first.status_code, first.url)
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("display_name", "", "This field is required."),
        ("email", "grace", "Enter a valid email address."),
        ("password1", "short", "at least 10 characters"),
        ("time_zone", "Mars/Olympus", "Select a valid choice."),
    ],
)
def test_a_mistake_is_told_next_to_its_field(client, field, value, words):
    response = sign_up(client, **{field: value})

    html = response.content.decode()
    assert words in html
    assert f'id="id_{field}_error"' in html
    assert 'value="Grace Okafor"' in html or field == "display_name"  # what was typed is kept
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("languages", "zone"),
    [("de-AT,en;q=0.5", "Europe/Vienna"), ("en-US", "America/New_York"), ("en", "UTC"), ("zz-<ZZ>,,;", "UTC")],
)
def test_the_zone_is_chosen_already(client, languages, zone):
    html = client.get("/accounts/signup/", headers={"accept-language": languages}).content.decode()

    assert f'<option value="{zone}" selected>' in html
