"""Suspending somebody, and lifting that: what support does, who hears of it, and what of theirs it reaches.

A suspension moves no money and ends no order. It is known from the row alone: every verb that begins something new
asks `User.is_in_trade` under its lock. Apps above say here what of theirs it reaches, for the desk, and name the
threads from which the other sides hear of it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.actors import Support
from marketplace.admin_base import Panel
from marketplace.errors import Refused
from marketplace.events.models import Event
from marketplace.registry import Registry
from marketplace.transitions import authorize, insist_on_active

COLUMNS = ["suspended_at", "suspended_by", "suspended_reason"]
NO_REASON = "Say why: the person reads it."
MOST_LISTED = 50  # rows of a table of what it reaches
SUSPENDED, RESTORED = "party_suspended", "party_restored"


def nobody_waits(person: User) -> Iterable[str]:
    """For what no other side waits for."""
    return ()


def nothing_runs(person: User, *, by: Support) -> None:
    """For what has no timer of a suspension."""


@dataclass(frozen=True)
class Reach:
    """What of one app a suspension reaches: for the desk, and the threads from which the other sides hear of it.

    There it is recorded as "order.party_suspended" and "order.party_restored", by the kind of the thread. `begin` and
    `end` write what of it runs while the suspension lasts, in the same transaction.
    """

    panels: Callable[[User], Iterable[Panel]]
    threads: Callable[[User], Iterable[str]] = nobody_waits
    begin: Callable[..., None] = nothing_runs
    end: Callable[..., None] = nothing_runs


reaches: Registry[Reach] = Registry("reach of a suspension")


def panels_of(person: User) -> list[Panel]:
    """What a suspension of this person blocks, and what goes on: before it as after."""
    return [panel for reach in reaches.values() for panel in reach.panels(person)]


@transaction.atomic(durable=True)
def suspend(person: User, *, by: Support) -> User:
    """Let somebody begin nothing new, from now on. What runs goes on, and nobody’s money moves.

    Asked under the lock of the person’s own row, so that two agents suspend once.
    """
    person = _lock(person, by)
    authorize(person.suspend, by)
    person.suspended_at, person.suspended_by, person.suspended_reason = clock.now(), by.user, by.reason.strip()
    if not person.suspended_reason:
        raise Refused(NO_REASON, field="reason")
    person = _told(person, "account.suspended", SUSPENDED, by)
    for reach in reaches.values():
        reach.begin(person, by=by)
    return person


@transaction.atomic(durable=True)
def lift(person: User, *, by: Support) -> User:
    """Let somebody begin new things again."""
    person = _lock(person, by)
    authorize(person.lift, by)
    person.suspended_at, person.suspended_by, person.suspended_reason = None, None, ""
    person = _told(person, "account.restored", RESTORED, by)
    for reach in reaches.values():
        reach.end(person, by=by)
    return person


def _lock(person: User, by: Support) -> User:
    locked = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    insist_on_active(by)
    return locked


def _told(person: User, kind: str, what: str, by: Support) -> User:
    person.save(update_fields=COLUMNS)
    whose = f"user:{person.pk}"
    Event.record(kind, thread=whose, about=whose, by=by, reason=by.reason)
    for reach in reaches.values():
        Event.objects.bulk_create(_event(thread, what, person, by) for thread in reach.threads(person))
    return person


def _event(thread: str, what: str, person: User, by: Support) -> Event:
    """What the other side of it hears: why stays between support and the person."""
    kind = f"{thread.partition(':')[0]}.{what}"
    return Event.build(kind, thread=thread, about=thread, by=by, person=person.pk)
