"""How Cairn will charge by Stripe, small enough to play thousands of stories of it: create, note the id, confirm.

An intent succeeds once, whatever is lost, forgotten or asked again: that is what keeps a charge from being made
twice, and no idempotency key is. The note is a row of the gateway's own, unique by our key, written after the intent
is made and before anything confirms it; whoever comes second finds the note of the first, and their own intent is
never confirmed by anybody. Neither request needs a key of ours, and a fixed one would do harm: Stripe keeps a 500
under it.
"""

from dataclasses import dataclass, field

import stripe
from stripe import StripeClient

from escrow.gateways.base import Status

NEVER = "never"  # cancelled before anything was made
ENDS = {"succeeded": Status.SUCCEEDED, "canceled": Status.CANCELLED, "requires_action": Status.NEEDS_CONFIRMATION}
AUTHENTICATION = "authentication_required"
RETURN = "https://cairn.example/back/"


@dataclass
class Note:
    intent: str
    declined: bool = False  # why it is cancelled: the bank said no


@dataclass
class TwoSteps:
    """A gateway whose `notes` outlive the process that wrote them. Anything that it raises is UNKNOWN: ask again."""

    client: StripeClient
    notes: dict[str, Note] = field(default_factory=dict)

    def charge(self, key: str, amount: int, currency: str, card: str) -> Status:
        note = self.notes.get(key) or self.note(key, self.make(key, amount, currency, card))
        if note.intent == NEVER:
            return Status.CANCELLED
        return self.go_on(note, card)

    def make(self, key: str, amount: int, currency: str, card: str) -> str:
        asked = {"amount": amount, "currency": currency, "payment_method": card, "payment_method_types": ["card"]}
        return self.client.v1.payment_intents.create({**asked, "metadata": {"key": key}}).id

    def note(self, key: str, intent: str) -> Note:
        return self.notes.setdefault(key, Note(intent))  # INSERT … ON CONFLICT DO NOTHING: the first wins

    def go_on(self, note: Note, card: str) -> Status:
        """Look at the intent first: it may have got further than we heard."""
        seen = self.client.v1.payment_intents.retrieve(note.intent)
        if seen.status in ENDS:
            return self.ended(note, seen.status)
        if seen.last_payment_error is not None and seen.last_payment_error.code != AUTHENTICATION:
            return self.decline(note)
        how = {"off_session": True} if seen.last_payment_error is None else {"return_url": RETURN}
        try:
            done = self.client.v1.payment_intents.confirm(note.intent, {"payment_method": card, **how})
        except stripe.CardError as error:
            return self.go_on(note, card) if error.code == AUTHENTICATION else self.decline(note)
        return self.ended(note, done.status)

    def ended(self, note: Note, status: str) -> Status:
        return Status.DECLINED if note.declined and status == "canceled" else ENDS.get(status, Status.UNKNOWN)

    def decline(self, note: Note) -> Status:
        """Declined is final here, and an intent that failed is not at Stripe: cancel it, then say so."""
        note.declined = True
        return self.end(note)

    def cancel(self, key: str) -> Status:
        note = self.note(key, NEVER)
        return Status.CANCELLED if note.intent == NEVER else self.end(note)

    def end(self, note: Note) -> Status:
        """Too late is an answer, too: what became of it."""
        try:
            seen = self.client.v1.payment_intents.cancel(note.intent)
        except stripe.InvalidRequestError as error:
            if error.code != "payment_intent_unexpected_state":
                raise
            seen = error.error.payment_intent
        return self.ended(note, seen.status)


@dataclass
class OneStep:
    """What looks simpler: one intent, made and confirmed at once under our key. It charges twice: see the tests."""

    client: StripeClient

    def charge(self, key: str, amount: int, currency: str, card: str) -> Status:
        asked = {"amount": amount, "currency": currency, "payment_method": card, "payment_method_types": ["card"]}
        asked |= {"confirm": True, "off_session": True, "metadata": {"key": key}}
        try:
            made = self.client.v1.payment_intents.create(asked, {"idempotency_key": key})
        except stripe.CardError:
            return Status.DECLINED
        return ENDS.get(made.status, Status.UNKNOWN)
