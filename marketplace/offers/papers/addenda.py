"""Later changes of a plan, as addenda to what was agreed: numbered, each with a fingerprint chained to the one before.

They are read from the events that every change of a plan records. Events are append-only in the database, as versions
and signatures are, so that an addendum needs no second row that could say something else.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from marketplace.accounts.models import User
from marketplace.events.models import Event
from marketplace.offers.models import Offer, Version
from marketplace.offers.papers.common import frame, moment, names
from milestones.queries.reader import Reader
from milestones.wording import history

# The kinds of events by which a plan is another one than before.
CHANGES = ("order.plan_changed", "milestone.added")


@dataclass(frozen=True)
class Addendum:
    """What changed at one moment, by whose doing; `lines` say it as the reader's history does."""

    number: int
    at: datetime
    by: User | None
    lines: list[str]
    before: str
    digest: str


def addenda_of(offer: Offer, reader: User | None = None) -> list[Addendum]:
    """The addenda of the order that an offer became, oldest first; without a reader as they are printed."""
    if offer.order is None:
        return []
    changes = Event.objects.filter(thread=offer.order.thread, kind__in=CHANGES)
    events = list(changes.select_related("actor").order_by("pk"))
    said = Reader(offer.order, reader or User())
    found: list[Addendum] = []
    digest = offer.version.digest
    for number, (_, at_once) in enumerate(groupby(events, key=lambda one: (one.at, one.actor_id)), start=1):
        together, before = list(at_once), digest
        digest = _chained(before, together)
        lines = [line.text + (f": “{line.said}”" if line.said else "") for line in history.history(together, said)]
        found.append(Addendum(number, together[0].at, together[0].actor, lines, before, digest))
    return found


def data(offer: Offer, version: Version, addendum: Addendum) -> dict[str, Any]:
    """What templates/addendum.typ sets."""
    people = names(offer, version)
    side = {offer.client_id: "client", offer.freelancer_id: "freelancer"}.get(addendum.by.pk if addendum.by else None)
    return {
        **frame(addendum.digest, addendum.at, f"order {offer.order_id}, addendum {addendum.number}"),
        "title": f"Addendum {addendum.number} to “{version.title}”",
        "subtitle": f"Of {moment(addendum.at)}, to version {version.number} and what changed it before.",
        "facts": [
            ["Client", people["client"]],
            ["Freelancer", people["freelancer"]],
            ["Order", str(offer.order_id)],
            ["Made by", people[side] if side else "support" if addendum.by else "the site"],
            ["Fingerprint before", addendum.before],
        ],
        "lines": addendum.lines,
        "words": {
            "changes": "What changed",
            "fingerprint": "Fingerprint (SHA-256)",
            "verify": "It is made of this change and of the fingerprint before. Verify this document at ",
            "qr": "QR code with the address at which this paper can be checked",
        },
    }


def _chained(before: str, events: Iterable[Event]) -> str:
    """SHA-256 of a change and of the digest before it."""
    changes = [
        {
            "kind": one.kind,
            "about": one.about,
            "actor": one.actor_id,
            "at": one.at.astimezone(UTC).isoformat(),
            "data": one.data,
        }
        for one in events
    ]
    chained = {"before": before, "changes": changes}
    canonical = json.dumps(chained, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
