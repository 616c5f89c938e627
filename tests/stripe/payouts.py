"""Payouts to a bank account, which Stripe starts by itself: they arrive, or come back from the bank."""

from tests.stripe.endpoints import endpoint
from tests.stripe.lists import PAGING, page, such
from tests.stripe.store import Store

TWO_DAYS = 172_800


@endpoint("GET", "/v1/payouts", minds=f"status {PAGING}")
def all_of_them(store: Store, params: dict, account=None) -> dict:
    return page(such(store.all("payout", account), params, "status"), params, "/v1/payouts")


@endpoint("GET", "/v1/payouts/{payout}")
def retrieve(store: Store, params: dict, payout: str, account=None) -> dict:
    return store.find(payout, "payout", account)


def start(store: Store, account: str | None, currency: str) -> dict:
    """An automatic payout of all that is available; its balance transactions say of what it is made."""
    amount = store.balance(currency, account)
    if amount <= 0:
        raise ValueError(f"There is nothing in {currency} to pay out: {amount}")
    made = store.add("payout", account=account, amount=amount, currency=currency, status="in_transit", metadata={})
    made |= {"automatic": True, "method": "standard", "type": "bank_account", "source_type": "card"}
    made |= {"arrival_date": made["created"] + TWO_DAYS, "reconciliation_status": "completed", "failure_code": None}
    taken = [one for one in store.all("balance_transaction", account) if is_taken(store, one, currency)]
    made["balance_transaction"] = store.move("payout", -amount, made, account=account, now=True)["id"]
    store.paid_out |= dict.fromkeys([*(one["id"] for one in taken), made["balance_transaction"]], made["id"])
    store.tell("payout.created", made, account)
    return made


def is_taken(store: Store, move: dict, currency: str) -> bool:
    is_there = move["currency"] == currency and move["status"] == "available"
    return is_there and move["id"] not in store.paid_out


def arrive(store: Store, payout: dict, account: str | None) -> None:
    payout["status"] = "paid"
    store.tell("payout.paid", payout, account)


def bounce(store: Store, payout: dict, account: str | None, code: str) -> None:
    """The bank sends it back, also after it was called paid: the balance has it again."""
    move = store.move("payout_failure", payout["amount"], payout, account=account, now=True)
    payout |= {"status": "failed", "failure_code": code, "failure_balance_transaction": move["id"]}
    payout["failure_message"] = "The bank account has been closed."
    store.tell("payout.failed", payout, account)
