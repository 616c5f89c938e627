"""Balances, the transactions that they are the sum of, and events: of the platform, or of a connected account."""

from tests.stripe.endpoints import endpoint
from tests.stripe.lists import PAGING, page, such
from tests.stripe.store import Store


@endpoint("GET", "/v1/balance")
def balance(store: Store, params: dict, account=None) -> dict:
    currencies = sorted({one["currency"] for one in store.all("balance_transaction", account)})
    available = {currency: store.balance(currency, account) for currency in currencies}
    whole = {currency: store.balance(currency, account, available_only=False) for currency in currencies}
    return {
        "object": "balance",
        "livemode": False,
        "available": [row(available[currency], currency) for currency in currencies],
        "pending": [row(whole[currency] - available[currency], currency) for currency in currencies],
    }


def row(amount: int, currency: str) -> dict:
    return {"amount": amount, "currency": currency, "source_types": {"card": amount}}


@endpoint("GET", "/v1/balance_transactions", minds=f"payout source type currency {PAGING}")
def balance_transactions(store: Store, params: dict, account=None) -> dict:
    rows = store.all("balance_transaction", account)
    if payout := params.get("payout"):
        store.find(payout, "payout", account)
        rows = [one for one in rows if store.paid_out.get(one["id"]) == payout]
    return page(such(rows, params, "source type currency"), params, "/v1/balance_transactions")


@endpoint("GET", "/v1/balance_transactions/{id}")
def balance_transaction(store: Store, params: dict, id: str, account=None) -> dict:
    return store.find(id, "balance_transaction", account)


@endpoint("GET", "/v1/events", minds=f"type types {PAGING}")
def events(store: Store, params: dict, account=None) -> dict:
    wanted = [params["type"]] if "type" in params else params.get("types")
    rows = [one for one in store.all("event", account) if not wanted or one["type"] in wanted]
    return page(rows, params, "/v1/events")


@endpoint("GET", "/v1/events/{id}")
def event(store: Store, params: dict, id: str, account=None) -> dict:
    return store.find(id, "event", account)
