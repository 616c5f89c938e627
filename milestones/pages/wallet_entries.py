"""Entries of a person's wallet in plain words."""

from dataclasses import dataclass

from escrow.statements import OwnerEntry
from marketplace.postgresql.reading import Reading
from milestones.models import Milestone, Order

# What an entry is to the person whose wallet it moved, by kind. {milestone} is the one that its key names.
SAID = {
    "milestone.fund": "Paid {milestone} into escrow",
    "milestone.release": "Earned with {milestone}",
    "milestone.clear": "Cleared: earned with {milestone}",
    "milestone.refund": "Returned from escrow, {milestone}",
    "milestone.send_back": "Sent on to your payment source, {milestone}",
    "payment.keep": "A payment that came too late, returned",
    "charge.succeeded": "Added from a payment source",
    "refund.failed": "The bank did not take this back",
    "refund.back": "A refund that came back",
    "charge.late": "A payment that went through after all",
    "charge.back": "A payment that the bank took back",
    "dispute.lost": "A payment that the bank gave back to you",
    "debt.paid": "Paid what you owed",
}


@dataclass(frozen=True)
class Line:
    """One entry with its words and the order that it belongs to."""

    entry: OwnerEntry
    text: str
    order: Order | None


def lines(entries: list[OwnerEntry]) -> list[Line]:
    """Put words to a page of entries, in one round trip however many there are."""
    orders = {key for entry in entries if (key := _key_of(entry.thread, "order"))}
    named = {key for entry in entries if (key := _key_of(entry.key, "milestone"))}
    reading = Reading()
    found = reading.select(Order, "id = ANY (%s)", [[*orders]], only=("title",))
    milestones = reading.select(Milestone, "id = ANY (%s)", [[*named]], only=("position",))
    reading.run()
    of, numbers = {one.pk: one for one in found}, {one.pk: one.position for one in milestones}
    return [Line(entry, _text(entry, numbers), of.get(_key_of(entry.thread, "order"))) for entry in entries]


def _key_of(reference: str, noun: str) -> int | None:
    """42 of "milestone:42:fund" for "milestone"."""
    found, _, rest = reference.partition(":")
    key = rest.partition(":")[0]
    return int(key) if found == noun and key.isdecimal() else None


def _text(entry: OwnerEntry, numbers: dict[int, int]) -> str:
    said = SAID.get(entry.kind) or entry.kind.replace(".", ": ").replace("_", " ").capitalize()
    return said.format(milestone=f"step {numbers.get(_key_of(entry.key, 'milestone'), '')}".strip())
