"""Webhooks: signed as the SDK checks them, held back, in any order, twice, late, forged."""

import http.server
import threading
import time

import pytest
import stripe

from tests.stripe.conftest import GRACE, charge, make_intent
from tests.stripe.webhooks import by_http, signature

SECRET, OTHER = "whsec_ours", "whsec_theirs"


class Inbox:
    """Our side, as the SDK has it: what does not check is a 400."""

    def __init__(self, client, secret: str = SECRET):
        self.client, self.secret = client, secret
        self.events, self.is_down = [], False

    def __call__(self, body: str, signed: str) -> int:
        if self.is_down:
            return 503
        try:
            self.events.append(self.client.construct_event(body, signed, self.secret))
        except stripe.SignatureVerificationError:
            return 400
        return 200

    def types(self) -> list[str]:
        return [event.type for event in self.events]


@pytest.fixture
def inbox(client):
    return Inbox(client)


@pytest.fixture
def webhook(double, inbox):
    return double.webhook(inbox, SECRET)


CHARGED = ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"]


def test_nothing_is_sent_until_it_is_let_go(client, inbox, webhook):
    paid = charge(client)
    assert inbox.events == []

    assert webhook.flush() == [200, 200, 200]

    assert inbox.types() == CHARGED
    assert inbox.events[-1].data.object.id == paid.id
    assert inbox.events[0].data.object.status == "requires_confirmation"  # as it was then
    assert webhook.held == []


def test_in_reverse_order(client, inbox, webhook):
    charge(client)

    webhook.flush(newest_first=True)

    assert inbox.types() == CHARGED[::-1]


def test_twice(client, inbox, webhook):
    charge(client)
    event = webhook.newest("payment_intent.succeeded")

    for _ in range(2):
        webhook.send(event)

    assert len(inbox.events) == 2
    assert len({one.id for one in inbox.events}) == 1


def test_twice_at_the_same_moment(client, inbox, webhook):
    charge(client)

    assert webhook.send_twice_at_once(webhook.newest("payment_intent.succeeded")) == [200, 200]

    assert len(inbox.events) == 2
    assert [event["type"] for event in webhook.held] == CHARGED[:2]


def test_at_once_comes_before_our_own_answer(double, client, inbox):
    double.webhook(inbox, SECRET, at_once=True)

    charge(client)

    assert inbox.types() == CHARGED


def test_what_hears_of_it_may_ask_at_once(double, client):
    """The double is not locked while it tells."""
    seen = []

    def ask(body: str, signed: str) -> int:
        about = client.construct_event(body, signed, SECRET).data.object
        if about.object == "payment_intent":
            seen.append(client.v1.payment_intents.retrieve(about.id).status)
        return 200

    double.webhook(ask, SECRET, at_once=True)
    charge(client)

    assert seen == ["requires_confirmation", "succeeded"]


def test_who_is_down_hears_of_it_later(client, inbox, webhook):
    inbox.is_down = True
    charge(client)
    assert webhook.flush() == [503] * 3

    inbox.is_down = False

    assert webhook.flush() == [200] * 3
    assert inbox.types() == CHARGED


def test_what_never_came_can_be_listed(client, webhook):
    charge(client)

    listed = client.v1.events.list({"types": ["payment_intent.succeeded", "payment_intent.created"]})

    assert [one.type for one in listed.data] == ["payment_intent.succeeded", "payment_intent.created"]


def test_what_came_since_the_last_one_can_be_listed(client):
    charge(client)
    last = client.v1.events.list({"limit": 1}).data[0]
    charge(client)

    since = client.v1.events.list({"ending_before": last.id, "limit": 2})

    assert (len(since.data), since.has_more) == (2, True)
    assert [one.type for one in since.auto_paging_iter()] == CHARGED  # oldest first


@pytest.mark.parametrize(("created", "number"), [({"gte": 0}, 3), ({"gt": 4_000_000_000}, 0), ({"lt": 1}, 0)])
def test_events_of_a_time(client, created, number):
    charge(client)

    assert len(client.v1.events.list({"created": created}).data) == number


@pytest.mark.parametrize(
    ("forged", "status"),
    [
        ({}, 200),
        ({"secret": OTHER}, 400),
        ({"at": 301}, 400),
        ({"at": 290}, 200),
        ({"livemode": True}, 200),  # ours to look at: the SDK does not
        ({"api_version": "2020-08-27"}, 200),
        ({"type": "unknown.event"}, 200),
    ],
)
def test_forged_old_and_strange(client, inbox, webhook, forged, status):
    make_intent(client)
    if "at" in forged:
        forged = {"at": int(time.time()) - forged["at"]}

    assert webhook.send(webhook.newest("payment_intent.created"), **forged) == status

    assert len(inbox.events) == (status == 200)


def test_connected_accounts_have_an_address_of_their_own(double, client, inbox):
    ours, theirs = double.webhook(inbox, SECRET), double.webhook(Inbox(client, OTHER), OTHER, connected=True)
    grace = client.v2.core.accounts.create(GRACE).id
    charge(client)
    double.money_settles()
    double.onboards(grace)
    client.v1.transfers.create({"amount": 8000, "currency": "eur", "destination": grace})
    double.money_settles()

    double.payout_starts(grace)

    assert [event["type"] for event in ours.held] == [*CHARGED, "transfer.created"]
    assert [(event["type"], event["account"]) for event in theirs.held] == [("payout.created", grace)]


def test_thin_events_name_their_object(double, client):
    heard = []

    def hear(body: str, signed: str) -> int:
        heard.append(client.parse_event_notification(body, signed, SECRET))
        return 200

    double.thin_webhook(hear, SECRET, at_once=True)
    grace = client.v2.core.accounts.create(GRACE).id

    double.onboards(grace)
    double.loses_capability(grace)

    assert [type(one).__name__ for one in heard] == [
        "V2CoreAccountIncludingConfigurationRecipientCapabilityStatusUpdatedEventNotification"
    ] * 2
    assert heard[0].related_object.id == grace
    assert heard[0].fetch_related_object().id == grace


def test_by_http():
    got = []

    class Ours(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            got.append((self.rfile.read(int(self.headers["Content-Length"])), self.headers["Stripe-Signature"]))
            self.send_response(204 if len(got) == 1 else 500)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Ours) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        deliver = by_http(f"http://127.0.0.1:{server.server_port}/stripe/")
        assert [deliver("{}", signature("{}", SECRET)) for _ in range(2)] == [204, 500]
        server.shutdown()

    assert got[0][0] == b"{}"
    assert deliver("{}", "") == 0
