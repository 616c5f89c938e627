"""What Stripe keeps: objects, whose they are, events, and balance transactions, of which every balance is the sum."""

import copy
import secrets
import time
from collections.abc import Callable
from fractions import Fraction

from tests.stripe.errors import Refused
from tests.stripe.shapes import spec

PREFIXES = {
    "balance_transaction": "txn",
    "charge": "ch",
    "checkout.session": "cs_test",
    "customer": "cus",
    "dispute": "du",
    "event": "evt_test",
    "payment_intent": "pi",
    "payment_method": "pm",
    "payout": "po",
    "refund": "re",
    "setup_intent": "seti",
    "transfer": "tr",
    "transfer_reversal": "trr",
}


class Store:
    """Objects by id. `account` is the connected account that something belongs to; None is the platform."""

    def __init__(self):
        self.objects: dict[str, dict] = {}
        self.owners: dict[str, str | None] = {}
        self.accounts: dict[str, dict] = {}  # of /v2, whole
        self.cards: dict[str, str] = {}  # what each payment method is, as cards.py names it
        self.converted: dict[str, tuple[str, Fraction]] = {}  # what our balance does not hold: into what, at which rate
        self.paid_out: dict[str, str] = {}  # balance transaction: the payout that took it along
        self.listeners: list[Callable] = []  # told of each event: (event, account)

    def add(self, kind: str, *, account: str | None = None, prefix: str | None = None, **values) -> dict:
        """A new object: as small as Stripe's specification allows, with these values."""
        made = spec().smallest({"$ref": f"#/components/schemas/{kind}"}) | {"livemode": False} | values
        if "livemode" not in spec().schemas[kind]["properties"]:
            del made["livemode"]
        made |= {"id": f"{prefix or PREFIXES[kind]}_{secrets.token_hex(12)}", "created": int(time.time())}
        self.objects[made["id"]] = made
        self.owners[made["id"]] = account
        return made

    def find(self, id: str, kind: str, account: str | None = None, param: str = "id") -> dict:
        """Raises Refused where this account has no such object."""
        found = self.objects.get(id)
        if found is None or found["object"] != kind or self.owners[id] != account:
            raise Refused(f"No such {kind}: '{id}'", status=404, code="resource_missing", param=param)
        return found

    def all(self, kind: str, account: str | None = None) -> list[dict]:
        """Newest first, as in all of Stripe's lists."""
        return [
            one
            for one in reversed(self.objects.values())
            if one["object"] == kind and self.owners[one["id"]] == account
        ]

    def tell(self, type: str, about: dict, account: str | None = None) -> dict:
        """Record an event with the object as it is now. Raises DoubleIsWrong where that is not of Stripe's shape."""
        spec().check_object(about["object"], about)
        data = {"object": copy.deepcopy(about)}
        event = self.add("event", account=account, type=type, api_version=spec().version, data=data)
        event |= {"account": account} if account else {}
        event |= {"request": {"id": None, "idempotency_key": None}, "pending_webhooks": 1}
        spec().check_object("event", event)
        for listen in self.listeners:
            listen(event, account)
        return event

    def settled(self, amount: int, currency: str) -> tuple[int, str]:
        """What an amount is on our balance, in minor units of the currency that it is held in."""
        into, rate = self.converted.get(currency, (currency, Fraction(1)))
        return round(amount * rate), into

    def move(
        self, type: str, amount: int, source: dict, *, account: str | None = None, fee: int = 0, now=False
    ) -> dict:
        """Book a signed amount and a fee, in minor units of its source's currency; both are converted where that is.

        It is pending but where it is taken `now`.
        """
        (value, currency), (cost, _) = self.settled(amount, source["currency"]), self.settled(fee, source["currency"])
        made = self.add("balance_transaction", account=account, type=type, reporting_category=type, amount=value)
        details = [{"type": "stripe_fee", "amount": cost, "currency": currency, "application": None}] if cost else []
        made |= {"fee": cost, "fee_details": details, "net": value - cost, "currency": currency}
        made |= {"status": "available" if now else "pending", "available_on": made["created"] + (0 if now else 172_800)}
        made |= {"balance_type": "payments", "description": None, "source": source["id"], "exchange_rate": None}
        if source["currency"] in self.converted:
            made["exchange_rate"] = float(self.converted[source["currency"]][1])
        return made

    def balance(self, currency: str, account: str | None = None, *, available_only: bool = True) -> int:
        """Minor units: what may be spent, or with what is still on its way."""
        moves = [one for one in self.all("balance_transaction", account) if one["currency"] == currency]
        return sum(one["net"] for one in moves if one["status"] == "available" or not available_only)
