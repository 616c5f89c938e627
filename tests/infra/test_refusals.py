"""Every "no" is a page of ours, costs little, and raises no alarm."""

import logging

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client
from django.urls import reverse

from marketplace.logs import Strangers
from marketplace.middleware import BodyLimitMiddleware
from tests.accounts.conftest import sign_in

pytestmark = pytest.mark.django_db

OURS = b"Cairn</title>"
LARGE = 3 * 2**20


def test_a_bad_request_is_answered_by_our_page_with_its_number(client, ada, settings):
    client.force_login(ada)
    for answer in (client.get("/", headers={"host": "evil.example"}), client.post("/settings/", many())):
        assert answer.status_code == 400
        assert OURS in answer.content
        assert answer["X-Request-ID"].encode() in answer.content


def many() -> dict:
    return {f"field{number}": "x" for number in range(1001)}


def test_a_method_that_is_not_for_a_page_is_answered_by_ours(client, ada):
    webhook, card = reverse("escrow:webhook", args=["sandbox"]), reverse("escrow:make_default", args=[1])
    for person, address in ((None, webhook), (ada, card)):
        if person:
            client.force_login(person)
        answer = client.get(address)

        assert (answer.status_code, answer["Allow"]) == (405, "POST")
        assert b"There is nothing to see at this address" in answer.content


def test_too_often_is_answered_by_our_page(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/h/ip"}
    client.post("/accounts/signup/", {})

    answer = client.post("/accounts/signup/", {})

    assert answer.status_code == 429
    assert b"That was too often" in answer.content


# --- Large bodies -----------------------------------------------------------------------------------------------------


def unread(client, url, length, **more):
    """Send a large body that breaks whoever reads it."""

    class Bomb:
        def read(self, *size):
            raise AssertionError("the body was read")

        readline = read

    return client.generic("POST", url, b"", CONTENT_LENGTH=str(length), **{"wsgi.input": Bomb(), **more})


@pytest.mark.parametrize("url", ["/accounts/login/", "/accounts/signup/", "/gateways/sandbox/webhook/", "/nowhere/"])
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/plain"])
def test_what_a_stranger_sends_is_not_even_read(client, url, kind):
    answer = unread(client, url, 100 * 2**20, CONTENT_TYPE=kind)

    assert answer.status_code == 413
    assert b"Sign in before you send files" in answer.content


@pytest.mark.parametrize("digits", [16, 18, 19, 5_000])
def test_nor_what_is_longer_than_any_number(client, ada, digits):
    """A length that is too long to be read is too long."""
    sent = {"CONTENT_TYPE": "multipart/form-data; boundary=x"}
    assert unread(client, "/accounts/login/", "9" * digits, **sent).status_code == 413
    client.force_login(ada)
    assert unread(client, "/settings/", "9" * digits, **sent).status_code == 413


def test_who_is_signed_in_sends_what_a_delivery_may_hold(client, ada, settings):
    client.force_login(ada)
    most = settings.UPLOAD_MAX_FILES * settings.UPLOAD_MAX_BYTES

    assert unread(client, "/settings/", most + LARGE).status_code == 413
    with pytest.raises(AssertionError, match="the body was read"):
        unread(client, "/settings/", most, CONTENT_TYPE="multipart/form-data; boundary=x")


def test_without_the_limit_it_would_be_read(client, monkeypatch):
    """The proof that the tests above test something."""
    monkeypatch.setattr(BodyLimitMiddleware, "__call__", lambda self, request: self.get_response(request))

    with pytest.raises(AssertionError, match="the body was read"):
        unread(client, "/accounts/login/", LARGE, CONTENT_TYPE="multipart/form-data; boundary=x")


@pytest.mark.parametrize("length", ["", "x", "-1", "9" * 5000, "٣"])
def test_a_length_that_is_none_breaks_nothing(client, length):
    assert client.generic("POST", "/accounts/login/", b"", CONTENT_LENGTH=length).status_code < 500


# --- The log ----------------------------------------------------------------------------------------------------------


def logged(name, level, words, *args, **more) -> logging.LogRecord:
    record = logging.LogRecord(name, level, __file__, 1, words, args, more.get("exc_info"))
    Strangers().filter(record)
    return record


def test_what_strangers_send_is_a_warning_without_a_traceback():
    error = SuspiciousOperation("too large")
    told = (type(error), error, None)
    record = logged("django.security.RequestDataTooBig", logging.ERROR, "%s", error, exc_info=told)

    assert (record.levelname, record.levelno, record.exc_info) == ("WARNING", logging.WARNING, None)
    assert record.getMessage() == "too large"


def test_our_own_mistakes_stay_errors():
    assert logged("django.request", logging.ERROR, "%s: %s", "Internal Server Error", "/").levelname == "ERROR"


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/password/reset/key/1a-d4x8vz-0a1b2c3d4e5f60718293a4b5c6d7e8f9/",
        "/accounts/confirm-email/MTA:1wABCD:abcdefghijklmnopqrstuvwxyz0123456789/",
        "/offers/invited/abcdefghijklmnopqrstuvwxyz0123456789",
    ],
)
def test_no_token_of_a_link_stands_in_the_log(path):
    said = logged("django.request", logging.WARNING, "%s: %s", "Not Found", path).getMessage()

    assert said.endswith("/…/") or said.endswith("/…")
    assert "abcdefghij" not in said
    assert "0a1b2c3d" not in said


def test_the_log_goes_through_it(settings):
    loggers = settings.LOGGING["loggers"]

    assert loggers["django.security"]["handlers"] == ["console"]  # and not the mail to the administrators
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["strangers"]
    assert settings.LOGGING["handlers"]["admins"]["filters"] == ["strangers"]


# --- What is not there -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/nowhere/", "/notifications/off/x/", "/gateways/nowhere/webhook/"])
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("&".join(f"field{number}=x" for number in range(5000)), "application/x-www-form-urlencoded"),
        ("--x\r\nbroken", "multipart/form-data; boundary=x"),
        ("x", "multipart/form-data; boundary="),
    ],
)
@pytest.mark.django_db
def test_what_is_not_there_is_told_whatever_was_posted_to_it(path, body, kind):
    visitor = Client(enforce_csrf_checks=True)
    visitor.get("/accounts/login/")  # from here on the browser has a token

    assert visitor.post(path, body, content_type=kind).status_code == 404


# --- Back after signing out -------------------------------------------------------------------------------------------


def test_a_page_knows_for_whom_it_was_written(client, ada, mallory):
    def mark() -> str:
        page = client.get("/settings/", follow=True).content.decode()
        return page.partition('data-signed-in="')[2].partition('"')[0]

    marks = []
    for person in (ada, mallory):
        sign_in(client, person)
        marks.append(mark())
        assert client.cookies["signed_in"].value == marks[-1] != ""
        assert not client.cookies["signed_in"]["httponly"]
        client.post("/accounts/logout/")
        assert (mark(), client.cookies["signed_in"].value) == ("", "")
    assert marks[0] != marks[1]


def test_a_stranger_gets_no_such_cookie():
    assert "signed_in" not in Client().get("/").cookies


def test_what_everybody_may_cache_carries_no_cookie(client, grace, tmp_path, settings):
    from tests.accounts.test_profile import picture, save

    settings.MEDIA_ROOT = tmp_path
    save(client, grace, avatar=picture())
    grace.refresh_from_db()
    client.cookies.pop("signed_in", None)

    assert "signed_in" not in client.get(grace.avatar_url).cookies
