"""What came over HTTP: a form for /v1, JSON for /v2."""

import json
import secrets
from dataclasses import dataclass, field

from tests.stripe.forms import parse


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    params: dict
    secret: str
    version: str | None
    key: str | None  # Idempotency-Key
    account: str | None  # Stripe-Account: in whose name, None for our own
    id: str = field(default_factory=lambda: f"req_{secrets.token_hex(7)}")


def read(environ: dict) -> Request:
    path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
    return Request(
        environ["REQUEST_METHOD"],
        path,
        json.loads(body) if body and path.startswith("/v2/") else parse(body or query),
        environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer "),
        environ.get("HTTP_STRIPE_VERSION"),
        environ.get("HTTP_IDEMPOTENCY_KEY"),
        environ.get("HTTP_STRIPE_ACCOUNT"),
    )
