"""Refunds: at once, late, or turned down by the bank after they had succeeded."""

import copy

from tests.stripe import amounts, cards
from tests.stripe.endpoints import endpoint
from tests.stripe.errors import Refused
from tests.stripe.lists import PAGING, page, such
from tests.stripe.store import Store


@endpoint("POST", "/v1/refunds", minds="payment_intent amount metadata reason")
def create(store: Store, params: dict, account=None) -> dict:
    intent = store.find(params.get("payment_intent", ""), "payment_intent", param="payment_intent")
    if intent["status"] != "succeeded":
        raise Refused(f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.")
    charge = store.objects[intent["latest_charge"]]
    amount = refundable(charge, params.get("amount"))
    values = {"metadata": params.get("metadata", {}), "reason": params.get("reason")}
    values |= {"balance_transaction": None, "status": "pending"}
    made = store.add("refund", amount=amount, currency=charge["currency"], charge=charge["id"], **values)
    made["payment_intent"] = intent["id"]
    count(charge, amount)
    becomes = cards.of(store, charge["payment_method"]).refund
    taken, held_in = store.settled(amount, charge["currency"])
    if store.balance(held_in, available_only=False) < taken:
        made["pending_reason"] = "insufficient_funds"
    elif becomes == "pending":
        made["pending_reason"] = "processing"
    else:
        go_through(store, made)
    store.tell("refund.created", made)
    store.tell("charge.refunded", charge)
    answer = copy.deepcopy(made)
    if becomes == "failed" and made["status"] == "succeeded":
        turn_down(store, made)
    return answer


def refundable(charge: dict, asked: int | None) -> int:
    left = charge["amount"] - charge["amount_refunded"]
    if charge["disputed"]:
        raise Refused(f"Charge {charge['id']} has been charged back; cannot issue a refund.", code="charge_disputed")
    if not left:
        raise Refused(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    if asked is None:
        return left
    amounts.check_step(asked, charge["currency"])
    if asked > left:
        raise Refused("Refund amount is greater than unrefunded amount on charge.", param="amount")
    return asked


def count(charge: dict, amount: int) -> None:
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]


def go_through(store: Store, refund: dict) -> None:
    move = store.move("refund", -refund["amount"], refund, now=True)
    refund |= {"status": "succeeded", "balance_transaction": move["id"]}
    refund.pop("pending_reason", None)


def turn_down(store: Store, refund: dict, reason: str = "expired_or_canceled_card") -> None:
    """The bank sends it back, days after it had succeeded; what had been taken for it is with us again."""
    if refund["balance_transaction"]:
        move = store.move("refund_failure", refund["amount"], refund, now=True)
        refund["failure_balance_transaction"] = move["id"]
    refund |= {"status": "failed", "failure_reason": reason}
    refund.pop("pending_reason", None)
    count(store.objects[refund["charge"]], -refund["amount"])
    store.tell("refund.failed", refund)


@endpoint("GET", "/v1/refunds", minds=f"payment_intent charge {PAGING}")
def all_of_them(store: Store, params: dict, account=None) -> dict:
    return page(such(store.all("refund"), params, "payment_intent charge"), params, "/v1/refunds")


@endpoint("GET", "/v1/refunds/{refund}")
def retrieve(store: Store, params: dict, refund: str, account=None) -> dict:
    return store.find(refund, "refund")
