"""The statement of an order: every entry of the ledger that concerns it, in columns that both sides can add up.

Both sides see the same amounts, fees included: the rulebook that both signed publishes them, and without them nobody
could add it up. What the other side pays with, its card, its balance and what its bank does, is not on it.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from escrow import ledger
from escrow.accounts import Address
from escrow.models import Payment, PaymentSource, Posting
from escrow.statements import ThreadEntry
from marketplace import formats
from marketplace.formats import capital
from milestones.models import Milestone, Order
from milestones.queries.reader import Reader

# Movements inside one person's own pockets: they change none of the columns, and concern nobody else.
PRIVATE = {
    "milestone.clear": "freelancer",
    "milestone.send_back": "client",
    "refund.succeeded": "client",
    "refund.failed": "client",
    "refund.back": "client",
    "refund.late": "client",
    "charge.back": "client",
    "charge.late": "client",
    "dispute.taken": "client",
    "dispute.won": "client",
    "dispute.lost": "client",
}


@dataclass(frozen=True)
class Columns:
    """Amounts in minor units; `charged` is `held` + `paid` + `fees` + `returned`, in each entry and in sum."""

    charged: int = 0
    held: int = 0
    paid: int = 0
    fees: int = 0
    returned: int = 0

    @property
    def adds_up(self) -> bool:
        return self.charged == self.held + self.paid + self.fees + self.returned

    def __add__(self, other: "Columns") -> "Columns":
        return Columns(*(getattr(self, name) + getattr(other, name) for name in NAMES))


NAMES = ("charged", "held", "paid", "fees", "returned")


@dataclass(frozen=True)
class Row:
    """One entry: what it was, what it moved, and what is held after it."""

    at: datetime
    text: str
    columns: Columns
    running: int
    notes: list[str] = field(default_factory=list)


class Statement:
    def __init__(self, order: Order, user):
        self.order, self.reader = order, Reader(order, user)

    @cached_property
    def entries(self) -> list[ThreadEntry]:
        """The entries of the order, and of a deposit that was made for it before it began."""
        found = ledger.entries_of(self.order.thread)
        pots = {address.reference for entry in found for address in entry.moves if _is_pot(address)}
        return sorted([*_deposits(pots), *found], key=lambda entry: entry.id)

    @cached_property
    def rows(self) -> list[Row]:
        rows, held = [], 0
        for entry in self.entries:
            columns = self.columns(entry)
            held += columns.held
            if not self.reader.is_party or PRIVATE.get(entry.kind, self.reader.role) == self.reader.role:
                rows.append(Row(entry.effective_at, self.text(entry), columns, held))
        return rows

    @cached_property
    def totals(self) -> Columns:
        return sum((self.columns(entry) for entry in self.entries), Columns())

    @property
    def adds_up(self) -> bool:
        """Whether every entry adds up, and the escrow of each milestone holds what the order says."""
        held = sum(one.held for one in self.order.plan)
        return all(self.columns(entry).adds_up for entry in self.entries) and self.totals.held == held

    def columns(self, entry: ThreadEntry) -> Columns:
        """Where the money of one entry came from and went to."""
        if entry.kind in PRIVATE:
            return Columns()
        outside = [amount for address, amount in entry.moves.items() if self._is_outside(address)]
        return Columns(
            charged=-sum(amount for amount in outside if amount < 0),
            held=sum(amount for address, amount in entry.moves.items() if address.kind == "escrow"),
            paid=sum(amount for address, amount in entry.moves.items() if self._is_freelancers(address)),
            fees=sum(amount for address, amount in entry.moves.items() if address.kind == "fees"),
            returned=sum(amount for amount in outside if amount > 0),
        )

    def _is_freelancers(self, address: Address) -> bool:
        return address.kind in ("wallet", "clearing") and address.owner == self.order.freelancer_id

    def _is_outside(self, address: Address) -> bool:
        """The client's own money, wherever it is, and the bank behind it."""
        return address.kind not in ("escrow", "fees") and not self._is_freelancers(address)

    # Words

    def text(self, entry: ThreadEntry) -> str:
        reader, milestone = self.reader, self._milestone(entry)
        match entry.kind:
            case "offer.deposit":
                return f"Deposit with the offer{self._from(entry)}"
            case "milestone.fund":
                return f"{capital(milestone)} paid into escrow{self._from(entry)}"
            case "milestone.release":
                return f"{capital(milestone)} released to {reader.freelancer}"
            case "milestone.refund":
                return f"{capital(milestone)} returned to {reader.client}"
            case "milestone.roll":
                return f"The rest of {milestone}, {reader.money(_leaves(entry))}, moved into the next step"
            case "milestone.clear":
                return f"Earnings from {milestone} cleared: free to spend"
            case "milestone.send_back":
                return f"What {milestone} returned, sent on from the balance to the payment source"
            case "payment.keep":
                return f"A payment that came too late, returned to {reader.client}"
            case "refund.succeeded":
                return "The bank took the refund: it is on its way to the card"
            case "refund.failed":
                return "The bank did not take the refund: it is in the wallet"
            case "refund.back":
                return "The refund came back from the bank: it is in the wallet"
            case "refund.late":
                return "The bank sent the refund after all"
            case "charge.back":
                return "The bank took a payment back"
            case "charge.late":
                return "A payment went through after all: it is in the wallet"
            case "dispute.taken":
                return "A payment is disputed: the bank took it back until it has decided"
            case "dispute.won":
                return "The bank decided the dispute: the payment stands"
            case "dispute.lost":
                return "The bank decided the dispute for the payer"
        return capital(entry.kind.replace(".", ": ").replace("_", " "))

    def _card(self, entry: ThreadEntry) -> str:
        """The card that paid, where it is certain: a milestone that is paid anew keeps the charges of before."""
        milestone = self._milestone_of(entry)
        paid = [one for one in self.entries if one.kind == "milestone.fund" and self._milestone_of(one) is milestone]
        cards = {str(self.sources[pk]) for pk, _ in milestone.charges if pk in self.sources} if milestone else set()
        return cards.pop() if len(paid) == len(cards) == 1 else "your payment source"

    @cached_property
    def sources(self) -> dict[int, PaymentSource]:
        """What the client paid the milestones with, by the charge."""
        charges = {pk for milestone in self.order.plan for pk, _ in milestone.charges}
        found = Payment.objects.filter(pk__in=charges).select_related("source")
        return {one.pk: one.source for one in found} if charges else {}

    def _milestone(self, entry: ThreadEntry) -> str:
        return str(self._milestone_of(entry) or "a step")

    def _milestone_of(self, entry: ThreadEntry) -> Milestone | None:
        references = [address.reference for address in entry.moves if address.kind == "escrow"]
        keys = [*references, entry.key.rpartition(":")[0]]
        found = (one for one in self.order.plan if one.reference in keys or entry.key.startswith(f"{one.reference}:"))
        return next(found, None)

    def _from(self, entry: ThreadEntry) -> str:
        """Where the client took it from, for the client."""
        if not self.reader.is_client:
            return ""
        parts = {
            "your balance": -sum(amount for address, amount in entry.moves.items() if address.kind == "wallet"),
            self._card(entry): -sum(amount for address, amount in entry.moves.items() if address.kind == "gateway"),
            "the deposit": -sum(min(amount, 0) for address, amount in entry.moves.items() if _is_pot(address)),
        }
        said = [f"{self.reader.money(amount)} from {whence}" for whence, amount in parts.items() if amount]
        return f": {formats.listed(said)}" if said else ""


def _deposits(pots: set[str]) -> list[ThreadEntry]:
    """What was paid into these pots, in the threads where that was done."""
    if not pots:
        return []
    paid_in = Posting.objects.filter(account__kind="escrow", account__reference__in=pots, amount__gt=0)
    threads = set(paid_in.values_list("entry__thread", flat=True))
    found = [entry for thread in sorted(threads) for entry in ledger.entries_of(thread)]
    return [entry for entry in found if pots & {address.reference for address in entry.moves}]


def _leaves(entry: ThreadEntry) -> int:
    """What leaves the escrow that it leaves."""
    return -sum(min(amount, 0) for address, amount in entry.moves.items() if address.kind == "escrow")


def _is_pot(address: Address) -> bool:
    """Money put aside for the order before it had milestones."""
    return address.kind == "escrow" and not address.reference.startswith("milestone:")
