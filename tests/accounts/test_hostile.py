"""What strangers send to the entrance: it costs little, breaks nothing, and tells nothing."""

import json
import time

import pytest
from django.core import mail
from django.test import Client

from marketplace.accounts import passwords
from marketplace.accounts.models import User
from tests.accounts.conftest import PASSWORD, link_in, show_it_is_you, sign_in
from tests.accounts.test_sign_up import sign_up

pytestmark = pytest.mark.django_db

# --- Passkeys ---------------------------------------------------------------------------------------------------------

WHOLE = {
    "id": "YQ", "rawId": "YQ", "type": "public-key", "authenticatorAttachment": "platform",
    "clientExtensionResults": {},
    "response": {
        "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiYSIsIm9yaWdpbiI6Imh0dHA6Ly90ZXN0c2VydmVyIn0",
        "authenticatorData": "A" * 50, "signature": "YQ", "userHandle": "MQ", "attestationObject": "oWFhAQ",
    },
}  # fmt: skip
FORGED = [
    {"id": "a", "response": {}},
    {"id": "YQ", "rawId": "YQ", "response": {}},
    WHOLE,
    *({**WHOLE, "response": {**WHOLE["response"], part: bad}} for part in WHOLE["response"] for bad in (None, 7, "é")),
    *({**WHOLE, part: bad} for part in WHOLE for bad in (None, [], {}, "\0", 9**99)),
    [], {}, "x", 7, None, True, [[[]]],
]  # fmt: skip
ASKED = [
    "/accounts/2fa/webauthn/login/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/2fa/authenticate/",
    "/accounts/2fa/webauthn/reauthenticate/",
]


