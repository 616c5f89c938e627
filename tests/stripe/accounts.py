"""Connected accounts of /v2 that only receive: made, taken through Stripe's own pages, and their capability.

The SDK's types are their specification. `include` says which parts an answer has; the others are null.
"""

import copy
import secrets
from datetime import UTC, datetime, timedelta

from stripe.params.v2.core import AccountCreateParams, AccountLinkCreateParams, AccountRetrieveParams
from stripe.v2.core import Account, AccountLink

from tests.stripe.endpoints import endpoint
from tests.stripe.errors import Refused
from tests.stripe.store import Store

PARTS = ("configuration", "defaults", "future_requirements", "identity", "requirements")
MADE_WITH = "contact_email display_name dashboard identity configuration defaults metadata include"
UPDATED = "v2.core.account[configuration.recipient].capability_status_updated"

# What a request takes and an answer is, by method and path.
TYPES = {
    ("POST", "/v2/core/accounts"): (AccountCreateParams, Account),
    ("GET", "/v2/core/accounts/{id}"): (AccountRetrieveParams, Account),
    ("POST", "/v2/core/account_links"): (AccountLinkCreateParams, AccountLink),
}


def moment(after: timedelta = timedelta()) -> str:
    return (datetime.now(UTC) + after).strftime("%Y-%m-%dT%H:%M:%S.000Z")


@endpoint("POST", "/v2/core/accounts", minds=MADE_WITH)
def create(store: Store, params: dict, account=None) -> dict:
    include = params.pop("include", [])
    if set(params.get("configuration", {})) != {"recipient"}:
        raise Refused("The double knows accounts with configuration.recipient alone.", param="configuration")
    if "country" not in params.get("identity", {}):
        raise Refused("identity.country is needed for a recipient.", param="identity.country")
    defaults = {"currency": None, "locales": None} | params.get("defaults", {})
    defaults["responsibilities"] = {"requirements_collector": "stripe"} | defaults.get("responsibilities", {})
    made = dict.fromkeys(("contact_email", "contact_phone", "dashboard", "display_name", "future_requirements"))
    made |= {"id": f"acct_{secrets.token_hex(8)}", "object": "v2.core.account", "created": moment(), "livemode": False}
    made |= {"applied_configurations": ["recipient"], "closed": False, "metadata": {}} | params
    made |= {"defaults": defaults, "requirements": {"entries": []}}
    made["configuration"] = {"recipient": {"applied": True, "capabilities": capability("restricted")}}
    store.accounts[made["id"]] = made
    return shown(made, include)


def capability(status: str) -> dict:
    details = [] if status == "active" else [{"code": "requirements_past_due", "resolution": "provide_info"}]
    return {"stripe_balance": {"stripe_transfers": {"status": status, "status_details": details}}}


def shown(account: dict, include: list[str]) -> dict:
    parts = {name.partition(".")[0] for name in include}
    return copy.deepcopy({name: None if name in PARTS and name not in parts else account[name] for name in account})


@endpoint("GET", "/v2/core/accounts/{id}", minds="include")
def retrieve(store: Store, params: dict, id: str, account=None) -> dict:
    return shown(find(store, id), params.get("include", []))


def find(store: Store, id: str) -> dict:
    if id not in store.accounts:
        raise Refused(f"No such account: '{id}'", status=404, code="resource_missing")
    return store.accounts[id]


@endpoint("POST", "/v2/core/account_links", minds="account use_case")
def link(store: Store, params: dict, account=None) -> dict:
    """Stripe's page for a person; it lives for minutes, and opens once."""
    find(store, params["account"])
    use = params["use_case"]
    if use["type"] != "account_onboarding":
        raise Refused("The double knows account_onboarding alone.", param="use_case.type")
    onboarding = {name: use["account_onboarding"][name] for name in ("refresh_url", "return_url")}
    return {
        "object": "v2.core.account_link",
        "account": params["account"],
        "created": moment(),
        "expires_at": moment(timedelta(minutes=5)),
        "livemode": False,
        "url": f"https://connect.stripe.invalid/setup/{params['account']}/{secrets.token_hex(6)}",
        "use_case": {"type": use["type"], "account_onboarding": onboarding},
    }


@endpoint("POST", "/v1/accounts/{account}/login_links")
def login_link(store: Store, params: dict, account: str) -> dict:
    """Its holder's own pages at Stripe. Raises Refused before they are known there."""
    if status(store, account) != "active":
        raise Refused("Cannot create a login link for an account that has not completed onboarding.")
    url = f"https://connect.stripe.invalid/express/{account}"
    return {"object": "login_link", "created": int(datetime.now(UTC).timestamp()), "url": url}


def status(store: Store, id: str) -> str:
    """Whether it may receive transfers: active, pending, restricted, rejected."""
    recipient = find(store, id)["configuration"]["recipient"]
    return recipient["capabilities"]["stripe_balance"]["stripe_transfers"]["status"]


def become(store: Store, id: str, status: str) -> dict:
    """Give its capability this status: the thin event that Stripe sends of it."""
    find(store, id)["configuration"]["recipient"]["capabilities"] = capability(status)
    return notification(UPDATED, id)


def notification(type: str, account: str) -> dict:
    """A thin event names its object, and leaves it to us to read it."""
    about = {"id": account, "type": "v2.core.account", "url": f"/v2/core/accounts/{account}"}
    made = {"id": f"evt_test_{secrets.token_hex(12)}", "object": "v2.core.event", "type": type, "created": moment()}
    return made | {"livemode": False, "related_object": about, "reason": None, "context": None}
