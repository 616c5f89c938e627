"""Idempotency keys: what was answered under one is answered again. https://docs.stripe.com/api/idempotent_requests

Kept are answers of what was begun, 500s among them, but not of a request that was refused before: parameters that
Stripe does not know, too many requests, a lock. Stripe may forget a key after 24 hours.
"""

import json
from dataclasses import dataclass

from tests.stripe.errors import Refused

OTHERWISE = "Keys for idempotent requests can only be used with the same parameters they were first used with."


@dataclass(frozen=True)
class Kept:
    mark: str
    status: int
    body: bytes


class Keys:
    def __init__(self):
        self.kept: dict[tuple[str | None, str], Kept] = {}

    def forget(self) -> None:
        self.kept.clear()

    def find(self, account: str | None, key: str | None, mark: str) -> Kept | None:
        """Raises Refused where the key has been used for something else."""
        found = self.kept.get((account, key))
        if found and found.mark != mark:
            raise Refused(OTHERWISE, type="idempotency_error")
        return found

    def keep(self, account: str | None, key: str, kept: Kept) -> None:
        self.kept.setdefault((account, key), kept)


def mark_of(path: str, params: dict) -> str:
    return json.dumps([path, params], sort_keys=True)
