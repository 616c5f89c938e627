"""Guessing is slow, and yet nobody locks anybody else out."""

import pytest
from django.core import mail
from django.test import Client

from marketplace.accounts import throttling
from tests.accounts.conftest import PASSWORD, link_in, sign_in, six_digits

pytestmark = pytest.mark.django_db

TOO_MANY = b"Too many failed login attempts"


def browser(ip="10.0.0.1") -> Client:
    return Client(REMOTE_ADDR=ip)


def fail(client, user, times=12) -> None:
    for _ in range(times):
        assert sign_in(client, user, "guess").status_code == 200


def test_who_guesses_locks_nobody_else_out(ada):
    fail(browser("10.9.9.9"), ada)

    assert sign_in(browser("10.0.0.1"), ada).status_code == 302


def test_a_browser_that_signed_in_before_passes_even_beside_the_thief(ada):
    known = browser()
    sign_in(known, ada)
    known.post("/accounts/logout/")
    fail(browser(), ada)

    assert TOO_MANY in sign_in(browser(), ada).content
    assert sign_in(known, ada).status_code == 302


def test_a_known_browser_does_not_guess_for_ever_either(ada):
    known = browser()
    sign_in(known, ada)
    known.post("/accounts/logout/")
    fail(known, ada, times=6)

    assert TOO_MANY in sign_in(known, ada).content


def test_it_is_known_to_its_own_accounts_only(ada, mallory):
    thief = browser()
    sign_in(thief, mallory)
    thief.post("/accounts/logout/")
    fail(thief, ada, times=6)

    assert TOO_MANY in sign_in(thief, ada).content


def test_a_cookie_that_we_did_not_sign_is_none(ada):
    thief = browser()
    fail(thief, ada, times=6)
    for forged in ("x", "e30:x:y", "a" * 4000):
        thief.cookies[throttling.COOKIE] = forged

        assert TOO_MANY in sign_in(thief, ada).content


def test_many_networks_together_are_limited_too(ada, monkeypatch):
    monkeypatch.setitem(throttling.PASSWORD, "everybody", "12/h/key")
    for number in range(4):
        fail(browser(f"10.0.{number}.1"), ada, times=3)

    assert TOO_MANY in sign_in(browser("10.1.1.1"), ada).content


def test_one_network_does_not_try_many_accounts(ada, grace, mallory):
    for user in (ada, grace, mallory):
        fail(browser(), user, times=4)

    assert TOO_MANY in sign_in(browser(), ada).content
    assert sign_in(browser("10.0.0.2"), ada).status_code == 302


def test_right_passwords_do_not_use_up_tries(ada):
    for _ in range(8):
        assert sign_in(browser(), ada).status_code == 302


def test_a_password_that_was_set_anew_opens_at_once(client, ada):
    fail(client, ada)
    client.post("/accounts/password/reset/", {"email": ada.email})
    form = client.get(link_in(mail.outbox[-1])).url
    client.post(form, {"password1": "another sentence of mine", "password2": "another sentence of mine"})

    assert sign_in(Client(REMOTE_ADDR="127.0.0.1"), ada, "another sentence of mine").status_code == 302


# --- At the second factor ---------------------------------------------------------------------------------------------


def give(client, user, code):
    sign_in(client, user)
    return client.post("/accounts/2fa/authenticate/", {"code": code})


def test_who_knows_the_password_locks_nobody_out_at_the_second_factor(ada, protect, secret):
    protect(ada)
    thief = browser("10.9.9.9")
    for _ in range(7):
        response = give(thief, ada, "000000")

    assert TOO_MANY in response.content
    assert TOO_MANY in thief.post("/accounts/2fa/authenticate/", {"code": six_digits(secret)}).content
    assert give(browser(), ada, six_digits(secret)).status_code == 302


def test_a_known_browser_passes_beside_the_thief(ada, protect, secret):
    known = browser()
    sign_in(known, ada)
    known.post("/accounts/logout/")
    protect(ada)
    for _ in range(7):
        give(browser(), ada, "000000")

    assert give(known, ada, six_digits(secret)).status_code == 302


def test_whoever_reads_the_mail_gets_no_more_tries_at_the_code_by_a_new_password(ada, protect, secret):
    protect(ada)
    thief = browser("10.9.9.9")
    for _ in range(5):
        give(thief, ada, "000000")
    thief.post("/accounts/password/reset/", {"email": ada.email})
    form = thief.get(link_in(mail.outbox[-1])).url
    thief.post(form, {"password1": "another sentence of mine", "password2": "another sentence of mine"})

    sign_in(thief, ada, "another sentence of mine")

    assert TOO_MANY in thief.post("/accounts/2fa/authenticate/", {"code": six_digits(secret)}).content


def test_codes_are_guessed_by_many_networks_no_faster(ada, protect, secret, monkeypatch):
    monkeypatch.setitem(throttling.CODE, "everybody", "6/h/key")
    protect(ada)
    for number in range(3):
        for _ in range(2):
            give(browser(f"10.0.{number}.1"), ada, "000000")

    assert TOO_MANY in give(browser("10.1.1.1"), ada, six_digits(secret)).content


def test_without_the_cookie_the_known_browser_would_be_locked_out(ada, monkeypatch):
    """The proof that the tests above test something."""
    monkeypatch.setattr(throttling, "remember", lambda *_: None)
    known = browser()
    sign_in(known, ada)
    known.post("/accounts/logout/")
    fail(browser(), ada)

    assert TOO_MANY in sign_in(known, ada, PASSWORD).content