@pytest.fixture
def keyed(ada):
    """Ada has a passkey, whatever is in it."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.webauthn.internal import auth

    Authenticator.objects.create(user=ada, type="webauthn", data={"name": "Key", "credential": {}})
    return auth


@pytest.mark.parametrize("page", ASKED)
def test_a_forged_credential_is_refused_and_breaks_nothing(client, ada, page):
    if page == ASKED[2]:
        from allauth.mfa.totp.internal import auth as totp

        totp.TOTP.activate(ada, totp.generate_totp_secret())
    if page != ASKED[0]:
        sign_in(client, ada)
    if page == ASKED[1]:
        show_it_is_you(client)
    typed = [json.dumps(one) for one in FORGED]
    for credential in [*typed, "[" * 50_000, "[" * 5_000, '{"a":' * 4_000, "x" * 1_000_000, "", "nan", "1e999"]:
        answer = client.post(page, {"credential": credential, "name": "Key", "password": PASSWORD})

        assert answer.status_code in (200, 302, 429)
    assert not ada.authenticator_set.filter(type="webauthn").exists()


def test_the_limit_of_forged_credentials_is_not_what_refused_them(client, settings):
    settings.MFA_RATE_LIMITS = {"webauthn_login": None}
    for credential in [*map(json.dumps, FORGED), "[" * 50_000]:
        answer = client.post(ASKED[0], {"credential": credential})

        assert (answer.status_code, answer.url) == (302, "/accounts/login/")


# --- Passwords --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [passwords.LONGEST + 1, 500_000])
def test_a_password_beyond_measure_is_not_hashed(client, ada, length, monkeypatch):
    monkeypatch.setattr("django.contrib.auth.hashers.make_password", None)
    monkeypatch.setattr("django.contrib.auth.base_user.make_password", None)
    monkeypatch.setattr("django.contrib.auth.base_user.check_password", None)
    long = "aB3 " * (length // 4 + 1)

    assert b"at most 4096 characters" in sign_up(client, password1=long).content
    assert b"at most 4096 characters" in sign_in(client, ada, long).content
    client.force_login(ada)
    assert b"at most 4096 characters" in client.post("/accounts/reauthenticate/", {"password": long}).content
    new = {"oldpassword": long, "password1": long, "password2": long}
    assert client.post("/accounts/password/change/", new).content.count(b"at most 4096 characters") == 3


def test_a_long_one_is_taken(client):
    sentence = "A sentence that only I would write. " * 100
    assert sign_up(client, password1=sentence).status_code == 302
    assert User.objects.get().check_password(sentence)


def test_who_makes_accounts_by_hand_is_held_to_it_too():
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="too long"):
        validate_password("aB3 " * 2000)


# --- Who has an account -----------------------------------------------------------------------------------------------


def test_signing_up_hashes_as_much_for_an_address_that_has_an_account(client, ada, monkeypatch):
    """The time of a sign-up is the time of its hash; the rest is some queries."""
    from django.contrib.auth import hashers

    hashed = []
    encode = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher, "encode", lambda self, *given: hashed.append(given) or encode(self, *given)
    )

    sign_up(client)
    unknown, hashed[:] = len(hashed), []
    sign_up(Client(), email=ada.email)

    assert len(hashed) == unknown == 1


def test_whose_account_is_closed_is_told_so_and_strangers_are_told_nothing(client, ada):
    User.objects.filter(pk=ada.pk).update(is_active=False)

    closed = client.post("/accounts/password/reset/", {"email": ada.email})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.org"})

    assert (closed.status_code, closed.url) == (unknown.status_code, unknown.url)
    assert mail.outbox[0].subject == "Your account is closed"
    assert "sign up" not in mail.outbox[0].body.lower()


# --- Signing up with somebody else's address --------------------------------------------------------------------------


def test_a_click_elsewhere_does_not_confirm_an_account_whose_password_a_stranger_knows(client):
    sign_up(client, email="victim@example.org")
    victim = Client()
    link = link_in(mail.outbox[-1])
    assert b"The password that you chose" in victim.get(link).content

    assert victim.post(link).status_code == 422
    assert victim.post(link, {"password": "a guess of mine"}).status_code == 422

    assert not User.objects.get().emailaddress_set.get().verified


def test_who_signed_up_confirms_elsewhere_with_the_password(client):
    sign_up(client)
    phone = Client()

    assert phone.post(link_in(mail.outbox[-1]), {"password": "a sentence of my own"}).status_code == 302

    assert User.objects.get().emailaddress_set.get().verified
    assert phone.get("/settings/").status_code == 302  # it signs nobody in


def test_a_new_address_of_an_account_is_confirmed_elsewhere_without_one(client, ada):
    sign_in(client, ada)
    show_it_is_you(client)
    client.post("/accounts/email/", {"email": "ada@new.example", "action_add": ""})

    assert Client().post(link_in(mail.outbox[-1])).status_code == 302
    assert User.objects.get(pk=ada.pk).email == "ada@new.example"


# --- Headers ----------------------------------------------------------------------------------------------------------

LONG = 8_000  # a server takes no longer line
HEADERS = [
    "Accept-Language", "Accept", "Accept-Encoding", "User-Agent", "Referer", "Origin", "Cookie", "Content-Type",
    "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Host", "X-Forwarded-Host", "If-None-Match",
    "If-Modified-Since", "Range", "Authorization", "HX-Request", "HX-Current-URL", "HX-Target", "X-Requested-With",
    "X-CSRFToken", "X-Request-ID", "Via",
]  # fmt: skip
PIECES = ["x-y,", "a", ",", ";", "=", '"', "q=0.1;", "1.1.1.1,", "sessionid=", "x=y; ", "%", " ", "a/b;c=", "\\", "["]


@pytest.mark.slow
@pytest.mark.parametrize("page", ["/", "/accounts/signup/"])
def test_no_header_costs_more_than_a_harmless_one(client, page, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.get(page)
    harmless = min(spent(client, page, "Accept-Language", "de-AT,en;q=0.5") for _ in range(5))

    for header in HEADERS:
        for piece in PIECES:
            value = (piece * LONG)[:LONG]
            dear = spent(client, page, header, value)
            if dear > 3 * harmless + 0.03:  # once more: somebody else may have had the processor
                dear = min(spent(client, page, header, value) for _ in range(3))
            assert dear < min(3 * harmless + 0.03, harmless + 0.1), (header, piece, dear, harmless)


def spent(client, page, header, value) -> float:
    """Seconds of processor time that a request takes."""
    name = header.upper().replace("-", "_")
    name = name if name in ("CONTENT_TYPE",) else f"HTTP_{name}"
    began = time.thread_time()
    client.get(page, **{name: value})
    return time.thread_time() - began
