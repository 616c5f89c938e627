import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache

PASSWORD = "cairn-demo"


@pytest.fixture(autouse=True)
def fresh_limits():
    """Sign-in limits count in the cache; each test begins at zero."""
    cache.clear()


def six_digits(secret: str) -> str:
    """What an authenticator app with this secret shows now."""
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def gave_second_factor(client, user, *, ahead=0) -> None:
    """Write into a browser's session what giving a second factor writes there, a moment ago and when asked for it.

    `ahead` seconds from now, where many tests share the session, and the last may come after it would be asked again.
    """
    session = client.session
    record = {"method": "mfa", "at": time.time() + ahead, "type": "totp", "reauthenticated": True}
    session["account_authentication_methods"] = [record]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def sign_in(client, user, password=PASSWORD, **more):
    return client.post("/accounts/login/", {"login": user.email, "password": password, **more})


def show_it_is_you(client, **proof):
    """Pass "Is it you?", with the password, and with the app's code where there is an app."""
    page = "/accounts/2fa/reauthenticate/" if "code" in proof else "/accounts/reauthenticate/"
    assert client.post(page, {"password": PASSWORD, **proof}).status_code == 302


def let_time_pass(client, minutes=10) -> None:
    """Make what a browser showed of itself older."""
    session = client.session
    session["account_authentication_methods"] = [
        {**record, "at": record["at"] - 60 * minutes} for record in session["account_authentication_methods"]
    ]
    session.save()


def link_in(mail) -> str:
    """The path of the link that a mail asks to open."""
    return re.search(r"https?://[^/]+(/\S+)", mail.body).group(1)


@pytest.fixture
def secret():
    return totp.generate_totp_secret()


@pytest.fixture
def protect(secret):
    """Give somebody an authenticator app and recovery codes."""

    def put(user):
        totp.TOTP.activate(user, secret)
        return RecoveryCodes.activate(user).get_unused_codes()

    return put


@pytest.fixture
def has_app():
    return lambda user: Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
