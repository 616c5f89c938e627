"""Customers, the cards that they save on Stripe's page, and their end."""

from tests.stripe import cards
from tests.stripe.endpoints import endpoint
from tests.stripe.errors import Refused
from tests.stripe.store import Store

SAVING = "mode customer currency success_url cancel_url payment_method_types client_reference_id metadata locale"
A_DAY = 86_400


@endpoint("POST", "/v1/customers", minds="email name metadata")
def create(store: Store, params: dict, account=None) -> dict:
    return store.add("customer", **{"metadata": {}} | params)


@endpoint("GET", "/v1/customers/{customer}")
def retrieve(store: Store, params: dict, customer: str, account=None) -> dict:
    return store.find(customer, "customer")


@endpoint("GET", "/v1/payment_methods/{payment_method}")
def payment_method(store: Store, params: dict, payment_method: str, account=None) -> dict:
    return store.find(payment_method, "payment_method")


@endpoint("POST", "/v1/payment_methods/{payment_method}/detach")
def detach(store: Store, params: dict, payment_method: str, account=None) -> dict:
    found = store.find(payment_method, "payment_method")
    if found["customer"] is None:
        raise Refused("The payment method you provided is not attached to a customer so detachment is impossible.")
    found["customer"] = None
    store.tell("payment_method.detached", found)
    return found


@endpoint("GET", "/v1/setup_intents/{intent}")
def setup_intent(store: Store, params: dict, intent: str, account=None) -> dict:
    return store.find(intent, "setup_intent")


@endpoint("POST", "/v1/checkout/sessions", minds=SAVING)
def create_session(store: Store, params: dict, account=None) -> dict:
    if params.get("mode") != "setup":
        raise Refused("The double knows mode=setup alone.", param="mode")
    if "success_url" not in params:
        raise Refused("Missing required param: success_url.", code="parameter_missing", param="success_url")
    if not {"currency", "payment_method_types"} & params.keys():
        raise Refused("You must provide `currency` or `payment_method_types` when `mode` is `setup`.", param="currency")
    customer = params.get("customer")
    if customer:
        store.find(customer, "customer", param="customer")
    kinds = params.pop("payment_method_types", ["card"])
    setup = store.add("setup_intent", customer=customer, payment_method_types=kinds, usage="off_session", metadata={})
    setup |= {"status": "requires_payment_method", "payment_method": None}
    params = {"cancel_url": None, "client_reference_id": None, "currency": None, "metadata": {}} | params
    made = store.add("checkout.session", setup_intent=setup["id"], payment_method_types=kinds, **params)
    made |= {"status": "open", "payment_status": "no_payment_required", "expires_at": made["created"] + A_DAY}
    made |= {
        "url": f"https://checkout.stripe.invalid/c/pay/{made['id']}",
        "customer": customer,
        "ui_mode": "hosted_page",
    }
    return made


@endpoint("GET", "/v1/checkout/sessions/{session}")
def retrieve_session(store: Store, params: dict, session: str, account=None) -> dict:
    return store.find(session, "checkout.session")


def enter(store: Store, session: dict, card: str) -> dict | None:
    """The payer enters a test card: the payment method, or None where the bank does not let it be saved."""
    setup = store.objects[session["setup_intent"]]
    if not cards.CARDS[card].saves:
        setup["last_setup_error"] = {
            "type": "card_error",
            "code": "card_declined",
            "message": "Your card was declined.",
        }
        store.tell("setup_intent.setup_failed", setup)
        return None
    saved = cards.save(store, card, session["customer"])
    setup |= {"status": "succeeded", "payment_method": saved["id"]}
    session |= {"status": "complete", "url": None}
    store.tell("payment_method.attached", saved)
    store.tell("setup_intent.succeeded", setup)
    store.tell("checkout.session.completed", session)
    return saved
