"""What happened, as sentences from the reader's side: "You approved step 2; Grace received $800.00"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from marketplace.events.models import Event
from marketplace.formats import capital
from milestones.queries.reader import Reader
from milestones.wording.event_words import Words
from milestones.wording.sentences import less, received, sentences


@dataclass(frozen=True)
class Line:
    """One line of a history: when, what, and what was said with it."""

    at: datetime
    text: str
    said: str = ""


# What is between one side and its bank, or its wallet, and none of the other side's business.
NOT_FOR = {
    "freelancer": [
        "milestone.sent_back",
        "order.source_chosen",
        "payment.retried",
        "payment.kept",
        "payment.confirmation_asked",
        "payment.succeeded",
        "payment.cancelled",
        "payment.refunded",
        "payment.refund_failed",
        "payment.refund_returned",
        "payment.refund_late",
        "payment.charge_returned",
        "payment.charge_late",
        "payment.disputed",
        "payment.dispute_won",
        "payment.dispute_lost",
    ],
    "client": ["milestone.cleared"],
    "support": [],
}

# A payment is told in the line of the decision that it follows from.
DECISIONS = (
    "milestone.approved",
    "milestone.lapsed",
    "milestone.released",
    "milestone.part_released",
    "milestone.rolled",
)
MOST_TOLD = 6  # events at once, above a page


def not_for(reader: Reader) -> list[str]:
    """The kinds of events that do not concern this reader."""
    return NOT_FOR[reader.role]


def events_for(reader: Reader):
    """The events of an order that concern this reader, newest first."""
    events = Event.objects.of(reader.order.thread).exclude(kind__in=not_for(reader))
    return events.select_related("actor")


def sentence(event: Event, reader: Reader) -> str:
    """One event as a sentence without its full stop. A kind that nobody gave a sentence is named as it is."""
    told = sentences.get(event.kind)
    if told is None:
        return capital(event.kind.replace(".", " ").replace("_", " "))
    words = Words(event, reader)
    return capital(told.format_map(words) if isinstance(told, str) else told(words))


def told(recorded: Sequence[Event], reader: Reader) -> str:
    """What a verb recorded, in whole sentences; of very much only the end."""
    events = [event for event in recorded if event.kind not in not_for(reader)]
    return " ".join(f"{line.text}." for line in reversed(history(reversed(events[-MOST_TOLD:]), reader)))


def of_payment(payment_id: int, reader: Reader) -> list[Event]:
    """What came of a payment in an order, oldest first."""
    return list(events_for(reader).filter(data__payment=payment_id).reverse())


def history(events: Iterable[Event], reader: Reader) -> list[Line]:
    """Lines for these events, newest first as they come; a decision and the payment that follows share one."""
    lines: list[Line] = []
    payment: Event | None = None
    for event in events:
        more = ""
        if payment and event.kind in DECISIONS and (event.about, event.at) == (payment.about, payment.at):
            lines.pop()
            words = Words(payment, reader)
            more = f"; {received(words)}{less(words)}"
        said = event.data.get("reason", "")
        if said and lines and (lines[-1].at, lines[-1].said) == (event.at, said):
            lines[-1] = replace(lines[-1], said="")  # one act has one reason: it stands with what came first
        lines.append(Line(event.at, sentence(event, reader) + more, said))
        payment = event if event.kind == "milestone.paid" else None
    return lines
