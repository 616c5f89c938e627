"""One mailbox is one account, however its address is written, and every address can be written to."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from marketplace.accounts import addresses
from marketplace.accounts.models import User
from tests.accounts.conftest import link_in
from tests.accounts.test_sign_up import sign_up

pytestmark = pytest.mark.django_db

KEPT = "eve@xn--exmple-cua.example"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Eve@Exämple.example", KEPT),
        ("eve@EXÄMPLE.example", KEPT),
        ("eve@exa\u0308mple.example", KEPT),
        (" eve@xn--exmple-cua.example ", KEPT),
        ("eve@exämple。example", KEPT),
        ("eve@ｅｘämple.example", KEPT),
        ("Sam+x@Cairn.Example", "sam+x@cairn.example"),
    ],
)
def test_an_address_has_one_form(typed, kept):
    assert addresses.normalise(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "sam@cairn.example\u200b", "sam@cai\u200drn.example", "sam@cairn\u00ad.example", "sam\u202e@cairn.example",
        "s m@cairn.example", "sam@cairn\u3000.example", "ſam@cairn.example", "sam@☃.example", "sam", "@", "sam@",
        "sam@" + "ä" * 300 + ".example", "sam@" + "ä." * 60 + "example", "a" * 300 + "@cairn.example",
        "sam@a\0.example", "sam@localhost", "sam@[127.0.0.1]", "sam@[::1]", "sam@10.0.0.11", "sam@１0.0.0.11",
    ],
)  # fmt: skip
def test_what_no_mail_could_be_sent_to_is_refused(client, typed):
    with pytest.raises(ValidationError):
        addresses.normalise(typed)
    assert sign_up(client, email=typed).status_code == 200
    assert not User.objects.exists()


def test_people_show_their_own_letters():
    assert addresses.readable(KEPT) == "eve@exämple.example"
    assert addresses.readable("ada@example.org") == "ada@example.org"


@pytest.mark.parametrize(
    "domain",
    [
        "münchen.example", "straße.example", "пример.example", "παράδειγμα.example", "例え.example", "食狮.example",
        "한국.example", "مثال.example", "łódź.example", "smørrebrød.example", "bücher.пример.example",
        "ümlaut-24.example",
    ],
)  # fmt: skip
def test_one_language_is_shown_in_its_letters(domain):
    kept = addresses.normalise(f"eve@{domain}")

    assert kept.isascii()
    assert addresses.readable(kept) == f"eve@{domain}"


@pytest.mark.parametrize(
    "domain",
    [
        "раypal.example",  # Cyrillic р and а before Latin
        "аррӏе.example",  # Cyrillic from end to end
        "ехаmрlе.example",
        "googlе.example",
        "ρaypal.example",
        "νικοα.example",  # Greek from end to end
        "ɡoogle.example",  # Latin, but IPA's g
        "paypaı.example",
        "例eк.example",
    ],
)
def test_what_might_pass_for_another_is_shown_as_it_is_kept(domain):
    kept = addresses.normalise(f"eve@{domain}")

    assert addresses.readable(kept) == kept
    assert "xn--" in kept


@pytest.mark.parametrize("broken", ["eve@xn--a.example", "eve@xn--.example", "eve@xn--zzzzzzzz.example", ""])
def test_what_is_no_such_domain_is_shown_as_it_is(broken):
    assert addresses.readable(broken) == broken


def test_pages_show_the_letters_and_send_what_is_kept(client, ada):
    User.objects.filter(pk=ada.pk).update(email=KEPT)
    ada.emailaddress_set.update(email=KEPT)
    client.force_login(ada)

    for url in ("/settings/notifications/", "/settings/security/", "/accounts/email/"):
        page = client.get(url).content.decode()
        assert "eve@exämple.example" in page
        assert f">{KEPT}" not in page


@pytest.mark.parametrize("table", ["account_emailaddress", "accounts_user"])
@pytest.mark.parametrize("other", ["Ada@example.org", "eve@exämple.example", "a da@example.org", "ada"])
def test_the_database_keeps_no_other_form(ada, table, other):
    with pytest.raises(IntegrityError, match="one_form"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET email = %s", [other])  # noqa: S608


def test_an_account_with_such_an_address_gets_mail_and_signs_in(client):
    sign_up(client, email="eve@exämple.example")
    user = User.objects.get()
    assert user.email == user.emailaddress_set.get().email == KEPT
    client.post(link_in(mail.outbox[-1]))

    assert EmailMessage("Hello", "x", to=[user.email]).message()["To"] == KEPT
    client.post("/accounts/logout/")
    for written in ("Eve@exämple.example", KEPT):
        answer = client.post("/accounts/login/", {"login": written, "password": "a sentence of my own"})
        assert answer.status_code == 302
        client.post("/accounts/logout/")


def test_two_ways_to_write_it_are_one_account(client):
    sign_up(client, email=KEPT)
    cache.clear()  # the two mails would be too close
    sign_up(client, email="Eve@exämple.example")

    assert User.objects.count() == 1
    assert mail.outbox[-1].subject == "You have an account already"


def test_it_is_found_however_it_is_written(client, ada):
    User.objects.filter(pk=ada.pk).update(email=KEPT)
    ada.emailaddress_set.update(email=KEPT)

    client.post("/accounts/password/reset/", {"email": "EVE@exämple.example"})
    assert mail.outbox[-1].subject == "Set a new password"
    call_command("make_support", "Eve@exämple.example")
    assert User.objects.get(pk=ada.pk).is_staff


def test_accounts_that_are_made_by_hand_have_it_too():
    made = User.objects.create_user("Eve@exämple.example", "cairn-demo", display_name="Eve")

    assert made.email == KEPT
    assert User.objects.get_by_natural_key("eve@EXÄMPLE.example") == made
