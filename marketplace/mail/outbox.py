"""Writing a mail down where it is caused, in the same transaction: it leaves when that has committed, and not before.

Nobody waits for a mail server: a worker sends it a moment later (marketplace.mail.tasks), or when the server is back.
"""

import logging
import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from marketplace import clock
from marketplace.mail import tasks
from marketplace.mail.message import ONE_FORM, ascii_address, one_line
from marketplace.mail.models import TO_ADMINS, OutgoingMail

log = logging.getLogger(__name__)

DAY = clock.days(1)
MOST_TO_ONE = 10  # mails in a day to one address that did not ask for them, whoever causes them
MOST_BY_ONE_TO_ONE = 5  # and by the same sender: who asks for many leaves some for the owner of the address
MOST_BY_ONE = 100  # and that one account, or one stranger's network, causes
KNOWN = "browser:"  # a sender in whose browser the address is at home: it has room of its own, which no stranger fills


@dataclass(frozen=True)
class Ceiling:
    """How many mails of these kinds a day may bring to one address, one sender may cause, and one may to one."""

    kinds: tuple[str, ...]
    to_one: int = MOST_TO_ONE
    by_one: int = MOST_BY_ONE
    by_one_to_one: int = MOST_BY_ONE_TO_ONE


@dataclass(frozen=True)
class Letter:
    """What a mail says, and to whom: `kind` tells one sort from another, `key` takes it back (`call_off`)."""

    kind: str
    to: str
    subject: str
    body: str
    name: str = ""
    key: str = ""


@transaction.atomic
def post(*, sender: str = "", **letter) -> OutgoingMail:
    """Write down a mail that has no ceiling: about one's own account, or counted where it is caused.

    `letter`, here and below, is what a Letter takes.
    """
    return _write(Letter(**letter), sender, clock.real())


@transaction.atomic
def post_to_stranger(ceiling: Ceiling, *, sender: str, to: str, **letter) -> OutgoingMail | None:
    """Write down a mail to somebody who did not ask for it, unless today's are enough: then there is none."""
    if free_at(ceiling, to=to, sender=sender) > clock.real():
        log.warning("outbox: no more mails of this kind (%s) to one address, or by %s, today", letter["kind"], sender)
        return None
    return _write(Letter(to=to, **letter), sender, clock.real())


@transaction.atomic
def post_later(ceiling: Ceiling, *, sender: str, to: str, **letter) -> OutgoingMail:
    """Write down a mail to somebody who did not ask for it; beyond today's ceiling it leaves when there is room."""
    return _write(Letter(to=to, **letter), sender, free_at(ceiling, to=to, sender=sender))


@transaction.atomic
def post_to_admins(subject: str, body: str) -> None:
    """Write down a mail to everybody in ADMINS: an alarm waits for a mail server that is down, too."""
    for address in settings.ADMINS:
        post(kind=TO_ADMINS, to=address, subject=subject, body=body)


def free_at(ceiling: Ceiling, *, to: str, sender: str) -> datetime:
    """From when on one more may leave. Whoever asks holds the count until the end of the transaction.

    What a KNOWN browser asks for counts for itself alone.
    """
    now = clock.real()
    counted = OutgoingMail.objects.filter(kind__in=ceiling.kinds, planned_at__gt=now - DAY)
    bounds = [now]
    by: dict[str, str] = {"sender": sender} if sender else {}
    reader = {"to": _normal(to)}
    known = sender.startswith(KNOWN)
    by_all: tuple[dict[str, str], int] = (reader, ceiling.to_one) if not known else ({}, 0)
    for about, most in [(by, ceiling.by_one), by_all, (by and by | reader, ceiling.by_one_to_one)]:
        if about:
            _hold(" ".join(f"{field} {value}" for field, value in about.items()))
            others = counted if known else counted.exclude(sender__startswith=KNOWN)
            newest = others.filter(**about).order_by("-planned_at").values_list("planned_at", flat=True)
            bounds += [at + DAY for at in newest[most - 1 : most]]
    return max(bounds)


def _hold(words: str) -> None:
    """Count alone: whoever counts the same waits until this transaction is over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"mail {words}"])


def _normal(address: str) -> str:
    """The address as ceilings and refusals know it: one mailbox, one spelling."""
    try:
        return ascii_address(address.strip()).lower()
    except ValueError:
        return address.strip().lower()


def _write(letter: Letter, sender: str, at: datetime) -> OutgoingMail:
    mail = OutgoingMail(
        kind=letter.kind,
        to=_normal(letter.to),
        name=letter.name,
        sender=sender,
        subject=one_line(letter.subject)[:300],
        body=letter.body,
        next_try_at=at,
        planned_at=at,
    )
    if not re.fullmatch(ONE_FORM, mail.to):  # what the database lets nobody send
        mail.body, mail.next_try_at = "", None
        mail.failed_at, mail.failure = clock.now(), "No mail can be sent to this address."
    if letter.key:
        mail.key = letter.key
    mail.save(force_insert=True)
    tasks.send.delay_on_commit()
    return mail


def call_off(key: str) -> None:
    """Take back a mail that has not left yet."""
    OutgoingMail.objects.waiting().filter(key=key).delete()
