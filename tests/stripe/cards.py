"""Stripe's test cards by the names that its API takes for them: what the bank behind each of them does.

https://docs.stripe.com/testing has the list; those that Cairn has to cope with are here.
"""

from dataclasses import dataclass
from hashlib import sha256

from tests.stripe.errors import Refused
from tests.stripe.store import Store


@dataclass(frozen=True)
class Card:
    last4: str
    decline: str = ""  # the decline code of every charge
    saves: bool = True  # whether the bank lets it be saved
    authenticates: bool = False  # the bank asks its holder each time
    refund: str = "succeeded"  # what becomes of a refund
    disputes: bool = False  # its holder calls each charge fraud
    bypasses: bool = False  # its money is there at once


CARDS = {
    "pm_card_visa": Card("4242"),
    "pm_card_visa_chargeDeclined": Card("0002", decline="generic_decline", saves=False),
    "pm_card_visa_chargeDeclinedInsufficientFunds": Card("9995", decline="insufficient_funds", saves=False),
    "pm_card_chargeCustomerFail": Card("0341", decline="generic_decline"),
    "pm_card_authenticationRequired": Card("3184", authenticates=True),
    "pm_card_threeDSecure2Required": Card("3220", authenticates=True),
    "pm_card_refundFail": Card("5126", refund="failed"),
    "pm_card_pendingRefund": Card("7726", refund="pending"),
    "pm_card_createDispute": Card("0259", disputes=True),
    "pm_card_bypassPending": Card("0077", bypasses=True),
}
TEXTS = {
    "generic_decline": "Your card was declined.",
    "insufficient_funds": "Your card has insufficient funds.",
}


def save(store: Store, name: str, customer: str | None) -> dict:
    """A payment method of this test card."""
    checks = {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"}
    shown = {"brand": "visa", "last4": CARDS[name].last4, "exp_month": 12, "exp_year": 2034, "funding": "credit"}
    shown |= {
        "checks": checks,
        "country": "US",
        "fingerprint": sha256(name.encode()).hexdigest()[:16],
        "generated_from": None,
        "networks": None,
    }
    shown |= {"three_d_secure_usage": {"supported": True}, "wallet": None, "display_brand": "visa"}
    made = store.add("payment_method", type="card", customer=customer, card=shown, metadata={})
    store.cards[made["id"]] = name
    return made


def of(store: Store, payment_method: str) -> Card:
    return CARDS[store.cards[payment_method]]


def usable(store: Store, id: str, customer: str | None) -> dict:
    """The payment method of a request; a test card's name makes one. Raises Refused where it is not this customer's."""
    if id in CARDS:
        return save(store, id, None)
    found = store.find(id, "payment_method", param="payment_method")
    if found["customer"] != customer:
        raise Refused("The payment method does not belong to this customer.", param="payment_method")
    return found
