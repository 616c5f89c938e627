"""What is done to a ticket: ask, reply, answer, close. `once` is the key of the form: it is written once."""

from django.db import transaction

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.actors import kind_of
from marketplace.errors import Refused
from marketplace.events.models import Event
from marketplace.helpdesk.models import Message, State, Ticket
from marketplace.idempotency import keys
from marketplace.transitions import authorize, insist_on_active
from milestones.models import Order

MOST_OPEN = 20  # questions of one person that wait for support
MOST_A_DAY = 60  # messages of one person


@transaction.atomic(durable=True)
def ask(*, by, subject: str, text: str, order: Order | None = None, page: str = "", once: str = "") -> Ticket:
    """Begin a ticket. Raises Refused for somebody with too many open ones; PermissionDenied for a closed account."""
    asker = User.objects.select_for_update().get(pk=by.pk)  # so that the limits are counted one by one
    insist_on_active(by)
    used = keys.use(once, by=by)
    if Ticket.objects.filter(user=asker, state=State.WAITING).count() >= MOST_OPEN:
        raise Refused("You have many open questions. Write into one of those, or close some.", field="text")
    _within_the_day(asker)
    ticket = Ticket.objects.create(user=asker, subject=subject, order=order, page=page)
    Message.objects.create(ticket=ticket, by=asker, text=text)
    if used:
        used.made = ticket.thread
        used.save(update_fields=["made"])
    _record("ticket.asked", ticket, by)
    return ticket


@transaction.atomic(durable=True)
def reply(ticket: Ticket, *, by, text: str, once: str = "") -> Ticket:
    """Whoever asked writes again."""
    locked = Ticket.objects.lock(ticket)
    insist_on_active(by)
    authorize(locked.reply, by)
    keys.use(once, by=by)
    _within_the_day(User.objects.select_for_update().get(pk=by.pk))
    locked.reply()
    return _write(locked, "ticket.replied", by, text)


@transaction.atomic(durable=True)
def answer(ticket: Ticket, *, by, text: str, once: str = "") -> Ticket:
    """Support answers; `by` is an actors.Support."""
    locked = Ticket.objects.lock(ticket)
    insist_on_active(by)
    authorize(locked.answer, by)
    keys.use(once, by=by)
    locked.answer()
    return _write(locked, "ticket.answered", by, text)


@transaction.atomic(durable=True)
def close(ticket: Ticket, *, by) -> Ticket:
    """Nothing is open any more."""
    locked = Ticket.objects.lock(ticket)
    insist_on_active(by)
    authorize(locked.close, by)
    locked.close()
    return _save(locked, "ticket.closed", by)


def _within_the_day(by: User) -> None:
    since = clock.now() - clock.days(1)
    if Message.objects.filter(by=by, from_support=False, at__gt=since).count() >= MOST_A_DAY:
        raise Refused("That are many messages for one day. Support reads them all; write again tomorrow.", field="text")


def _write(ticket: Ticket, kind: str, by, text: str) -> Ticket:
    Message.objects.create(ticket=ticket, by_id=by.pk, text=text, from_support=kind_of(by) == "support")
    return _save(ticket, kind, by)


def _save(ticket: Ticket, kind: str, by) -> Ticket:
    ticket.changed_at = clock.now()
    ticket.save(update_fields=["state", "changed_at"])
    _record(kind, ticket, by)
    return ticket


def _record(kind: str, ticket: Ticket, by) -> None:
    Event.record(kind, thread=ticket.thread, about=ticket.thread, by=by)
