"""Events on their way to us: signed, held back until a test lets them go, in any order, more than once, or forged."""

import contextlib
import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from tests.stripe.server import check_loopback

ACCEPTED = range(200, 300)


def signature(body: str, secret: str, at: int | None = None) -> str:
    """The Stripe-Signature header. https://docs.stripe.com/webhooks/signature"""
    at = int(time.time()) if at is None else at
    return f"t={at},v1={hmac.new(secret.encode(), f'{at}.{body}'.encode(), hashlib.sha256).hexdigest()}"


class Webhook:
    """One of our addresses at Stripe. `deliver` gets a body and its signature, and returns the HTTP status.

    Everything waits in `held`, oldest first, until `send` or `flush`; with `at_once` it is sent before the request
    that caused it is answered. What is not accepted stays there: Stripe tries for three days.
    """

    def __init__(self, deliver: Callable[[str, str], int], secret: str, *, at_once: bool = False):
        self.deliver, self.secret, self.at_once = deliver, secret, at_once
        self.held: list[dict] = []

    def flush(self, *, newest_first: bool = False) -> list[int]:
        """Send all that is held back: the answers, in the order of sending."""
        return [self.send(event) for event in (self.held[::-1] if newest_first else self.held[:])]

    def send(self, event: dict, *, secret: str | None = None, at: int | None = None, **changed) -> int:
        """Send one, held back or not; signed by another secret, dated otherwise, with other fields: the HTTP status."""
        body = json.dumps(event | changed)
        status = self.deliver(body, signature(body, secret or self.secret, at))
        if status in ACCEPTED:
            with contextlib.suppress(ValueError):  # it was accepted before
                self.held.remove(event)
        return status

    def send_twice_at_once(self, event: dict) -> list[int]:
        """Two of Stripe's machines deliver the same event at the same moment."""
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(self.send, [event, event]))

    def newest(self, type: str) -> dict:
        return next(event for event in reversed(self.held) if event["type"] == type)


def by_http(url: str) -> Callable[[str, str], int]:
    """Deliver to a server on this machine; 0 where nobody answers. Raises ValueError for any other machine."""
    check_loopback(urlsplit(url).hostname)

    def deliver(body: str, signed: str) -> int:
        headers = {"Content-Type": "application/json", "Stripe-Signature": signed}
        request = urllib.request.Request(url, body.encode(), headers)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    return deliver
