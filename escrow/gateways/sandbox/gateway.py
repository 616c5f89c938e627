"""A pretend bank: saved cards whose number decides what happens. It remembers in SandboxCharge and moves no money.

Its memory is written outside of our transactions, as a real bank's is: what it has charged stays charged when we die.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from escrow import amounts, cards
from escrow.forms import CardForm
from escrow.gateways.base import Attached, BadSignature, Fact, Gateway, Limits, Outcome, SourceRefused, Status, Turn
from escrow.gateways.sandbox import afterwards
from escrow.gateways.sandbox.models import SandboxCharge
from escrow.money import exponent
from marketplace import clock

Kind, Known = SandboxCharge.Kind, SandboxCharge.Status

# number → what its token remembers of it, and what people read
CARDS = {
    "4242424242424242": ("works", "Works"),
    "4000000000000002": ("declined", "Declined by the bank"),
    "4000000000009995": ("insufficient", "Not enough money on it"),
    "4000002760003184": ("confirm", "Asks you to confirm at the bank"),
    "4000000000001208": ("slow", "Answers only after some seconds"),
    "4000000000004046": ("lost", "Charged, but the bank's answer gets lost"),
    "4000000000005126": ("keeps", "Works, but takes no refunds"),
    "4000000000003410": ("transfer", "A bank account: its transfers take days"),
}
DECLINED = {
    "declined": ("card_declined", "The bank declined the card."),
    "insufficient": ("insufficient_funds", "There is not enough money on the card."),
}
TRANSFER = "transfer"
FIRST_STATUS = {
    "confirm": Known.NEEDS_CONFIRMATION,
    TRANSFER: Known.NEEDS_CONFIRMATION,
    "slow": Known.PROCESSING,
} | dict.fromkeys(DECLINED, Known.DECLINED)
OUTCOMES = {
    Known.PROCESSING: Status.UNKNOWN,
    Known.NEEDS_CONFIRMATION: Status.NEEDS_CONFIRMATION,
    Known.SUCCEEDED: Status.SUCCEEDED,
    Known.DECLINED: Status.DECLINED,
    Known.CANCELLED: Status.CANCELLED,
    Known.DISPUTED: Status.SUCCEEDED,  # what is charged back was charged
    Known.LOST: Status.SUCCEEDED,
}
SLOW = timedelta(seconds=8)
CONFIRM_WITHIN, TRANSFER_WITHIN = timedelta(days=1), timedelta(days=14)
LOOK_AGAIN, LOOK_AT_TRANSFER = timedelta(minutes=10), timedelta(hours=6)
WEBHOOK_MAX_AGE = timedelta(minutes=5)


class AnswerLost(Exception):
    """The connection broke after the bank had done its part."""


class Sandbox(Gateway):
    name = "sandbox"
    memory = "sandbox_sandboxcharge"
    test_numbers = {" ".join(n[i : i + 4] for i in range(0, 16, 4)): text for n, (_, text) in CARDS.items()}

    def limits(self, currency: str) -> Limits:
        """Every amount that a form takes; with three decimals the last one is 0, as the networks of cards ask."""
        places = exponent(currency)
        step = 10 if places == 3 else 1  # noqa: PLR2004 - decimals
        return Limits(smallest=step, step=step, largest=amounts.LARGEST * 10**places)

    def confirm_within(self, source_token: str) -> timedelta:
        return TRANSFER_WITHIN if is_transfer(source_token) else CONFIRM_WITHIN

    def look_again(self, source_token: str) -> timedelta:
        return LOOK_AT_TRANSFER if is_transfer(source_token) else LOOK_AGAIN

    def charge(
        self, *, key: str, amount: int, currency: str, source_token: str, description: str, return_url: str
    ) -> Outcome:
        nature = _nature(source_token)
        code, text = DECLINED.get(nature, ("", ""))
        charge, is_new = SandboxCharge.objects.get_or_create(
            key=key,
            defaults={
                "kind": Kind.CHARGE,
                "status": FIRST_STATUS.get(nature, Known.SUCCEEDED),
                "reference": f"sandbox_charge_{uuid4().hex[:20]}",
                "token": source_token,
                "amount": amount,
                "currency": currency,
                "description": description[:200],
                "code": code,
                "text": text,
                "ready_at": clock.real() + SLOW,
            },
        )
        if charge.status != Known.CANCELLED and (charge.amount, charge.currency) != (amount, currency):
            raise ValueError(f"The key {key} was used for another charge.")
        if is_new and nature == "lost":
            raise AnswerLost(key)
        return _answer(charge)

    @transaction.atomic
    def refund(self, *, key: str, charge_reference: str, source_token: str, amount: int, currency: str) -> Outcome:
        code, text = self._why_not_refund(key, charge_reference, source_token, amount, currency)
        refund, _ = SandboxCharge.objects.get_or_create(
            key=key,
            defaults={
                "kind": Kind.REFUND,
                "status": Known.DECLINED if code else Known.SUCCEEDED,
                "reference": f"sandbox_refund_{uuid4().hex[:20]}",
                "refunds": charge_reference,
                "token": source_token,
                "amount": amount,
                "currency": currency,
                "code": code,
                "text": text,
                "ready_at": clock.real(),
            },
        )
        return _answer(refund)

    def _why_not_refund(
        self, key: str, charge_reference: str, source_token: str, amount: int, currency: str
    ) -> tuple[str, str]:
        """The code and text of a refusal, or two empty ones. Locks the charge, so that two refunds cannot share it."""
        if _nature(source_token) == "keeps":
            return "refund_refused", "The bank does not take refunds for this card."
        if not charge_reference:
            return "", ""
        named = SandboxCharge.objects.select_for_update().filter(
            reference=charge_reference, kind=Kind.CHARGE, currency=currency
        )
        charge = named.first()
        if charge and charge.status in (Known.DISPUTED, Known.LOST):
            return "charge_disputed", "The payment is disputed, so the bank sends nothing back."
        taken = charge.amount if charge and charge.status == Known.SUCCEEDED else 0
        returned = (
            SandboxCharge.objects.filter(refunds=charge_reference, status=Known.SUCCEEDED)
            .exclude(key=key)
            .aggregate(sum=Sum("amount", default=0))["sum"]
        )
        if returned + amount > taken:
            return "charge_already_refunded", "More than was charged cannot be refunded."
        return "", ""

    def lookup(self, key: str) -> Outcome | None:
        SandboxCharge.objects.filter(key=key, status=Known.PROCESSING, ready_at__lte=clock.real()).update(
            status=Known.SUCCEEDED
        )
        charge = SandboxCharge.objects.filter(key=key).first()
        return _answer(charge) if charge else None

    def cancel(self, key: str) -> Outcome:
        SandboxCharge.objects.get_or_create(
            key=key,
            defaults={
                "kind": Kind.CHARGE,
                "status": Known.CANCELLED,
                "reference": f"sandbox_never_{uuid4().hex[:20]}",
                "amount": 0,
                "ready_at": clock.real(),
            },
        )
        SandboxCharge.objects.filter(key=key, status__in=[Known.NEEDS_CONFIRMATION, Known.PROCESSING]).update(
            status=Known.CANCELLED
        )
        return _answer(SandboxCharge.objects.get(key=key))

    def source_form(self) -> type[forms.Form] | None:
        return CardForm

    def source_page(self, return_url: str) -> str:
        raise NotImplementedError("The sandbox asks for cards by its form.")

    def attach_source(self, details: Mapping[str, Any]) -> Attached:
        number = details["number"]
        if number not in CARDS:
            raise SourceRefused("The sandbox takes only the test numbers listed on this page.", field="number")
        token = f"sandbox_{CARDS[number][0]}_{uuid4().hex}"
        return Attached(
            token=token,
            brand="Bank account" if is_transfer(token) else cards.brand(number),
            last4=number[-4:],
            fingerprint=_digest(f"{number} {details['expiry']}"),
        )

    def detach_source(self, token: str) -> None:
        """Nothing to forget: all that the sandbox knows of a card is in its token."""

    def page_of(self, reference: str) -> str:
        return reverse("sandbox:bank", args=[reference])

    def parse_webhook(self, request: HttpRequest) -> list[tuple[str, Outcome | Fact]]:
        fields = dict(part.partition("=")[::2] for part in request.headers.get("Sandbox-Signature", "").split(","))
        moment, signature = fields.get("t", ""), fields.get("v1", "")
        if not constant_time_compare(signature, _sign(moment, request.body)):
            raise BadSignature("The signature is wrong.")
        if abs(clock.real().timestamp() - int(moment)) > WEBHOOK_MAX_AGE.total_seconds():
            raise BadSignature("The signature is too old.")
        return [(told.pop("key"), _said(told)) for told in json.loads(request.body)]


def webhook(key: str) -> tuple[bytes, dict[str, str]]:
    """The body and headers with which the sandbox would tell all that it knows of a charge or a refund."""
    said = [Sandbox().lookup(key), *afterwards.facts(SandboxCharge.objects.get(key=key))]
    body = json.dumps([{"key": key, **vars(one)} for one in said]).encode()
    moment = str(int(clock.real().timestamp()))
    return body, {"Sandbox-Signature": f"t={moment},v1={_sign(moment, body)}"}


def decide(reference: str, *, confirmed: bool) -> None:
    """What the payer answers on the bank's page. A second answer changes nothing."""
    waiting = SandboxCharge.objects.filter(reference=reference, status=Known.NEEDS_CONFIRMATION)
    if confirmed:
        waiting.update(status=Known.SUCCEEDED)
        return
    for charge in waiting:
        said = "The transfer never arrived." if is_transfer(charge.token) else "You refused the payment at your bank."
        waiting.update(status=Known.DECLINED, code="not_confirmed", text=said)


def is_transfer(token: str) -> bool:
    """Whether it is an account from which money is sent, and no card."""
    return _nature(token) == TRANSFER


def _said(told: dict[str, Any]) -> Outcome | Fact:
    """One thing that a webhook tells."""
    if "turn" in told:
        return Fact(Turn(told.pop("turn")), **told)
    return Outcome(Status(told.pop("status")), **told)


def _nature(token: str) -> str:
    """What a card does, as its token remembers it."""
    return token.split("_")[1]


def _answer(charge: SandboxCharge) -> Outcome:
    asks = charge.status == Known.NEEDS_CONFIRMATION
    return Outcome(
        OUTCOMES[Known(charge.status)],
        reference=charge.reference,
        code=charge.code,
        text=charge.text,
        confirm_url=Sandbox().page_of(charge.reference) if asks else "",
    )


def _sign(moment: str, body: bytes) -> str:
    return salted_hmac("escrow.sandbox.webhook", f"{moment}.".encode() + body, algorithm="sha256").hexdigest()


def _digest(text: str) -> str:
    """The same for the same card, and nothing that a card could be read from."""
    return salted_hmac("escrow.sandbox.card", text, algorithm="sha256").hexdigest()
