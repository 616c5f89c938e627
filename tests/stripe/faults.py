"""What goes wrong on the way to Stripe and back, each by method and path, once or as often as is said.

| kind | the double |
|---|---|
| reset | breaks the connection and does nothing |
| lost | does it, then breaks the connection |
| slow | does it, and answers when the client has given up |
| html | does it; a proxy on the way answers 502 with a page |
| cut | does it, and half of the JSON arrives |
| 500 | answers 500, did nothing, keeps nothing |
| kept_500 | did nothing, and answers 500 under that key for ever |
| kept_500_done | did it, and answers 500 under that key for ever |
| 429, 409 | answers so, did nothing, keeps nothing |
"""

from dataclasses import dataclass

from tests.stripe.errors import Refused

BEFORE = {"reset", "500", "429", "409"}
KEPT = {"kept_500", "kept_500_done"}
AFTER = {"lost", "slow", "html", "cut"}
ANSWERS = {
    "500": Refused("An unknown error occurred.", status=500, type="api_error"),
    "429": Refused("Too many requests hit the API too quickly.", status=429, code="rate_limit"),
    "409": Refused("This object cannot be accessed right now.", status=409, code="lock_timeout"),
}
PAGE = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


class Broken(ConnectionError):
    """The connection ends without an answer."""


@dataclass
class Fault:
    kind: str
    method: str
    path: str  # as endpoints.py has it
    left: int | None  # None: for ever
    seconds: float = 0.0


class Faults:
    def __init__(self):
        self.waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        if fault.kind not in BEFORE | KEPT | AFTER:
            raise ValueError(f"There is no fault {fault.kind}")
        self.waiting.append(fault)

    def next(self, method: str, path: str) -> Fault | None:
        """The one that strikes this request, counted as struck."""
        for fault in self.waiting:
            if (fault.method, fault.path) == (method, path):
                if fault.left is not None:
                    fault.left -= 1
                    if not fault.left:
                        self.waiting.remove(fault)
                return fault
        return None
