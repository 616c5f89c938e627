"""The outbox, first half: every event that nobody was told of becomes notifications for those who hear of it.

Claiming skips what another dispatcher holds, and claiming and telling are one transaction, so that dispatchers share
the work and a killed one leaves nothing half done. Mail goes out later, in the second half (mailing.py).
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from marketplace import clock
from marketplace.events.models import Event
from marketplace.notifications import writing
from marketplace.notifications.audience import hearers
from marketplace.notifications.matters import Matter, load
from marketplace.notifications.models import Notification, Preference, Stumble

log = logging.getLogger(__name__)

BATCH = 200
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=4)


def tell() -> int:
    """Tell of everything that waits, in the order in which it happened. Returns how many events were told."""
    told = last = 0
    while True:
        try:
            count, last = _tell_batch(last)
            told += count
        except Exception:
            log.exception("outbox: a batch failed; its events are told one by one")
            count, last = _one_by_one(last)
        if count < BATCH:
            return told


@transaction.atomic(durable=True)
def _tell_batch(after: int, size: int = BATCH) -> tuple[int, int]:
    """Claim events after this key and tell of them. Returns how many there were, and the last key."""
    events = list(_waiting(after).select_for_update(skip_locked=True, of=("self",))[:size])
    _tell_of(events)
    return len(events), events[-1].pk if events else after


def _waiting(after: int):
    resting = Stumble.objects.filter(event=OuterRef("pk"), next_try_at__gt=clock.real())
    return Event.objects.waiting().filter(~Exists(resting), pk__gt=after).select_related("actor")


def _one_by_one(after: int) -> tuple[int, int]:
    """Go round the event that we fail at, so that it holds up no other."""
    last = after
    keys = list(_waiting(after).values_list("pk", flat=True)[:BATCH])
    for key in keys:
        try:
            _tell_batch(key - 1, 1)
        except Exception as error:
            log.exception("outbox: nobody could be told of event %s", key)
            _stumble(key, error)
        last = key
    return len(keys), last


def _stumble(key: int, error: Exception) -> None:
    """Leave an event alone for a while, longer each time."""
    found, _ = Stumble.objects.get_or_create(event_id=key, defaults={"next_try_at": clock.real(), "failure": ""})
    pause = min(FIRST_PAUSE * 2 ** min(found.attempts, 10), LONGEST_PAUSE)
    Stumble.objects.filter(pk=key).update(
        attempts=F("attempts") + 1, next_try_at=clock.real() + pause, failure=f"{type(error).__name__}: {error}"[:300]
    )


def _tell_of(events: list[Event]) -> None:
    acts: dict[tuple, list[Matter]] = {}
    for matter in load(events):
        acts.setdefault(_act(matter), []).append(matter)
    for together in acts.values():
        _tell_together(together)
    Event.objects.filter(pk__in=[event.pk for event in events]).update(dispatched_at=clock.now())
    Stumble.objects.filter(event__in=events).delete()


def _act(matter: Matter) -> tuple:
    """What one act caused: the same person, or timer, at the same instant about the same deal."""
    event = matter.event
    return event.thread, event.actor_kind, event.actor_id, event.at


def _tell_together(matters: list[Matter]) -> None:
    """Tell each hearer of what one act caused, in one mail."""
    heard: dict = {}
    for matter in matters:
        for person, rule in hearers(matter).items():
            heard.setdefault(person, []).append((matter, rule))
    wishes = Preference.objects.in_bulk([person.pk for person in heard]) if heard else {}
    for person, news in heard.items():
        _tell_person(person, news, wishes.get(person.pk) or Preference())


def _tell_person(person, news: list, wishes: Preference) -> None:
    """One row for each event; the weightiest of those that the person wants by mail carries the mail."""
    rows = [
        Notification(
            event=matter.event,
            user=person,
            kind=matter.event.kind,
            group=rule.group,
            title=writing.title(matter, person, rule.group),
            path=matter.path_for(rule.group),
        )
        for matter, rule in news
    ]
    wanted = [(rule.consequence, row) for row, (_, rule) in zip(rows, news, strict=True) if wishes.wants(rule.group)]
    if wanted:
        lead = min(wanted, key=lambda pair: pair[0])[1]
        lead.next_try_at = clock.real()
        lead.save(force_insert=True)
        for _, row in wanted:
            row.lead = lead if row is not lead else None
    Notification.objects.bulk_create([row for row in rows if row.pk is None])
