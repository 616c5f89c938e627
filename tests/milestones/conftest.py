"""Looking at pages as one person or another, and orders that several verbs meet."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marketplace.accounts import suspension
from marketplace.actors import Support
from milestones.actions import disputes
from milestones.models import Case
from milestones.questions import Question
from tests.milestones.browsers import Play
from tests.workshop import another, hand_in, nth, place, sheet

FROZEN = {"gateway": -103_000, "escrow": 100_000, "fees": 3_000}  # what is disputed
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


def asked() -> Case:
    """The only case there is."""
    return Case.objects.get()


def split_of(order) -> Case:
    return Case.objects.get(order=order, kind="split", state="open")


def answer(client, user, case, verb, **data):
    client.force_login(user)
    return client.post(reverse(f"milestones:{verb}", args=[case.pk]), data)


@pytest.fixture
def disputed(order, ada):
    """Ada's order under fair, its first step of $1,000.00 in dispute; Grace has five days to answer."""
    made = order("fair")
    disputes.dispute(nth(made, 1), by=ada, reason="Not what we agreed.")
    assert sheet() == FROZEN
    return made


@pytest.fixture
def do(client, request):
    """One person's POST: `do("ada", "give_in", disputed)`."""

    def post(who, verb, order, **data):
        client.force_login(request.getfixturevalue(who))
        return client.post(reverse(f"milestones:{verb}", args=[nth(order, 1).pk]), data)

    return post


@pytest.fixture
def propose(do):
    """Propose a split, having seen what it does."""

    def post(who, order, released="600", reason="Half of it is there."):
        seen = round(float(released) * 100)
        return do(who, "propose_split", order, released=released, reason=reason, seen=seen)

    return post


@pytest.fixture
def delivered(ada, grace, visa, move):
    """An order under steps5 whose first step is delivered; what paid it is the order's own card, or given."""

    def begin(source=None, **own):
        play = Play(place(ada, grace, "steps5", source=source or visa), visa, move)
        if own:
            type(play.order).objects.filter(pk=play.order.pk).update(**own)
        hand_in(play.order, 1)
        return play

    return begin


QUESTIONS = [
    Question("what", "What do you do, and for whom?"),
    Question("where", "Where will the logo be seen most?", "choice", ["On screens", "On paper"]),
    Question("likes", "What do you like?", "choices", ["Round", "Sharp", "Plain"], required=False),
    Question("files", "What exists already?", "file", required=False),
]
ANSWERS = {"answer-1": "We bake bread.", "answer-2": "On paper"}  # to what needs an answer


@pytest.fixture
def asked_order(ada, grace, visa, move):
    """An order that came with QUESTIONS, its first step paid: under fair, which waits 14 days, or what differs."""

    def begin(key="fair", questions=QUESTIONS, **changes):
        if changes:
            key = another(key, **changes).key
        play = Play(place(ada, grace, key, source=visa, questions=questions), visa, move)
        play.begin()
        return play

    return begin


@pytest.fixture
def close_account():
    def switch_off(user):
        type(user).objects.filter(pk=user.pk).update(is_active=False)

    return switch_off


@pytest.fixture
def suspend(sam):
    return lambda user: suspension.suspend(user, by=Support(sam, "They sold what was not theirs."))
