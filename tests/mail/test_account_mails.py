"""Signing up, resetting, changing: the page never waits for a mail server, and the mail comes when there is one."""

import time

import pytest
from django.core import mail
from django.core.cache import cache
from django.db.models import F
from django.test import Client

from marketplace import clock
from marketplace.accounts import adapter
from marketplace.accounts.models import User
from marketplace.mail.models import OutgoingMail
from marketplace.mail.sending import QUEUE
from tests.accounts.conftest import show_it_is_you

pytestmark = pytest.mark.django_db(transaction=True)

QUICK = 10  # seconds; the server would be waited for three times as long
NEW = {"display_name": "Nell New", "email": "nell@example.net", "password1": "a sentence of mine", "time_zone": "UTC"}


@pytest.fixture(autouse=True)
def fresh_limits():
    """allauth counts tries in the cache, which tests share."""
    cache.clear()


@pytest.fixture(params=["silent", "closed"])
def broken(request, no_worker, use_server, silent_port, closed_port):
    """A mail server that never answers, and none at all."""
    use_server({"silent": silent_port, "closed": closed_port}[request.param], timeout=30)


def quickly(client, path, **typed):
    begun = time.monotonic()
    response = client.post(path, typed)
    assert time.monotonic() - begun < QUICK
    return response


def back(use_server, post_office) -> list[bytes]:
    """The server is there again; what it was given."""
    use_server(post_office.port)
    OutgoingMail.objects.update(next_try_at=clock.real())
    QUEUE.send()
    return post_office.letters


def test_signing_up(client, broken, use_server, post_office):
    assert quickly(client, "/accounts/signup/", **NEW).status_code == 302

    (letter,) = back(use_server, post_office)
    assert b"To: nell@example.net" in letter
    assert b"/accounts/confirm-email/" in letter


def test_a_forgotten_password(client, ada, broken, use_server, post_office):
    assert quickly(client, "/accounts/password/reset/", email=ada.email).status_code == 302

    (letter,) = back(use_server, post_office)
    assert b"Subject: Set a new password" in letter


def test_a_password_of_nobody(client, broken, use_server, post_office):
    assert quickly(client, "/accounts/password/reset/", email="nobody@example.net").status_code == 302

    (letter,) = back(use_server, post_office)
    assert b"Subject: No account with this address" in letter


def test_a_new_password_is_told(client, ada, broken, use_server, post_office):
    client.post("/accounts/login/", {"login": ada.email, "password": "cairn-demo"})
    typed = dict.fromkeys(["password1", "password2"], "another sentence") | {"oldpassword": "cairn-demo"}
    assert quickly(client, "/accounts/password/change/", **typed).status_code == 302

    (letter,) = back(use_server, post_office)
    assert b"Subject: Your password was changed" in letter


HOSTS = ["localhost", "127.0.0.1:8123", "testserver"]


@pytest.mark.parametrize("host", HOSTS)
def test_links_lead_to_the_site_in_the_settings_whatever_host_one_came_by(client, ada, host):
    client.post("/accounts/signup/", NEW, headers={"host": host})
    client.post("/accounts/signup/", NEW | {"email": ada.email}, headers={"host": host})
    client.post("/accounts/password/reset/", {"email": ada.email}, headers={"host": host})
    client.post("/accounts/password/reset/", {"email": "nobody@example.net"}, headers={"host": host})

    links = [word for one in mail.outbox for word in one.body.split() if "://" in word]
    assert len(mail.outbox) == 4
    assert len(links) >= 8
    assert all(link.startswith("http://testserver/") for link in links)


def ten(client, path, **typed):
    """More than a ceiling allows, from the addresses of one wider network."""
    for number in range(12):
        client.post(path, typed | {"email": typed["email"].format(number)}, REMOTE_ADDR=f"192.0.2.{number}")


@pytest.fixture
def unlimited(settings):
    settings.ACCOUNT_RATE_LIMITS = False


