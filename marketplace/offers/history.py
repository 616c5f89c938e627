"""What happened to an offer, as sentences from the reader's side: "Grace sent version 2"."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from marketplace.events.models import Event
from marketplace.formats import capital, minor_text, whose
from marketplace.offers.models import Offer, Side


@dataclass(frozen=True)
class Line:
    """One line of the history: when, what, and what was said with it."""

    kind: str
    at: datetime
    text: str
    said: str = ""


class Reader:
    """Who reads it: what each of the two is called, and what is none of this reader's business."""

    def __init__(self, offer: Offer, user):
        self.offer, self.user = offer, user
        self.is_client = offer.side_of(user) == Side.CLIENT
        self.is_freelancer = offer.side_of(user) == Side.FREELANCER
        self.has_agreed = False  # whether an acceptance was told already that waited for its payment

    def name(self, user_id: int | None) -> str:
        """ "You", a name, or the system where nobody did it."""
        if user_id is not None and user_id == self.user.pk:
            return "You"
        people = {one.pk: str(one) for one in (self.offer.client, self.offer.freelancer) if one}
        return people.get(user_id, "Cairn")

    @property
    def client(self) -> str:
        return "You" if self.is_client else str(self.offer.client or self.offer.invited_email)

    @property
    def clients(self) -> str:
        """Whose: "Your", "Ada’s"."""
        return "Your" if self.is_client else f"{self.client}’s"


Sentence = Callable[[Event, Reader], str]


def _who(rest: str) -> Sentence:
    return lambda event, reader: f"{reader.name(event.actor_id)} {rest.format_map(event.data)}"


def _money(event: Event, *names: str) -> str:
    return minor_text(sum(event.data[name] for name in names), event.data["currency"])


def _deposited(event: Event, reader: Reader) -> str:
    if reader.is_freelancer:
        what = "the whole project" if event.data.get("whole") else "the first step"
        return f"{reader.client} deposited {_money(event, 'amount')} for {what}"
    return f"{reader.client} deposited {_money(event, 'amount', 'fee')} (fee {_money(event, 'fee')})"


def _returned(event: Event, reader: Reader) -> str:
    if reader.is_freelancer:
        return f"The deposit went back to {reader.client}"
    return f"{reader.clients} deposit of {_money(event, 'amount', 'fee')} came back, with its fee"


def _failed(event: Event, reader: Reader) -> str:
    if reader.is_freelancer:
        return f"{reader.clients} payment has not gone through yet"
    return f"{reader.clients} payment did not go through: {event.data['why']}"


def _accepted(event: Event, reader: Reader) -> str:
    if reader.has_agreed:
        return "The first payment is through: the order began"
    return _who("accepted version {number}: the order began")(event, reader)


def _agreed(event: Event, reader: Reader) -> str:
    if reader.offer.package:
        what = f"ordered the package {reader.offer.get_package_display()}; the first payment is outstanding"
        return f"{reader.name(event.actor_id)} {what}"
    return _who("accepted version {number}; the first payment is outstanding")(event, reader)


def _ordered(event: Event, reader: Reader) -> str:
    if reader.has_agreed:
        return "The first payment is through: the order began"
    return _who("ordered the gig: the order began")(event, reader)


def _standing(how: str) -> Sentence:
    """What support has decided about the account of one side."""
    return lambda event, reader: f"{capital(whose(reader.name(event.data['person'])))} account is {how}"


SENTENCES: dict[str, Sentence] = {
    "offer.sent": _who("sent the offer"),
    "offer.revised": _who("sent a new version, number {number}"),
    "offer.countered": _who("answered with version {number}"),
    "offer.changes_asked": _who("asked for changes to version {number}"),
    "offer.taken_up": _who("took up the invitation"),
    "offer.agreed": _agreed,
    "offer.accepted": _accepted,
    "gig.ordered": _ordered,
    "offer.declined": _who("declined the offer"),
    "offer.withdrawn": _who("withdrew the offer"),
    "offer.party_suspended": _standing("suspended: nothing can be agreed on meanwhile"),
    "offer.party_restored": _standing("no longer suspended"),
    "offer.expired": lambda event, reader: "The offer expired: nobody answered in time",
    "offer.payment_failed": _failed,
    "offer.deposited": _deposited,
    "offer.deposit_returned": _returned,
    "payment.kept": lambda event, reader: f"A payment of {_money(event, 'amount')} came too late and went back",
    "payment.confirmation_asked": lambda event, reader: f"The bank asks to confirm {_money(event, 'amount')}",
    "payment.refunded": lambda event, reader: f"The bank took back {_money(event, 'amount')}; it is on its way",
    "payment.refund_failed": lambda event, reader: (
        f"The bank did not take back {_money(event, 'amount')}: it is in the wallet"
    ),
    "payment.refund_returned": lambda event, reader: (
        f"A refund of {_money(event, 'amount')} came back: it is in the wallet"
    ),
    "payment.refund_late": lambda event, reader: f"The bank sent a refund of {_money(event, 'amount')} after all",
    "payment.charge_returned": lambda event, reader: f"The bank took a payment of {_money(event, 'amount')} back",
    "payment.charge_late": lambda event, reader: (
        f"A payment of {_money(event, 'amount')} went through after all: it is in the wallet"
    ),
    "payment.disputed": lambda event, reader: f"A payment of {_money(event, 'amount')} is disputed at the bank",
    "payment.dispute_won": lambda event, reader: f"The bank decided that a payment of {_money(event, 'amount')} stands",
    "payment.dispute_lost": lambda event, reader: (
        f"The bank decided a dispute about {_money(event, 'amount')} for the payer"
    ),
}
# What is between the client and the bank is none of the freelancer's business.
FOR_CLIENT = tuple(SENTENCES)
FOR_FREELANCER = tuple(kind for kind in SENTENCES if not kind.startswith("payment."))
SAID = {"offer.declined": "reason"} | dict.fromkeys(
    ("offer.sent", "offer.revised", "offer.countered", "offer.changes_asked"), "message"
)


def _told_once(events: list[Event]) -> list[Event]:
    """Without the acceptances, newest first, that only tried another card: who agreed to a version did so once.

    The one whose payment has not failed stands: it says that another is under way.
    """
    agreed = [event for event in events if event.kind == "offer.agreed"]
    first = {(event.actor_id, event.data["number"]): event for event in agreed}
    told, has_failed = [], False
    for event in events:
        has_failed |= event.kind == "offer.payment_failed"
        if event in agreed and has_failed and first[event.actor_id, event.data["number"]] != event:
            continue
        told.append(event)
    return told


def history(offer: Offer, user) -> list[Line]:
    """What happened, newest first."""
    return list(lines(offer, user, list(Event.objects.of(offer.thread))).values())


def lines(offer: Offer, user, events: list[Event]) -> dict[Event, Line]:
    """What each of all its events, newest first, says to this person; nothing of what another one tells."""
    reader = Reader(offer, user)
    reader.has_agreed = any(event.kind == "offer.agreed" for event in events)
    kinds = FOR_FREELANCER if reader.is_freelancer else FOR_CLIENT
    return {
        event: Line(
            event.kind, event.at, SENTENCES[event.kind](event, reader), event.data.get(SAID.get(event.kind, ""), "")
        )
        for event in _told_once(events)
        if event.kind in kinds
    }
