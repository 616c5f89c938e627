"""Looking at pages as one person or another."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)|escrow_post(_many)?\(|FOR (NO KEY )?UPDATE", re.IGNORECASE)


class Visitor(Client):
    """A browser with somebody signed in."""

    def see(self, name, /, *args, **query):
        """The text of a page, without tags and with single spaces."""
        return words(self.get(reverse(f"milestones:{name}", args=args), query))

    def do(self, name, thing, /, **data):
        return self.post(reverse(f"milestones:{name}", args=[thing.pk]), data)

    def count(self, name, /, *args, **query) -> int:
        """How many queries a page takes; it must write nothing."""
        url = reverse(f"milestones:{name}", args=args)
        self.get(url, query)
        with CaptureQueriesContext(connection) as queries:
            assert self.get(url, query).status_code == 200
        assert [one["sql"] for one in queries if WRITES.search(one["sql"])] == []
        return len(queries)


def words(response) -> str:
    """What a response says between its tags."""
    html = re.sub(r"(?s)<(svg|script|head|footer|template).*?</\1>", "", response.content.decode())
    html = re.sub(r"</?(b|time)\b[^>]*>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.fixture
def as_():
    """A browser for each person: `as_(ada).see("order", order.pk)`."""

    def sign_in(user) -> Visitor:
        visitor = Visitor()
        visitor.force_login(user)
        return visitor

    return sign_in