def only(monkeypatch, **limits):
    """These limits, for every sort of mail."""
    monkeypatch.setattr(adapter, "TO_STRANGERS", [adapter.Ceiling(one.kinds, **limits) for one in adapter.TO_STRANGERS])


def test_one_address_is_asked_to_confirm_so_often_and_no_more(client, unlimited):
    ten(client, "/accounts/signup/", **NEW)

    confirm, told = adapter.CONFIRM, adapter.TELL  # signed up with once, the address has an account
    assert len(mail.outbox) == min(confirm.to_one, 1) + told.to_one


def test_one_address_gets_so_many_links_to_a_new_password(client, ada, unlimited):
    ten(client, "/accounts/password/reset/", email=ada.email)

    assert len(mail.outbox) == adapter.RESET.to_one


def test_no_stranger_uses_up_the_links_of_a_browser_that_the_owner_signed_in_with(client, ada, unlimited):
    client.post("/accounts/login/", {"login": ada.email, "password": "cairn-demo"})
    client.post("/accounts/logout/")
    ten(Client(), "/accounts/password/reset/", email=ada.email)
    mail.outbox.clear()

    for _ in range(5):
        client.post("/accounts/password/reset/", {"email": ada.email})

    assert len(mail.outbox) == adapter.RESET.by_one_to_one
    assert "/accounts/password/reset/key/" in mail.outbox[0].body


def test_nor_does_the_owners_browser_use_up_what_strangers_may(client, ada, unlimited):
    client.post("/accounts/login/", {"login": ada.email, "password": "cairn-demo"})
    client.post("/accounts/logout/")
    for _ in range(5):
        client.post("/accounts/password/reset/", {"email": ada.email})
    mail.outbox.clear()

    ten(Client(), "/accounts/password/reset/", email=ada.email)

    assert len(mail.outbox) == adapter.RESET.to_one


def test_being_known_to_one_account_opens_no_other(client, ada, grace, unlimited):
    client.post("/accounts/login/", {"login": ada.email, "password": "cairn-demo"})
    client.post("/accounts/logout/")
    ten(Client(), "/accounts/password/reset/", email=grace.email)
    mail.outbox.clear()

    for _ in range(2):
        client.post("/accounts/password/reset/", {"email": grace.email})

    assert len(mail.outbox) == 1  # what any stranger would get who had not asked today


PAGES = ["/accounts/password/reset/", "/accounts/signup/"]


@pytest.mark.parametrize("page", PAGES)
def test_strangers_do_not_use_up_the_mails_of_who_never_signed_in_there(client, ada, unlimited, page):
    ten(Client(), page, **NEW | {"email": ada.email})
    mail.outbox.clear()

    client.post(page, NEW | {"email": ada.email}, REMOTE_ADDR="198.51.100.7")

    assert [one.to for one in mail.outbox] == [[ada.email]]


@pytest.mark.parametrize("page", PAGES)
def test_all_networks_together_send_one_address_so_many(client, ada, unlimited, page):
    for number in range(30):
        Client().post(page, NEW | {"email": ada.email}, REMOTE_ADDR=f"10.0.{number}.1")

    assert len(mail.outbox) == adapter.RESET.firsts == adapter.TELL.firsts


def test_a_provider_of_many_networks_is_one(client, ada, unlimited):
    for number in range(30):
        Client().post("/accounts/password/reset/", {"email": ada.email}, REMOTE_ADDR=f"2001:db8:1:{number:x}::1")

    assert len(mail.outbox) == adapter.RESET.to_one


