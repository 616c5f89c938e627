"""Disputes: the holder of a card calls a charge wrong, its bank takes the money, and decides weeks later."""

from tests.stripe.endpoints import endpoint
from tests.stripe.errors import Refused
from tests.stripe.store import Store

FEE = 1500
DAYS_TO_ANSWER = 21
OPEN = {"needs_response", "under_review"}


def open(store: Store, charge: dict, reason: str = "fraudulent") -> dict:
    """Takes the amount and a fee at once, from what is available, whatever is there."""
    same = {name: charge[name] for name in ("amount", "currency", "payment_intent")}
    made = store.add("dispute", **same, charge=charge["id"], reason=reason, status="needs_response", metadata={})
    move = store.move("adjustment", -charge["amount"], made, fee=FEE, now=True)
    made |= {"balance_transactions": [move], "is_charge_refundable": False}
    made["evidence_details"] |= {"due_by": made["created"] + DAYS_TO_ANSWER * 86_400}
    charge["disputed"] = True
    store.tell("charge.dispute.created", made)
    store.tell("charge.dispute.funds_withdrawn", made)
    return made


def decide(store: Store, dispute: dict, *, won: bool) -> None:
    """Won gives the amount back, and never the fee."""
    dispute["status"] = "won" if won else "lost"
    if won:
        move = store.move("adjustment", dispute["amount"], dispute, now=True)
        dispute["balance_transactions"] = [*dispute["balance_transactions"], move]
        store.tell("charge.dispute.funds_reinstated", dispute)
    store.tell("charge.dispute.closed", dispute)


@endpoint("GET", "/v1/disputes/{dispute}")
def retrieve(store: Store, params: dict, dispute: str, account=None) -> dict:
    return store.find(dispute, "dispute")


@endpoint("POST", "/v1/disputes/{dispute}", minds="evidence submit metadata")
def answer(store: Store, params: dict, dispute: str, account=None) -> dict:
    """Evidence is sent to the bank unless `submit` is false, and only once."""
    found = store.find(dispute, "dispute")
    if found["status"] != "needs_response":
        raise Refused(f"This dispute is {found['status']}; its evidence cannot be changed any more.")
    found["metadata"] |= params.get("metadata", {})
    found["evidence"] |= params.get("evidence", {})
    found["evidence_details"]["has_evidence"] |= bool(params.get("evidence"))
    if params.get("submit", True):
        found["evidence_details"]["submission_count"] += 1
        found["status"] = "under_review"
    store.tell("charge.dispute.updated", found)
    return found


@endpoint("POST", "/v1/disputes/{dispute}/close")
def accept(store: Store, params: dict, dispute: str, account=None) -> dict:
    """We do not contest it: lost for ever."""
    found = store.find(dispute, "dispute")
    if found["status"] not in OPEN:
        raise Refused(f"This dispute is {found['status']} already.")
    decide(store, found, won=False)
    return found
