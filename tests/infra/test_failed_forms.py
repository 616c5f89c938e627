"""A form that we failed over is handed back, to be sent again without a line of JavaScript and without a database."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marketplace import resubmission
from marketplace.accounts import throttling
from marketplace.accounts.models import User
from milestones.unit_of_work import UnitOfWork
from tests.workshop import nth

pytestmark = pytest.mark.django_db

HERE = {"Origin": "http://testserver"}
TEXT = "Pots & <jugs>, thrown by hand"
ERRORS = {500: RuntimeError("no"), 503: OperationalError("no")}


def browser(user, **headers) -> Client:
    """A browser whose forms need their token, and which shows what people see when something broke."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False, headers=HERE | headers)
    client.force_login(user)
    return client


def fields(page: str) -> dict[str, str]:
    """What the form on a page would send."""
    inputs = re.findall(r'<input [^>]*name="([^"]+)"[^>]*value="([^"]*)"', page)
    areas = re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', page)
    return {name: unescape(value) for name, value in inputs + areas}


def token(client, path="/settings/") -> dict:
    return {"csrfmiddlewaretoken": fields(client.get(path).text)["csrfmiddlewaretoken"]}


def failing(error):
    def fail(*args, **kwargs):
        raise error

    return fail


def broken(monkeypatch, error):
    monkeypatch.setattr(User, "save", failing(error))


@pytest.mark.parametrize("status", ERRORS)
def test_what_was_typed_is_sent_again(ada, monkeypatch, status):
    client = browser(ada)
    typed = {
        "about": TEXT,
        "headline": "Potter",
        "country": "",
        "display_name": "Ada",
        "time_zone": "UTC",
        "skills": "",
    }
    with monkeypatch.context() as away:
        broken(away, ERRORS[status])
        lost = client.post("/settings/", typed | token(client))
    assert lost.status_code == status
    assert 'action="/settings/"' in lost.text

    sent = client.post("/settings/", fields(lost.text))

    assert sent.status_code == 302
    assert User.objects.get(pk=ada.pk).about == TEXT


@pytest.mark.parametrize("status", ERRORS)
def test_a_form_of_its_own_does_its_thing_once(order, monkeypatch, status):
    made = order("fair")
    path = f"/orders/{made.pk}/ask-for-time/"
    client = browser(made.freelancer)
    typed = {"milestone": nth(made, 1).pk, "days": "3", "reason": TEXT, "once": "a1b2c3d4e5f6"}
    tokens = token(client)
    with monkeypatch.context() as away:
        away.setattr(UnitOfWork, "save", failing(ERRORS[status]))
        lost = client.post(path, typed | tokens)
    assert lost.status_code == status
    assert "does nothing twice" in lost.text

    for _ in range(2):
        client.post(path, fields(lost.text))

    assert [one.reason for one in made.cases.all()] == [TEXT]


def test_files_are_chosen_again(ada, monkeypatch):
    client = browser(ada)
    tokens = token(client)
    broken(monkeypatch, ERRORS[500])

    about = {"about": TEXT, "display_name": "Ada", "time_zone": "UTC", "upload": SimpleUploadedFile("me.png", b"x")}
    lost = client.post("/settings/", about | tokens)

    assert lost.status_code == 500
    assert "Choose “me.png” again" in lost.text


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"HX-Request": "true"}])
def test_neither_what_another_site_posts_nor_what_a_script_keeps(ada, monkeypatch, headers):
    client = Client(raise_request_exception=False, headers=HERE | headers)
    client.force_login(ada)
    broken(monkeypatch, ERRORS[500])

    lost = client.post("/settings/", {"about": TEXT, "display_name": "Ada", "time_zone": "UTC"})

    assert lost.status_code == 500
    assert "Send it again" not in lost.text


def test_nothing_secret(client, ada, monkeypatch):
    client.raise_request_exception = False
    broken(monkeypatch, ERRORS[500])
    monkeypatch.setattr(throttling, "attempt", failing(ERRORS[500]))

    lost = client.post("/accounts/login/", {"login": ada.email, "password": "two words"}, headers=HERE)

    assert lost.status_code == 500
    assert "two words" not in lost.text


def test_a_press_without_words_is_not_held_out_to_be_repeated(ada, monkeypatch):
    client = browser(ada)
    tokens = token(client)
    broken(monkeypatch, ERRORS[500])

    lost = client.post("/settings/", {"display_name": "", "about": "", "time_zone": "UTC"} | tokens)

    assert "Send it again" not in lost.text


def test_the_page_asks_nothing_of_the_database(rf, ada):
    request = rf.post("/settings/", {"about": TEXT}, headers=HERE)

    with CaptureQueriesContext(connection) as asked:
        kept = resubmission.after_failure(request)

    assert [one.value for one in kept["values"]] == [TEXT]
    assert len(asked) == 0
