"""Guessing passwords and codes is slow, and yet nobody can lock anybody else out.

A browser that signed in to an account before is known by a signed cookie and has tries of its own for it. Everybody
else shares theirs with who comes from the same network, and more of them with the whole world, so that many networks
together can't guess either. After https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
"""

import secrets
from dataclasses import dataclass, field

# The counters of allauth itself, in the cache, under a lock. Its public module (allauth.core.ratelimit) knows only the
# rates of allauth.account and gives no use of them back, which Attempt.succeeded needs; it says itself that it will go.
# So this is the internal one, and pyproject.toml holds allauth to the release that it was read in: whoever raises that
# runs tests/accounts/test_lockout.py, which tries every rate here.
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

COOKIE = "known_browser"
SALT = "marketplace.accounts.throttling"
COOKIE_AGE = 365 * 24 * 3600  # seconds
MOST_ACCOUNTS = 8  # that one browser is known to; the oldest is forgotten

# What is counted, and how much of it is allowed. Of a known browser only the first two count.
PASSWORD = {
    "browser_work": "30/m/key",
    "browser": "5/5m/key",
    "network": "5/5m/key",
    "ip": "10/m/ip",
    "everybody": "100/h/key",
    "ip_work": "30/m/ip",
}
CODE = {"browser": "5/5m/key", "network": "5/5m/key", "everybody": "20/h/key"}
WORK = ("browser_work", "ip_work")  # right or wrong, looking at a password is work


@dataclass
class Attempt:
    """One try that was counted. `succeeded` takes it back: only failures use up the tries."""

    usages: list = field(default_factory=list)

    def succeeded(self) -> None:
        for usage in self.usages:
            usage.rollback()


def attempt(request, address: str, rates: dict[str, str] = PASSWORD) -> Attempt | None:
    """Count a try at the account with this address; None when there were too many."""
    counted = Attempt()
    for what, key in _buckets(request, address, rates):
        usage = ratelimit.consume(request, app=__name__, action=_action(what, rates), config=_config(rates), key=key)
        if usage is None:
            return None
        if what not in WORK:
            counted.usages.append(usage)
    return counted


def forget(request, address: str) -> None:
    """Give an account the tries at its password back: it was just set anew, by a link that was mailed.

    Not those at its codes: a second factor is there for the day when somebody else reads the mail.
    """
    for what, key in _buckets(request, address, PASSWORD):
        if key:
            ratelimit.clear(request, app=__name__, action=_action(what, PASSWORD), config=_config(PASSWORD), key=key)


def known_browser(request, address: str) -> str:
    """The name of the browser that asks, if somebody signed in to the account with this address in it; else nothing."""
    known = _read(request)
    return known["browser"] if _mark(address) in known.get("accounts", []) else ""


def remember(request, response, address: str) -> None:
    """Make this browser known to an account that has just signed in with it."""
    known = _read(request)
    mark = _mark(address)
    accounts = [*(one for one in known.get("accounts", []) if one != mark), mark][-MOST_ACCOUNTS:]
    value = {"browser": known.get("browser") or secrets.token_urlsafe(12), "accounts": accounts}
    response.set_cookie(
        COOKIE,
        signing.dumps(value, salt=SALT),
        max_age=COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _buckets(request, address: str, rates: dict[str, str]):
    """Where a try counts, and under which key."""
    known = _read(request)
    if _mark(address) in known.get("accounts", []):
        keys = dict.fromkeys(("browser_work", "browser"), f"{known['browser']} {address}")
    else:
        network = f"{ratelimit.get_ip(request)} {address}"
        keys = {"network": network, "ip": None, "everybody": address, "ip_work": None}
    return [(what, keys[what]) for what in rates if what in keys]


def _action(what: str, rates: dict[str, str]) -> str:
    return f"{'code' if rates is CODE else 'password'}_{what}"


def _config(rates: dict[str, str]) -> dict[str, str]:
    return {_action(what, rates): rate for what, rate in rates.items()}


def _read(request) -> dict:
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=COOKIE_AGE)
    except signing.BadSignature:
        return {}


def _mark(address: str) -> str:
    """What stands for an address in the cookie."""
    return salted_hmac(SALT, address.lower(), algorithm="sha256").hexdigest()[:20]


def is_seldom(request, what: str, rate: str) -> bool:
    """Count a request for something that costs more than a page; whether there were not too many ("30/m/ip")."""
    counted = ratelimit.consume(request, app=__name__, action=what, config={what: rate}, limit_get=True)
    return counted is not None
