"""Writing a mail down where it is caused, in the same transaction: it leaves when that has committed, and not before.

Nobody waits for a mail server: a worker sends it a moment later (marketplace.mail.tasks), or when the server is back.
"""

import logging
import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from marketplace import clock
from marketplace.mail import ceilings, tasks
from marketplace.mail.ceilings import Ceiling, Sender
from marketplace.mail.message import ONE_FORM, ascii_address, one_line
from marketplace.mail.models import TO_ADMINS, OutgoingMail

log = logging.getLogger(__name__)

NOBODY = Sender("")


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
def post(**letter) -> OutgoingMail:
    """Write down a mail that has no ceiling: about one's own account, or counted where it is caused.

    `letter`, here and below, is what a Letter takes.
    """
    return _write(Letter(**letter), clock.real())


@transaction.atomic
def post_to_stranger(ceiling: Ceiling, sender: Sender, **letter) -> OutgoingMail | None:
    """Write down a mail to somebody who did not ask for it, unless today's are enough: then there is none."""
    written = Letter(**letter)
    place = ceilings.place(ceiling, to=_normal(written.to), sender=sender)
    if place.at > clock.real():
        kind = written.kind
        log.warning("outbox: no more mails of this kind (%s) to one address, or by %s, today", kind, sender.name)
        return None
    return _write(written, place.at, sender=sender, is_beyond=place.is_beyond)


@transaction.atomic
def post_later(ceiling: Ceiling, sender: Sender, **letter) -> OutgoingMail:
    """Write down a mail to somebody who did not ask for it; beyond today's ceiling it leaves when there is room."""
    written = Letter(**letter)
    place = ceilings.place(ceiling, to=_normal(written.to), sender=sender)
    return _write(written, place.at, sender=sender, is_beyond=place.is_beyond)


@transaction.atomic
def post_to_admins(subject: str, body: str) -> None:
    """Write down a mail to everybody in ADMINS: an alarm waits for a mail server that is down, too."""
    for address in settings.ADMINS:
        post(kind=TO_ADMINS, to=address, subject=subject, body=body)


def _normal(address: str) -> str:
    """The address as ceilings and refusals know it: one mailbox, one spelling."""
    try:
        return ascii_address(address.strip()).lower()
    except ValueError:
        return address.strip().lower()


def _write(letter: Letter, at: datetime, *, sender: Sender = NOBODY, is_beyond: bool = False) -> OutgoingMail:
    mail = OutgoingMail(
        kind=letter.kind,
        to=_normal(letter.to),
        name=letter.name,
        sender=sender.name,
        room=sender.room or sender.name,
        is_beyond=is_beyond,
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
