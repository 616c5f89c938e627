"""Payment intents: made, confirmed, declined by the bank, paid, cancelled. None but `succeeded` has taken money."""

import copy
import re

from tests.stripe import amounts, cards, disputes
from tests.stripe.endpoints import endpoint, wrong_state
from tests.stripe.errors import Refused
from tests.stripe.lists import PAGING, page, such
from tests.stripe.store import Store

MAKING = """amount currency customer payment_method payment_method_types automatic_payment_methods metadata description
    transfer_group statement_descriptor_suffix confirm off_session return_url"""
WAITING = {"requires_payment_method", "requires_confirmation", "requires_action"}
NO_RETURN = "Some of the payment methods enabled in your Dashboard might redirect: you must provide a `return_url`."
NO_METHOD = "You cannot confirm this PaymentIntent because it's missing a payment method."
NOT_ON_STATEMENTS = re.compile(r"[<>\\'\"*]")


@endpoint("POST", "/v1/payment_intents", minds=MAKING)
def create(store: Store, params: dict, account=None) -> dict:
    params["currency"] = params["currency"].lower()
    amounts.check_charge(params["amount"], params["currency"])
    check_suffix(params.get("statement_descriptor_suffix"))
    if customer := params.get("customer"):
        store.find(customer, "customer", param="customer")
    if params.get("off_session") and not params.get("confirm"):
        raise Refused("You can only provide off_session when confirm is true.", param="off_session")
    asked = {name: params.pop(name) for name in ("confirm", "off_session", "return_url") if name in params}
    if given := params.get("payment_method"):
        params["payment_method"] = cards.usable(store, given, customer)["id"]
    automatic = params.pop("automatic_payment_methods", {"enabled": "payment_method_types" not in params})
    nothing = dict.fromkeys(("customer", "payment_method", "description", "transfer_group", "latest_charge"))
    nothing |= dict.fromkeys(("next_action", "last_payment_error", "canceled_at", "cancellation_reason"))
    made = store.add("payment_intent", **nothing | {"metadata": {}, "payment_method_types": ["card"]} | params)
    made |= {"status": "requires_confirmation" if given else "requires_payment_method", "amount_received": 0}
    made |= {"capture_method": "automatic_async", "confirmation_method": "automatic"}
    made |= {"client_secret": f"{made['id']}_secret_double", "automatic_payment_methods": None}
    if automatic["enabled"]:
        made["automatic_payment_methods"] = {"allow_redirects": "always"} | automatic
    store.tell("payment_intent.created", made)
    return confirm(store, asked, made["id"]) if asked.pop("confirm", False) else made


def check_suffix(suffix: str | None) -> None:
    """https://docs.stripe.com/get-started/account/statement-descriptors"""
    if suffix is None:
        return
    if len(suffix) > 22 or not re.search("[A-Za-z]", suffix) or NOT_ON_STATEMENTS.search(suffix):
        raise Refused(f"Invalid statement descriptor suffix: {suffix}", param="statement_descriptor_suffix")


@endpoint("GET", "/v1/payment_intents", minds=f"customer {PAGING}")
def all_of_them(store: Store, params: dict, account=None) -> dict:
    return page(such(store.all("payment_intent"), params, "customer"), params, "/v1/payment_intents")


@endpoint("GET", "/v1/payment_intents/{intent}")
def retrieve(store: Store, params: dict, intent: str, account=None) -> dict:
    return store.find(intent, "payment_intent")


@endpoint("GET", "/v1/charges/{charge}")
def charge(store: Store, params: dict, charge: str, account=None) -> dict:
    return store.find(charge, "charge", account)


@endpoint("POST", "/v1/payment_intents/{intent}/cancel", minds="cancellation_reason")
def cancel(store: Store, params: dict, intent: str, account=None) -> dict:
    found = store.find(intent, "payment_intent")
    if found["status"] not in WAITING:
        raise wrong_state(found, "cancel")
    found |= {"status": "canceled", "cancellation_reason": params.get("cancellation_reason"), "next_action": None}
    found["canceled_at"] = found["created"]
    store.tell("payment_intent.canceled", found)
    return found


