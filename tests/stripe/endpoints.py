"""The list of what the double does: each endpoint by method and path, and the parameters that it minds.

A parameter that Stripe knows and the double does not mind is refused: a test may not rest on what nothing looks at.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.stripe.errors import Refused


@dataclass(frozen=True)
class Endpoint:
    method: str
    path: str
    minds: frozenset[str]
    answer: Callable  # (store, params, account=…, and what the path names) -> object

    def minded(self, params: dict) -> dict:
        for name in params.keys() - self.minds:
            raise Refused(f"The double does not mind {name} in {self.method} {self.path}.", param=name)
        return params


ENDPOINTS: dict[tuple[str, str], Endpoint] = {}


def endpoint(method: str, path: str, minds: str = ""):
    """Register what answers this; `minds` names its parameters, `expand` is always among them."""

    def register(answer: Callable) -> Callable:
        ENDPOINTS[method, path] = Endpoint(method, path, frozenset({"expand", *minds.split()}), answer)
        return answer

    return register


def match(method: str, path: str) -> tuple[Endpoint, dict[str, str]]:
    """Raises Refused for an address that the double does not have."""
    for found in ENDPOINTS.values():
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", found.path)
        if found.method == method and (matched := re.fullmatch(pattern, path)):
            return found, matched.groupdict()
    raise Refused(f"Unrecognized request URL ({method}: {path}).", status=404)


def wrong_state(intent: dict, what: str) -> Refused:
    """What Stripe answers where an intent is past what it is asked for; it shows the intent."""
    text = f"You cannot {what} this PaymentIntent because it has a status of {intent['status']}."
    return Refused(text, code="payment_intent_unexpected_state", payment_intent=intent)