@pytest.mark.parametrize("times", [1, 12])
def test_who_chose_the_password_is_sent_the_link_whatever_others_had_sent_there(client, unlimited, times):
    for number in range(30):
        sender = adapter.Sender(f"user:{number}")
        adapter.outbox.post_to_stranger(
            adapter.CONFIRM, sender, kind=adapter.CONFIRM.kinds[0], to=NEW["email"], subject="Hello", body="Text"
        )
    mail.outbox.clear()

    client.post("/accounts/signup/", NEW)
    for _ in range(times):
        OutgoingMail.objects.update(planned_at=F("planned_at") - adapter.CONFIRM.pause)
        Client().post("/accounts/login/", {"login": NEW["email"], "password": NEW["password1"]})

    assert len(mail.outbox) == min(times + 1, adapter.CONFIRM.by_one_to_one)
    assert all("/accounts/confirm-email/" in one.body for one in mail.outbox)


def test_nobody_is_kept_from_the_link_by_who_asks_each_minute(client, ada):
    """allauth counts by the address alone, if it is let: one confirmation in three minutes, five resets in one."""
    client.post("/accounts/signup/", NEW)
    OutgoingMail.objects.update(planned_at=F("planned_at") - adapter.CONFIRM.pause)
    for email in (NEW["email"], ada.email):
        for number in range(6):
            for page in PAGES:
                Client().post(page, NEW | {"email": email}, REMOTE_ADDR=f"192.0.2.{number}")
    mail.outbox.clear()

    client.post("/accounts/login/", {"login": NEW["email"], "password": NEW["password1"]})
    asked = client.post("/accounts/password/reset/", {"email": ada.email})

    assert asked.status_code == 302
    assert [one.to for one in mail.outbox] == [[NEW["email"]], [ada.email]]


def test_no_sort_of_mail_uses_up_the_links_to_a_new_password(client, ada, unlimited):
    ten(Client(), "/accounts/signup/", **NEW | {"email": ada.email})
    mail.outbox.clear()

    client.post("/accounts/password/reset/", {"email": ada.email})

    assert "/accounts/password/reset/key/" in mail.outbox[0].body


def test_who_asks_for_many_links_leaves_some_for_the_owner(client, ada, unlimited):
    for _ in range(12):
        client.post("/accounts/password/reset/", {"email": ada.email}, REMOTE_ADDR="192.0.2.66")
    asked = len(mail.outbox)

    client.post("/accounts/password/reset/", {"email": ada.email}, REMOTE_ADDR="198.51.100.7")

    assert len(mail.outbox) == asked + 1
    assert "/accounts/password/reset/key/" in mail.outbox[-1].body


def test_one_account_writes_to_so_many_strangers(client, ada, unlimited, monkeypatch):
    only(monkeypatch, by_one=3)
    client.post("/accounts/login/", {"login": ada.email, "password": "cairn-demo"})
    show_it_is_you(client, password="cairn-demo")
    mail.outbox.clear()
    for number in range(5):
        client.post("/accounts/email/", {"email": f"new{number}@example.net", "action_add": ""})

    assert len(mail.outbox) == 3


def test_a_network_writes_to_so_many_strangers(client, unlimited, monkeypatch):
    only(monkeypatch, by_one=3)
    for number in range(5):
        client.post("/accounts/password/reset/", {"email": f"a{number}@example.net"}, REMOTE_ADDR=f"2001:db8::{number}")

    assert len(mail.outbox) == 3


def test_notices_about_ones_own_account_always_go_out(client, ada, unlimited, monkeypatch):
    only(monkeypatch, to_one=0, by_one=0)
    client.post("/accounts/login/", {"login": ada.email, "password": "cairn-demo"})
    typed = dict.fromkeys(["password1", "password2"], "another sentence") | {"oldpassword": "cairn-demo"}
    client.post("/accounts/password/change/", typed)

    assert [one.subject for one in mail.outbox] == ["Your password was changed"]


def test_a_person_is_made_though_the_mail_is_not_sent_yet(client, broken):
    client.post("/accounts/signup/", NEW)

    assert User.objects.get().email == NEW["email"]
    assert OutgoingMail.objects.waiting().count() == 1
