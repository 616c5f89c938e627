"""The outbox, first half: every event that nobody was told of becomes notifications for those who hear of it.

Claiming skips what another dispatcher holds, and claiming and telling are one transaction, so that dispatchers share
the work and a killed one leaves nothing half done. Mail goes out later, in the second half (mailing.py).
"""

import logging
from datetime import timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, F, OuterRef

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.events.models import Event
from marketplace.notifications import ceilings, render
from marketplace.notifications.event_context import EventContext, load
from marketplace.notifications.models import FanOutFailure, Group, Notification, Preference
from marketplace.notifications.recipients import hearers, sender_of

log = logging.getLogger(__name__)

BATCH = 200
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=4)
NOT_ITS_FAULT = (OperationalError, InterfaceError)  # the connection is lost, or somebody waits for a lock too long


def tell() -> int:
    """Tell of everything that waits, in the order in which it happened. Returns how many events were told.

    A database that goes away in the middle ends the round, and is no event's fault: the next round tells the rest.
    """
    _forget_stumbles()
    told = last = 0
    while True:
        try:
            count, last = _tell_batch(last)
            told += count
        except NOT_ITS_FAULT:
            raise
        except Exception:
            log.exception("outbox: a batch failed; its events are told one by one")
            count, last = _one_by_one(last)
        if count < BATCH:
            return told


def _forget_stumbles() -> None:
    """What somebody was told of after all is no trouble any more."""
    FanOutFailure.objects.filter(event__dispatched_at__isnull=False).delete()


@transaction.atomic(durable=True)
def _tell_batch(after: int, size: int = BATCH) -> tuple[int, int]:
    """Claim events after this key and tell of them. Returns how many there were, and the last key."""
    events = list(_waiting(after).select_for_update(skip_locked=True, of=("self",))[:size])
    _tell_of(events)
    return len(events), events[-1].pk if events else after


def _waiting(after: int):
    resting = FanOutFailure.objects.filter(event=OuterRef("pk"), next_try_at__gt=clock.real())
    return Event.objects.waiting().filter(~Exists(resting), pk__gt=after).select_related("actor")


def _one_by_one(after: int) -> tuple[int, int]:
    """Go round the event that we fail at, so that it holds up no other."""
    last = after
    keys = list(_waiting(after).values_list("pk", flat=True)[:BATCH])
    for key in keys:
        try:
            _tell_batch(key - 1, 1)
        except NOT_ITS_FAULT:
            raise
        except Exception as error:
            log.exception("outbox: nobody could be told of event %s", key)
            _stumble(key, error)
        last = key
    return len(keys), last


@transaction.atomic(durable=True)
def _stumble(key: int, error: Exception) -> None:
    """Leave an event alone for a while, longer each time; unless somebody else has told of it meanwhile."""
    if not Event.objects.waiting().select_for_update(no_key=True).filter(pk=key).exists():
        return
    found, _ = FanOutFailure.objects.get_or_create(event_id=key, defaults={"next_try_at": clock.real(), "failure": ""})
    pause = min(FIRST_PAUSE * 2 ** min(found.attempts, 10), LONGEST_PAUSE)
    FanOutFailure.objects.filter(pk=key).update(
        attempts=F("attempts") + 1, next_try_at=clock.real() + pause, failure=f"{type(error).__name__}: {error}"[:300]
    )


def _tell_of(events: list[Event]) -> None:
    acts: dict[tuple, list[EventContext]] = {}
    for matter in load(events):
        acts.setdefault(_act(matter), []).append(matter)
    _tell_people([(person, news) for together in acts.values() for person, news in _heard(together).items()])
    Event.objects.filter(pk__in=[event.pk for event in events]).update(dispatched_at=clock.now())
    FanOutFailure.objects.filter(event__in=events).delete()


def _act(matter: EventContext) -> tuple:
    """What one act caused: the same person, or timer, at the same instant about the same deal."""
    event = matter.event
    return event.thread, event.actor_kind, event.actor_id, event.at


def _heard(matters: list[EventContext]) -> dict[User, list]:
    """What each hearer is told of one act, which is one mail."""
    heard: dict = {}
    for matter in matters:
        for person, rule in hearers(matter).items():
            heard.setdefault(person, []).append((matter, rule))
    return heard


def _tell_people(told: list[tuple[User, list]]) -> None:
    keys = {person.pk for person, _ in told}
    wishes = Preference.objects.in_bulk(keys)
    confirmed = set(User.objects.confirmed().filter(pk__in=keys).values_list("pk", flat=True))
    counted = {sender_of(matter, person) for person, news in told for matter, _ in news}
    counted |= {person.pk for person, news in told for _, rule in news if rule.group == Group.QUESTIONS}
    ceilings.hold(counted)
    for person, news in told:
        _tell_person(person, news, wishes.get(person.pk) or Preference(), by_mail=person.pk in confirmed)


def _tell_person(person: User, news: list, wishes: Preference, *, by_mail: bool) -> None:
    """One row for each event; the weightiest of those that the person wants by mail carries the mail."""
    rows = [
        Notification(
            event=matter.event,
            user=person,
            sender_id=sender_of(matter, person),
            kind=matter.event.kind,
            group=rule.group,
            title=render.title(matter, person, rule.group),
            path=matter.path_for(rule.group),
        )
        for matter, rule in news
    ]
    told = [(row, rule) for row, (_, rule) in zip(rows, news, strict=True) if rule.mailed]
    wanted = [(rule.consequence, row) for row, rule in told if wishes.wants(rule.group)]
    if wanted and by_mail:
        first = min(wanted, key=lambda pair: pair[0])[1]
        lead = ceilings.carry(first)
        for _, row in wanted:
            row.lead = lead if row is not lead else None
    Notification.objects.bulk_create([row for row in rows if row.pk is None])
