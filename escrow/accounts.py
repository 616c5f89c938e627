"""Where money can be: every cent has an address. Pure values; the rows behind them are made by the ledger."""

from dataclasses import dataclass

# kind → whether PostgreSQL stores its balance and refuses to let it fall below zero. The others are the platform's own
# accounts, which everybody posts to: a stored balance there would make all payments queue for one row.
KINDS = {
    "escrow": True,
    "wallet": True,
    "clearing": True,
    "payout": True,
    "fees": False,
    "gateway": False,
    "receivable": False,
    "suspense": False,
    "cost": False,
    "transit": False,
    "disputed": False,
    "loss": False,
    "tax": False,
}
KEEPING = sorted(kind for kind, keeps in KINDS.items() if keeps)
OWNED = ("clearing", "receivable", "wallet")
REFERENCED = ("cost", "disputed", "escrow", "gateway", "payout", "transit")


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """One account: its kind, the person it belongs to or the thing it is for, and its only currency."""

    kind: str
    owner: int | None
    reference: str
    currency: str

    def __str__(self) -> str:
        whose = f"user:{self.owner}" if self.owner is not None else self.reference or "platform"
        return f"{whose}:{self.kind}"

    @property
    def keeps_balance(self) -> bool:
        """Whether it has a stored balance that may never fall below zero."""
        return KINDS[self.kind]


def escrow(reference: str, currency: str) -> Address:
    """Money held for one thing, such as "milestone:42"."""
    return Address("escrow", None, reference, currency)


def wallet(user_id: int, currency: str) -> Address:
    """A person's money, free to spend."""
    return Address("wallet", user_id, "", currency)


def clearing(user_id: int, currency: str) -> Address:
    """A person's earnings that wait before they can be spent."""
    return Address("clearing", user_id, "", currency)


def payout(reference: str, currency: str) -> Address:
    """Money on its way out through a gateway, until the gateway says that it left: "payment:9"."""
    return Address("payout", None, reference, currency)


def fees(currency: str) -> Address:
    """What the platform has earned."""
    return Address("fees", None, "", currency)


def gateway(name: str, currency: str) -> Address:
    """The outside world behind one gateway; minus its balance is what the gateway holds for us."""
    return Address("gateway", None, name, currency)


def receivable(owner: int, currency: str) -> Address:
    """What a person owes the platform (a negative amount)."""
    return Address("receivable", owner, "", currency)


def suspense(currency: str) -> Address:
    """Money that nobody could place yet."""
    return Address("suspense", None, "", currency)


def cost(gateway_name: str, currency: str) -> Address:
    """What a gateway took for its work: minus its balance is what the platform paid."""
    return Address("cost", None, gateway_name, currency)


def transit(gateway_name: str, currency: str) -> Address:
    """Money that left a gateway and has not arrived at a person's bank yet; below zero while it is under way."""
    return Address("transit", None, gateway_name, currency)


def disputed(reference: str, currency: str) -> Address:
    """What a payer's bank took back until it has decided: "payment:9"; below zero until then."""
    return Address("disputed", None, reference, currency)


def loss(currency: str) -> Address:
    """What the platform bears itself, because nobody else does."""
    return Address("loss", None, "", currency)


def tax(currency: str) -> Address:
    """Tax that was taken with fees and is owed to a state."""
    return Address("tax", None, "", currency)
