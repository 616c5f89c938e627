"""Every page of this part: it answers, has one h1 and a title, and nothing that the content security policy forbids."""

from html.parser import HTMLParser

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.views.defaults import bad_request, server_error

from marketplace import views
from marketplace.errors import Refused
from marketplace.middleware import RefusedMiddleware
from tests.accounts.conftest import show_it_is_you, sign_in, six_digits

pytestmark = pytest.mark.django_db

FOR_STRANGERS = [
    "/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-none/",
    "/accounts/confirm-email/",
    "/accounts/confirm-email/none/",
    "/accounts/inactive/",
    "/nowhere/",
]
FOR_PEOPLE = [
    "/settings/",
    "/settings/security/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/sessions/",
    "/accounts/reauthenticate/",
    "/accounts/logout/",
]
FOR_THE_PROTECTED = [
    "/settings/security/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/deactivate/",
    "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/recovery-codes/generate/",
]


class Reader(HTMLParser):
    """Collects what must not be there, and counts what must."""

    def __init__(self, html):
        super().__init__()
        self.forbidden, self.headings, self.forms, self.tokens = [], 0, 0, 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        data_block = given.get("type") == "application/json"
        if tag == "style" or (tag == "script" and "src" not in given and not data_block):
            self.forbidden.append(self.get_starttag_text())
        if any(name == "style" or name.startswith("on") for name in given):
            self.forbidden.append(self.get_starttag_text())
        self.headings += tag == "h1"
        self.forms += tag == "form" and given.get("method", "").lower() == "post"
        self.tokens += given.get("name") == "csrfmiddlewaretoken"


def check(response):
    html = response.content.decode()
    page = Reader(html)
    assert page.forbidden == []
    assert page.headings == 1
    assert page.forms == page.tokens
    assert "· Cairn</title>" in html
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert "TemplateSyntaxError" not in html


@pytest.mark.parametrize("url", FOR_STRANGERS)
def test_strangers_pages(client, url):
    check(client.get(url))


@pytest.mark.parametrize("url", FOR_PEOPLE)
def test_peoples_pages(client, ada, url):
    sign_in(client, ada)
    show_it_is_you(client)
    response = client.get(url)

    assert response.status_code == 200
    check(response)


@pytest.mark.parametrize("url", FOR_THE_PROTECTED)
def test_protected_peoples_pages(client, ada, protect, secret, url):
    sign_in(client, ada)
    protect(ada)
    show_it_is_you(client, code=six_digits(secret))
    response = client.get(url)

    assert response.status_code == 200
    check(response)


def test_whoever_is_signed_in_goes_on_to_their_work(client, ada):
    client.force_login(ada)

    assert client.get("/").url == "/dashboard/"


@pytest.fixture
def asked(ada):
    def make(**headers):
        request = RequestFactory(headers=headers).get("/orders/1/approve/")
        request.user = ada
        return request

    return make


def test_a_refusal_is_a_page(asked):
    response = RefusedMiddleware(None).process_exception(asked(), Refused("Step 3 is not delivered."))

    assert response.status_code == 409
    assert b"Step 3 is not delivered." in response.content
    assert b"<html" in response.content


def test_a_refusal_is_a_notice_to_htmx(asked):
    response = RefusedMiddleware(None).process_exception(asked(**{"HX-Request": "true"}), Refused("Not <b>now</b>."))

    assert response.status_code == 409
    assert response.headers["HX-Retarget"] == "#refusal"
    assert b"Not &lt;b&gt;now" in response.content
    assert b"<html" not in response.content


@pytest.mark.parametrize(
    ("referer", "shown"), [("http://testserver/orders/1/", True), ("https://evil.example/", False), ("", False)]
)
def test_back_leads_to_our_own_pages_only(asked, referer, shown):
    response = RefusedMiddleware(None).process_exception(asked(referer=referer), Refused("No."))

    assert (b"Go back" in response.content) is shown


def test_a_permission_is_refused_as_a_page_and_as_a_notice(asked):
    page = views.forbidden(asked(), PermissionDenied())
    notice = views.forbidden(asked(**{"HX-Request": "true"}), PermissionDenied())

    assert page.status_code == notice.status_code == 403
    assert b"<html" in page.content
    assert b"<html" not in notice.content


def test_our_mistake_needs_no_context_and_no_database(django_assert_num_queries):
    request = RequestFactory().get("/")
    with django_assert_num_queries(0):
        assert server_error(request).status_code == 500
        assert bad_request(request, Exception()).status_code == 400


def test_a_form_without_its_token_is_explained(ada):
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {})

    assert response.status_code == 403
    assert b"Please send that again" in response.content
