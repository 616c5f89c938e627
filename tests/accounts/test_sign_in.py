import re
from html import unescape
from urllib.parse import unquote

import pytest
from django.core import mail
from django.core.management import call_command

from marketplace.accounts.models import User
from tests.accounts.conftest import PASSWORD, let_time_pass, link_in, show_it_is_you, sign_in, six_digits

pytestmark = pytest.mark.django_db


def signed_in(client) -> bool:
    return client.get("/settings/").status_code == 200


def test_the_password_alone_is_enough_without_a_second_factor(client, ada):
    assert sign_in(client, ada).url == "/dashboard/"
    assert signed_in(client)


def test_a_wrong_password_and_an_unknown_address_look_the_same(client, ada):
    wrong = sign_in(client, ada, "not it").content
    ada.email = "nobody@example.org"
    unknown = sign_in(client, ada, "not it").content

    assert b"are not correct" in wrong
    assert b"are not correct" in unknown
    assert not signed_in(client)


def test_somebody_whose_account_is_closed_stays_out(client, ada):
    ada.is_active = False
    ada.save(update_fields=["is_active"])

    assert sign_in(client, ada).url == "/accounts/inactive/"
    assert not signed_in(client)


@pytest.mark.django_db(transaction=True)  # the mail about it goes out on commit
def test_an_app_is_set_up(client, ada, has_app):
    sign_in(client, ada)
    let_time_pass(client)
    assert client.get("/accounts/2fa/totp/activate/").url.startswith("/accounts/reauthenticate/")
    show_it_is_you(client)
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert b"<svg" in page.content
    assert "data:" not in page.headers["Content-Security-Policy"]
    assert client.post("/accounts/2fa/totp/activate/", {"code": "000000"}).status_code == 200
    assert not has_app(ada)

    response = client.post("/accounts/2fa/totp/activate/", {"code": six_digits(secret)})

    assert response.url == "/accounts/2fa/recovery-codes/"
    assert has_app(ada)
    assert mail.outbox[-1].subject == "Your authenticator app is on"


def test_the_app_is_asked_after_the_password(client, ada, protect, secret):
    protect(ada)

    assert sign_in(client, ada).url == "/accounts/2fa/authenticate/"
    assert not signed_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert not signed_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": six_digits(secret)})
    assert signed_in(client)


def test_a_recovery_code_lets_in_once(client, ada, protect):
    code = protect(ada)[0]
    sign_in(client, ada)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert signed_in(client)

    client.logout()
    sign_in(client, ada)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert not signed_in(client)


def test_switching_the_app_off_asks_who_is_there(client, ada, protect, has_app):
    protect(ada)
    client.force_login(ada)

    response = client.post("/accounts/2fa/totp/deactivate/")

    assert response.url.startswith("/accounts/2fa/reauthenticate/")
    assert has_app(ada)


def test_a_forgotten_password_is_set_anew_by_mail(client, ada):
    client.post("/accounts/password/reset/", {"email": ada.email})
    form = client.get(link_in(mail.outbox[-1])).url
    client.post(form, {"password1": "another sentence of mine", "password2": "another sentence of mine"})

    assert sign_in(client, ada, "another sentence of mine").url == "/dashboard/"


def test_a_forgotten_password_does_not_tell_who_has_an_account(client, ada):
    known = client.post("/accounts/password/reset/", {"email": ada.email})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.org"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert mail.outbox[-1].subject == "No account with this address"


@pytest.mark.parametrize("second_factor", [False, True])
def test_a_new_address_counts_once_it_is_confirmed(client, ada, protect, secret, second_factor):
    if second_factor:
        protect(ada)
    client.force_login(ada)
    show_it_is_you(client, **({"code": six_digits(secret)} if second_factor else {}))
    client.post("/accounts/email/", {"email": "ada@new.example", "action_add": ""})
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"

    client.post(link_in(mail.outbox[-1]))

    ada.refresh_from_db()
    assert ada.email == "ada@new.example"


def test_guessing_is_slowed_down(client, ada):
    for _ in range(12):
        response = sign_in(client, ada, "guess")

    assert b"Too many failed login attempts" in response.content
    assert b"Too many failed login attempts" in sign_in(client, ada, PASSWORD).content


def test_whoever_made_a_superuser_needs_no_mail_to_get_in(client, db):
    """The first administrator signs in before mail works: whoever types createsuperuser has the machine."""
    call_command("createsuperuser", interactive=False, email="Olive@Example.org", display_name="Olive", verbosity=0)
    olive = User.objects.get(email="olive@example.org")
    olive.set_password(PASSWORD)
    olive.save(update_fields=["password"])

    assert sign_in(client, olive).url == "/dashboard/"
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("mode", "is_taken_away"), [("no-cors", False), ("cors", False), ("navigate", True), (None, True)]
)
def test_a_picture_asked_before_signing_in_leaves_the_new_session_alone(client, ada, mode, is_taken_away):
    """It carries a session that has ended by the time it is answered; its answer comes after that of the sign-in."""
    client.force_login(ada)
    old = client.cookies["sessionid"].value
    client.session.flush()
    client.cookies.load({"sessionid": old})

    answer = client.get("/", headers={"Sec-Fetch-Mode": mode} if mode else {})

    assert ("sessionid" in answer.cookies) is is_taken_away


@pytest.mark.parametrize("page", ["/accounts/login/", "/accounts/signup/"])
@pytest.mark.parametrize("onward", ["/gigs/1/order/basic/", "/gigs/?q=a%20b&sort=price"])
def test_whichever_link_to_sign_up_or_in_is_taken_it_leads_on(client, db, page, onward):
    """Those of the top bar, too: somebody on the way to an order is not left on the dashboard."""
    for response in (client.get(page, {"next": onward}), client.post(page, {"next": onward})):
        links = re.findall(r'href="(/accounts/(?:login|signup)/[^"]*)">', response.content.decode())

        assert len(links) == 5
        assert {unquote(unescape(link).partition("?next=")[2]) for link in links} == {onward}
