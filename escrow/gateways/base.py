"""What every payment gateway can be asked. A gateway talks to the outside world and writes none of our books.

Amounts are positive integers in minor units of an upper-case ISO 4217 currency. `key` is the idempotency key: asking
twice with the same key moves money once. A gateway that cannot be reached, or whose answer is lost, raises anything;
the caller takes that as unknown and asks again.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django import forms
from django.http import HttpRequest

from marketplace.errors import Refused


class Status(StrEnum):
    SUCCEEDED = "succeeded"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    NEEDS_CONFIRMATION = "needs_confirmation"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Outcome:
    """A gateway's answer. `reference` is its own name for the movement; `code` and `text` say why it declined.

    `confirm_url` is where the payer confirms, when that is needed. Only the first three statuses are final.
    """

    status: Status
    reference: str = ""
    code: str = ""
    text: str = ""
    confirm_url: str = ""

    @property
    def is_final(self) -> bool:
        return self.status in (Status.SUCCEEDED, Status.DECLINED, Status.CANCELLED)


UNKNOWN = Outcome(Status.UNKNOWN)


class Turn(StrEnum):
    """What becomes of a movement after its answer was final."""

    RETURNED = "returned"  # it did not arrive after all: the bank sent it back
    DISPUTED = "disputed"  # the payer's bank took a charge back until it has decided
    WON = "won"  # and it decided for us: the money is there again
    LOST = "lost"  # or for the payer, who keeps it


@dataclass(frozen=True)
class Fact:
    """A turn, with what it moved (`amount`) and what the gateway takes for it (`cost`), both in minor units.

    `reference` is the gateway's own name of a dispute, the same from the first word of it to the last; what happens to
    a movement only once has none.
    """

    turn: Turn
    amount: int
    reference: str = ""
    cost: int = 0
    text: str = ""


@dataclass(frozen=True)
class Limits:
    """What a gateway moves of a currency at once: `smallest` to `largest`, in whole steps of `step`; minor units."""

    smallest: int
    step: int
    largest: int

    def takes(self, amount: int) -> bool:
        return self.smallest <= amount <= self.largest and amount % self.step == 0

    def up(self, amount: int) -> int:
        """The least that it takes which is not less than this amount; it may be more than `largest`."""
        return -(-max(amount, self.smallest) // self.step) * self.step

    def down(self, amount: int) -> int:
        """The most in whole steps that is not more than this amount."""
        return amount - amount % self.step


@dataclass(frozen=True)
class Attached:
    """A payment source as the gateway knows it; `fingerprint` tells whether two are the same, where there is one."""

    token: str
    brand: str
    last4: str
    label: str = ""
    fingerprint: str = ""


class SourceRefused(Refused):
    """The gateway does not take this card or account; `field` is the form field to blame."""


class BadSignature(Exception):
    """A webhook that the gateway did not send, or that is too old."""


class Gateway(ABC):
    """One payment gateway. Its `name` is stored with each payment source, and it is an account in the ledger."""

    name: str
    # Numbers to try, each with what it does; empty for a gateway that moves real money.
    test_numbers: Mapping[str, str] = {}
    # The desk's list of what it was asked, by the name that the admin has for it; empty where there is none.
    memory = ""

    @abstractmethod
    def limits(self, currency: str) -> Limits | None:
        """What it takes of a currency, or None where it takes none. Asked before anything is offered or charged.

        Refunds keep to its step, too.
        """

    @abstractmethod
    def confirm_within(self, source_token: str) -> timedelta:
        """How long the payer may take to confirm a charge, by Cairn's clock: a day for a card, weeks for a transfer."""

    @abstractmethod
    def look_again(self, source_token: str) -> timedelta:
        """After how long to ask for a charge that waits for its payer, in real time: a webhook usually tells sooner."""

    @abstractmethod
    def charge(
        self, *, key: str, amount: int, currency: str, source_token: str, description: str, return_url: str
    ) -> Outcome:
        """Take money from a source. `return_url` is where the payer's browser comes back to after confirming."""

    @abstractmethod
    def refund(self, *, key: str, charge_reference: str, source_token: str, amount: int, currency: str) -> Outcome:
        """Send money back: a part of the charge with that reference, or, without one, to the source."""

    @abstractmethod
    def lookup(self, key: str) -> Outcome | None:
        """What became of an earlier request, or None when the gateway never heard of the key.

        Asked by the name that was noted before anything could be charged under the key: a search lags, and keys are
        forgotten (docs/decisions/0037).
        """

    @abstractmethod
    def cancel(self, key: str) -> Outcome:
        """See to it that a charge with this key does not succeed any more, whether it was asked for yet or not.

        The outcome says what it became: cancelled, or succeeded when this comes too late.
        """

    @abstractmethod
    def source_form(self) -> type[forms.Form] | None:
        """The form that asks for a card, or None when the gateway asks on a page of its own."""

    @abstractmethod
    def source_page(self, return_url: str) -> str:
        """The address of that page; the browser comes back to `return_url` with what `attach_source` needs."""

    @abstractmethod
    def attach_source(self, details: Mapping[str, Any]) -> Attached:
        """Verify a card or account and keep it for later charges.

        `details` is the cleaned data of `source_form`, or the query that came back from `source_page`.
        Raises SourceRefused.
        """

    @abstractmethod
    def detach_source(self, token: str) -> None:
        """Forget a source."""

    def page_of(self, reference: str) -> str:
        """Where its payer sees a movement at the gateway itself, by its reference, or ""."""
        return ""

    @abstractmethod
    def parse_webhook(self, request: HttpRequest) -> list[tuple[str, Outcome | Fact]]:
        """What the gateway tells us unasked: keys, and outcomes of them or facts about them. Raises BadSignature.

        It comes twice, late and in any order: an outcome is how the movement is now, read again where that is in doubt.
        """
