"""Goals 7 to 10 and 12: what a page asks of the database, how long it takes, and what it weighs."""

import gzip
import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marketplace.static_storage import as_sent
from tests.bench.plays import data

LISTS = ["/dashboard/", "/orders/", "/wallet/", "/wallet/sources/", "/offers/", "/notifications/", "/policies/"]
HEAVY = ["/offers/new/", "/wallet/sources/add/", "/settings/", "/support/"]  # weighed beside the lists and the order
# A prepared statement has in its name what it does (marketplace.postgresql.prepared).
WRITES = re.compile(
    r"^\s*(INSERT|UPDATE|DELETE|WITH\b.*\b(INSERT|UPDATE|DELETE)\b|EXECUTE cairn_\d+_(insert|update|delete))",
    re.I | re.S,
)
# What makes one moment of a page's queries (marketplace.postgresql.snapshot): round trips, but it asks nothing.
BRACKETS = {"BEGIN", "COMMIT"}
_visitors: dict[str, "Visitor"] = {}


@dataclass(frozen=True)
class Visitor:
    """Somebody who is signed in, and one of their orders."""

    user: int
    order: int

    def pages(self) -> dict[str, str]:
        order = f"/orders/{self.order}/"
        return {path: path for path in LISTS} | {
            "/orders/…/": order,
            "/orders/…/history/": f"{order}history/",
            "/orders/…/statement/": f"{order}statement/",
            "/orders/…/resolution/": f"{order}resolution/",
        }

    def client(self) -> Client:
        client = Client(SERVER_NAME="localhost")
        client.force_login(get_user_model().objects.get(pk=self.user))
        return client


def stock_pages() -> None:
    """Two visitors: one with one order of three steps, one with 25 of twelve."""
    policy = data.rulebook("steps8")
    for name, orders, each in (("little", 1, 3), ("much", data.ORDERS_EACH, 12)):
        batch = data.fill(orders, policy, each=each)
        _visitors[name] = Visitor(batch.client, batch.order)


def queries() -> dict[str, list[int]]:
    """What a GET of each page asks: [round trips for little, round trips for much, most writes, statements for much].

    Several statements may go in one round trip (marketplace.postgresql.reading); none of these has a semicolon inside.
    """
    seen: dict[str, list[int]] = {}
    for name in ("little", "much"):
        client = _visitors[name].client()
        for page, path in _visitors[name].pages().items():
            _get(client, path)  # the first visit fills caches of the process
            with CaptureQueriesContext(connection) as captured:
                _get(client, path)
            asked = [one["sql"] for one in captured if one["sql"] not in BRACKETS]
            seen.setdefault(page, []).append(len(asked))
            statements = [one for sql in asked for one in sql.split(";") if one.strip()]
            seen[page] += [sum(bool(WRITES.match(one)) for one in statements), len(statements)]
    return {page: [one[0], one[3], max(one[1], one[4]), one[5]] for page, one in seen.items()}


def _get(client: Client, path: str):
    response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answers {response.status_code}")
    return response


def session() -> str:
    """The cookie of a visitor who has signed in, for those who ask a real server."""
    return _visitors["little"].client().cookies[settings.SESSION_COOKIE_NAME].value


def order_path() -> str:
    return _visitors["little"].pages()["/orders/…/"]


def visits(page: str, seconds: float) -> float:
    """Serve one page again and again, by the whole of what gunicorn calls. Pages a second."""
    visitor = _visitors["little"]
    application, environ = get_wsgi_application(), _environ(visitor.pages()[page], visitor)
    done, started = 0, perf_counter()
    while perf_counter() - started < seconds:
        _serve(application, environ)
        done += 1
    return done / (perf_counter() - started)


def _environ(path: str, visitor: Visitor) -> dict:
    cookie = visitor.client().cookies[settings.SESSION_COOKIE_NAME].value
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={cookie}",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
    }


def _serve(application, environ: dict) -> None:
    said = []
    response = application(dict(environ), lambda status, headers, *error: said.append(status))
    b"".join(response)
    response.close()
    if not said[0].startswith("200"):
        raise RuntimeError(f"{environ['PATH_INFO']} answers {said[0]}")


def weights() -> dict[str, dict[str, int]]:
    """Each page in bytes as gzip sends it: its HTML, its CSS, its JS; and how many requests a first visit makes."""
    visitor = _visitors["little"]
    client = visitor.client()
    pages = visitor.pages() | {path: path for path in HEAVY}
    return {page: _weight(_get(client, path).content) for page, path in pages.items()}


def _weight(html: bytes) -> dict[str, int]:
    css = _linked(html, rb'<link[^>]*rel="stylesheet"[^>]*>', rb'href="([^"]+)"')
    js = _linked(html, rb"<script[^>]*src=[^>]*>", rb'src="([^"]+)"')
    others = _linked(html, rb'<link[^>]*rel="(?:preload|icon|manifest)"[^>]*>', rb'href="([^"]+)"')
    others |= _linked(html, rb"<img[^>]*>", rb'src="([^"]+)"')
    return {
        "html": len(gzip.compress(html)),
        "css": sum(len(gzip.compress(_content(name))) for name in css),
        "js": sum(len(gzip.compress(_content(name))) for name in js),
        "requests": 1 + len(css | js | {name for name in others if not name.startswith("data:")}),
    }


def _linked(html: bytes, tag: bytes, attribute: bytes) -> set[str]:
    found = [re.search(attribute, one) for one in re.findall(tag, html)]
    return {one[1].decode() for one in found if one}


def _content(url: str) -> bytes:
    """A static file by its address, whose name may carry a fingerprint."""
    name = urlsplit(url).path.removeprefix(settings.STATIC_URL)
    if not finders.find(name):
        name = re.sub(r"\.[0-9a-f]{12}(?=\.)", "", name)
    file = Path(finders.find(name))
    text = as_sent(name, file)
    return file.read_bytes() if text is None else text.encode()
