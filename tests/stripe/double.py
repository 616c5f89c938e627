"""A double of Stripe for tests: a WSGI app with Stripe's shapes, a behaviour written by hand, and faults on demand.

    double = Double()
    with double.serving() as url:
        client = StripeClient(KEY, base_addresses={"api": url}, stripe_version=VERSION)

It is honest because every request and every answer is held against Stripe's specification (shapes.py, sdk_types.py),
a parameter that it does not mind is refused, and test_contract.py can ask Stripe itself the same.

What only Stripe's test mode can tell, and has to be tried there before a release:
- the texts of errors, and the codes of amounts with a wrong step, of reversals that are not covered, and of /v2;
- that a confirmation on-session after `authentication_required` leads to a redirect, and where;
- that an intent without `payment_method_types` wants a `return_url` off-session as well;
- how late webhooks are, and what else they bring; onboarding; Radar; the smallest amounts after conversion;
- when a refund without cover is pending rather than refused.
"""

import contextlib
import copy
import json
import threading
from collections.abc import Iterator

from tests.stripe import accounts, books, customers, intents, payouts, refunds, transfers  # noqa: F401 (endpoints)
from tests.stripe.endpoints import ENDPOINTS, Endpoint, match
from tests.stripe.errors import DoubleIsWrong, Refused
from tests.stripe.faults import ANSWERS, BEFORE, PAGE, Broken, Fault, Faults
from tests.stripe.incoming import Request, read
from tests.stripe.keys import Kept, Keys, mark_of
from tests.stripe.lists import expanded
from tests.stripe.people import People
from tests.stripe.sdk_types import problems
from tests.stripe.server import Serving
from tests.stripe.shapes import spec
from tests.stripe.store import Store
from tests.stripe.webhooks import Webhook

KEY = "sk_test_double"
VERSION = "2026-08-26.dahlia"  # of the specification: nothing is known of another one
STATUSES = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 404: "Not Found"}
STATUSES |= {409: "Conflict", 429: "Too Many Requests", 500: "Internal Server Error", 502: "Bad Gateway"}


