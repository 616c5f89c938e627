"""Telling by mail of what stayed unread: after ten minutes, and at most once an hour for each conversation.

The mail itself is a notification like any other: here is only recorded that somebody has to hear of it.
"""

from django.db import transaction
from django.db.models import Q

from marketplace import clock
from marketplace.actors import CLOCK
from marketplace.events.models import Event
from marketplace.inbox.models import Message, Participant

WAIT = clock.hours(1) / 6
BETWEEN = clock.hours(1)
BATCH = 200


def tell() -> int:
    """Record what has to be told by now. Returns for how many people."""
    told = 0
    while count := _tell_batch():
        told += count
    return told


@transaction.atomic(durable=True)
def _tell_batch() -> int:
    """Who is being written to at this moment is left to the next round; several workers share the rest."""
    now = clock.now()
    rested = Q(mailed_at=None) | Q(mailed_at__lte=now - BETWEEN)
    due = Participant.objects.filter(rested, waits_since__lte=now - WAIT, muted_at=None).order_by("waits_since")
    rows = list(due.select_for_update(skip_locked=True, of=("self",)).select_related("conversation")[:BATCH])
    for row in rows:
        _record(row)
    Participant.objects.filter(pk__in=[row.pk for row in rows]).update(waits_since=None, mailed_at=now)
    return len(rows)


def _record(row: Participant) -> None:
    thread = row.conversation.thread
    newest = Message.objects.filter(conversation=row.conversation).order_by("-pk").values_list("pk", flat=True)[0]
    told = {"reader": row.user_id, "number": row.unread, "to": newest}
    Event.record("conversation.waiting", thread=thread, about=thread, by=CLOCK, **told)