@endpoint("POST", "/v1/payment_intents/{intent}/confirm", minds="payment_method off_session return_url")
def confirm(store: Store, params: dict, intent: str, account=None) -> dict:
    """Charge, or say what is missing. Raises Refused with the intent where the bank declines."""
    found = store.find(intent, "payment_intent")
    if found["status"] not in WAITING:
        raise wrong_state(found, "confirm")
    if given := params.get("payment_method"):
        found["payment_method"] = cards.usable(store, given, found["customer"])["id"]
    if not found["payment_method"]:
        raise Refused(NO_METHOD, code="payment_intent_unexpected_state", payment_intent=found)
    redirects = (found["automatic_payment_methods"] or {}).get("allow_redirects") == "always"
    if redirects and "return_url" not in params:
        raise Refused(NO_RETURN, param="return_url")
    card = cards.of(store, found["payment_method"])
    if card.decline:
        raise declined(store, found, "card_declined", cards.TEXTS[card.decline], card.decline)
    if card.authenticates and params.get("off_session"):
        text = "Your card was declined. This transaction requires authentication."
        raise declined(store, found, "authentication_required", text, "authentication_required")
    if card.authenticates:
        return ask_holder(store, found, params.get("return_url"))
    return pay(store, found)


def ask_holder(store: Store, intent: dict, return_url: str | None) -> dict:
    """The bank wants its customer to say that it is them: a redirect where there is a way back, a script otherwise."""
    page = {"url": f"https://hooks.stripe.invalid/3d_secure/{intent['id']}", "return_url": return_url}
    redirect = {"type": "redirect_to_url", "redirect_to_url": page}
    intent["next_action"] = redirect if return_url else {"type": "use_stripe_sdk", "use_stripe_sdk": {}}
    intent["status"] = "requires_action"
    store.tell("payment_intent.requires_action", intent)
    return intent


def pay(store: Store, intent: dict) -> dict:
    card = cards.of(store, intent["payment_method"])
    made = add_charge(store, intent, status="succeeded", paid=True, captured=True, amount_captured=intent["amount"])
    fee = (intent["amount"] * 29 + 500) // 1000 + 30
    move = store.move("charge", intent["amount"], made, fee=fee, now=card.bypasses)
    made["balance_transaction"] = move["id"]
    intent |= {"status": "succeeded", "amount_received": intent["amount"], "latest_charge": made["id"]}
    intent |= {"next_action": None, "last_payment_error": None}
    store.tell("charge.succeeded", made)
    store.tell("payment_intent.succeeded", intent)
    if card.disputes:
        disputes.open(store, made)
    return intent


def add_charge(store: Store, intent: dict, **values) -> dict:
    same = {name: intent[name] for name in ("amount", "currency", "customer", "payment_method", "metadata")}
    same |= {"transfer_group": intent["transfer_group"], "payment_intent": intent["id"]}
    return store.add("charge", **same, **{"failure_code": None, "balance_transaction": None} | values)


def declined(store: Store, intent: dict, code: str, text: str, decline_code: str) -> Refused:
    """The bank says no: the charge is there and failed, the intent waits for another payment method."""
    failed = add_charge(store, intent, status="failed", failure_code=code, failure_message=text)
    error = {"type": "card_error", "code": code, "message": text, "decline_code": decline_code, "charge": failed["id"]}
    fail(store, intent, error)
    intent["latest_charge"] = failed["id"]
    store.tell("charge.failed", failed)
    store.tell("payment_intent.payment_failed", intent)
    shown = {name: value for name, value in error.items() if name not in ("type", "message")}
    return Refused(text, status=402, type="card_error", payment_intent=copy.deepcopy(intent), **shown)


def fail(store: Store, intent: dict, error: dict) -> None:
    tried = copy.deepcopy(store.objects[intent["payment_method"]])
    intent |= {"status": "requires_payment_method", "payment_method": None, "next_action": None}
    intent["last_payment_error"] = error | {"payment_method": tried}


def refuse_holder(store: Store, intent: dict) -> None:
    """The holder of the card did not say that it is them, or the bank did not believe it."""
    text = "The provided PaymentMethod has failed authentication."
    fail(store, intent, {"type": "card_error", "code": "payment_intent_authentication_failure", "message": text})
    store.tell("payment_intent.payment_failed", intent)