class Double(People):
    def __init__(self):
        self.store, self.faults, self.keys = Store(), Faults(), Keys()
        self.requests: list[Request] = []  # all that came, in order
        self.wrong: list[str] = []  # where the double itself was at fault: empty, or the test proves nothing
        self.webhooks: list[tuple[Webhook, bool]] = []
        self.thin_webhooks: list[Webhook] = []
        self.to_send: list[tuple[Webhook, dict]] = []
        self.lock, self.closing = threading.RLock(), threading.Event()
        self.store.listeners.append(self.queue)

    @contextlib.contextmanager
    def serving(self, host: str = "127.0.0.1") -> Iterator[str]:
        """Its address, while it listens. Raises ValueError for a host that is not this machine."""
        server = Serving(self, host)
        try:
            yield server.url
        finally:
            self.closing.set()
            server.close()

    # What tests tell it

    def fails(self, kind: str, method: str, path: str, *, times: int | None = 1, seconds: float = 30) -> None:
        """Let requests of this method and path (as in endpoints.py) meet a fault of faults.py; None is for ever."""
        if (method, path) not in ENDPOINTS:
            raise ValueError(f"The double has no {method} {path}")
        self.faults.add(Fault(kind, method, path, times, seconds))

    def mends(self) -> None:
        """Nothing fails from now on."""
        self.faults.waiting.clear()

    def forgets_keys(self) -> None:
        """A day goes by, and Stripe forgets what it answered under which idempotency key."""
        with self.lock:
            self.keys.forget()

    def webhook(self, deliver, secret: str, *, connected: bool = False, at_once: bool = False) -> Webhook:
        """Register an address of ours for events of our account, or of the `connected` ones."""
        made = Webhook(deliver, secret, at_once=at_once)
        self.webhooks.append((made, connected))
        return made

    def thin_webhook(self, deliver, secret: str, *, at_once: bool = False) -> Webhook:
        """Register an address of ours for the events of /v2."""
        made = Webhook(deliver, secret, at_once=at_once)
        self.thin_webhooks.append(made)
        return made

    def charges(self) -> list[dict]:
        """Those that took money, newest first."""
        return [one for one in self.store.all("charge") if one["paid"]]

    # Events

    def queue(self, event: dict, account: str | None) -> None:
        self.hold(event, [webhook for webhook, connected in self.webhooks if connected == (account is not None)])

    def notify(self, notification: dict) -> None:
        self.hold(notification, self.thin_webhooks)

    def hold(self, event: dict, webhooks: list[Webhook]) -> None:
        for webhook in webhooks:
            webhook.held.append(copy.deepcopy(event))
            if webhook.at_once:
                self.to_send.append((webhook, webhook.held[-1]))

    def send_at_once(self) -> None:
        """Outside the lock: whoever hears of something asks about it."""
        while self.to_send:
            webhook, event = self.to_send.pop(0)
            webhook.send(event)

    # HTTP

    def __call__(self, environ, start_response):
        request = read(environ)
        with self.lock:
            self.requests.append(request)
            fault, (status, body, headers) = self.met(request)
        self.send_at_once()
        if fault and fault.kind == "slow":
            self.closing.wait(fault.seconds)
        if fault and fault.kind in ("lost", "reset"):
            raise Broken
        kind = "application/json"
        if fault and fault.kind == "html":
            status, body, kind = 502, PAGE, "text/html"
        if fault and fault.kind == "cut":
            body = body[: len(body) // 2]
        headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Request-Id", request.id), *headers]
        start_response(f"{status} {STATUSES[status]}", headers)
        return [body]

    def met(self, request: Request) -> tuple[Fault | None, tuple[int, bytes, list]]:
        """The fault that this request meets, and the answer that there is in spite of it."""
        fault = None
        try:
            check_headers(request)
            found, names = match(request.method, request.path)
            fault = self.faults.next(found.method, found.path)
            if fault and fault.kind in BEFORE:
                return fault, answer_of(ANSWERS.get(fault.kind, Broken()))
            return fault, self.answer(request, found, names, fault)
        except Refused as error:
            return fault, answer_of(error)
        except Exception as error:  # a caller that takes a 500 for bad weather must not hide it
            self.wrong.append(f"{request.method} {request.path}: {error!r}")
            return fault, answer_of(Refused(f"THE DOUBLE IS WRONG: {error!r}", status=500, type="api_error"))

    def answer(self, request: Request, found: Endpoint, names: dict, fault: Fault | None) -> tuple[int, bytes, list]:
        """What is kept under its key, or what is done now. Raises Refused before anything is begun."""
        mark = mark_of(request.path, request.params)
        key = request.key if request.method == "POST" else None
        if kept := self.keys.find(request.account, key, mark):
            return kept.status, kept.body, [("Idempotent-Replayed", "true")]
        params = found.minded(checked(found, request.params))
        kind = fault.kind if fault else ""
        done = answer_of(ANSWERS["500"]) if kind == "kept_500" else self.done(request, found, names, params)
        if kind == "kept_500_done":
            done = answer_of(ANSWERS["500"])
        if key:
            self.keys.keep(request.account, key, Kept(mark, *done[:2]))
        return done

    def done(self, request: Request, found: Endpoint, names: dict, params: dict) -> tuple[int, bytes, list]:
        expand = params.pop("expand", [])
        try:
            whole = found.answer(self.store, params, **{"account": request.account} | names)
            shown = expanded(self.store, whole, expand)
            check_answer(found, shown)
            return 200, json.dumps(shown).encode(), []
        except Refused as error:
            return answer_of(error)


def check_headers(request: Request) -> None:
    if request.secret != KEY:
        raise Refused(f"Invalid API Key provided: {request.secret}", status=401)
    if request.version != VERSION:
        raise Refused(f"The double speaks {VERSION}, not {request.version}.")


def checked(found: Endpoint, params: dict) -> dict:
    """The parameters as their specification means them. Raises Refused."""
    if found.path.startswith("/v1/"):
        return spec().takes(found.method, found.path, params)
    kind, _ = accounts.TYPES[found.method, found.path]
    for problem in problems(kind, params, "params"):
        raise Refused(problem, code="parameter_unknown" if problem.endswith("unknown") else "invalid_fields")
    return copy.deepcopy(params)


def check_answer(found: Endpoint, answer: dict) -> None:
    """Raises DoubleIsWrong."""
    if found.path.startswith("/v1/"):
        return spec().check_answer(found.method, found.path, answer)
    _, kind = accounts.TYPES[found.method, found.path]
    for problem in problems(kind, answer, answer["object"]):
        raise DoubleIsWrong(problem)


def answer_of(error: Refused | Broken) -> tuple[int, bytes, list]:
    """An error as HTTP, nothing where the connection breaks. Raises DoubleIsWrong where it is not of Stripe's shape."""
    if isinstance(error, Broken):
        return 500, b"", []
    spec().check_object("error", error.body)
    return error.status, json.dumps(error.body).encode(), []
