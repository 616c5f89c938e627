"""Transfers from our balance to a connected account, and back."""

from tests.stripe import accounts, amounts
from tests.stripe.endpoints import endpoint
from tests.stripe.errors import Refused
from tests.stripe.lists import PAGING, page, such
from tests.stripe.store import Store

NOT_ABLE = "Your destination account needs to have at least one of these capabilities enabled: transfers"
TOO_LITTLE = "You have insufficient available funds in your Stripe account."


@endpoint("POST", "/v1/transfers", minds="amount currency destination transfer_group metadata description")
def create(store: Store, params: dict, account=None) -> dict:
    if "amount" not in params:
        raise Refused("Missing required param: amount.", code="parameter_missing", param="amount")
    amount, currency, payee = params["amount"], params["currency"], params["destination"]
    amounts.check_step(amount, currency)
    if accounts.status(store, payee) != "active":
        raise Refused(NOT_ABLE, code="insufficient_capabilities_for_transfer")
    if store.balance(currency) < amount:
        raise Refused(TOO_LITTLE, code="balance_insufficient")
    made = store.add("transfer", **{"transfer_group": None, "metadata": {}, "description": None} | params)
    made["reversals"] |= {"object": "list", "url": f"/v1/transfers/{made['id']}/reversals"}
    made["balance_transaction"] = store.move("transfer", -amount, made, now=True)["id"]
    made["destination_payment"] = arrive(store, made)["id"]
    store.tell("transfer.created", made)
    return made


def arrive(store: Store, transfer: dict) -> dict:
    """What the connected account sees of it: a payment, a day away from what is available there."""
    payee, amount = transfer["destination"], transfer["amount"]
    values = {"currency": transfer["currency"], "status": "succeeded", "paid": True, "captured": True, "metadata": {}}
    values |= {"source_transfer": transfer["id"], "amount": amount, "amount_captured": amount}
    payment = store.add("charge", account=payee, prefix="py", **values)
    payment["balance_transaction"] = store.move("payment", amount, payment, account=payee)["id"]
    return payment


@endpoint("GET", "/v1/transfers", minds=f"transfer_group destination {PAGING}")
def all_of_them(store: Store, params: dict, account=None) -> dict:
    return page(such(store.all("transfer"), params, "transfer_group destination"), params, "/v1/transfers")


@endpoint("GET", "/v1/transfers/{transfer}")
def retrieve(store: Store, params: dict, transfer: str, account=None) -> dict:
    return store.find(transfer, "transfer")


@endpoint("POST", "/v1/transfers/{id}/reversals", minds="amount metadata description")
def reverse(store: Store, params: dict, id: str, account=None) -> dict:
    """Take it back, whole or in part, as far as the connected account still has it."""
    found = store.find(id, "transfer")
    left = found["amount"] - found["amount_reversed"]
    amount = params.pop("amount", left)
    if not 0 < amount <= left:
        raise Refused("Reversal amount is greater than what is left of the transfer.", param="amount")
    if store.balance(found["currency"], found["destination"], available_only=False) < amount:
        raise Refused("The connected account has too little left of it.", code="balance_insufficient")
    made = store.add("transfer_reversal", **{"metadata": {}} | params, amount=amount, currency=found["currency"])
    made["transfer"] = found["id"]
    made["balance_transaction"] = store.move("transfer_refund", amount, made, now=True)["id"]
    store.move("payment_refund", -amount, made, account=found["destination"], now=True)
    found["amount_reversed"] += amount
    found["reversed"] = found["amount_reversed"] == found["amount"]
    found["reversals"]["data"] = [made, *found["reversals"]["data"]]
    store.tell("transfer.reversed", found)
    return made
