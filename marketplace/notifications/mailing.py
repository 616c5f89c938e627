"""The outbox, second half: mails that wait are claimed for a while, sent outside of any transaction, and ticked off.

At least once: whoever dies between sending and ticking off leaves a mail that is sent again when the claim runs out,
with the same Message-ID. A mail server that does not answer loses nothing; one mail that cannot be sent holds up no
other.
"""

import logging
from datetime import timedelta

from django.core.mail import mailers
from django.db import transaction
from django.db.models import F

from marketplace import clock
from marketplace.notifications.models import Notification
from marketplace.notifications.writing import letter

log = logging.getLogger(__name__)

BATCH = 20
CLAIM = timedelta(minutes=15)  # longer than a batch takes when every mail runs into the server's time limit
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=2), timedelta(hours=4)
ATTEMPTS = 25  # over three days, as mail servers do


class ServerDown(Exception):
    """The mail server does not answer."""


def send() -> int:
    """Send every mail that is due. Returns how many were sent."""
    sent = 0
    while True:
        batch = claim()
        count, is_up = _send_batch(batch)
        sent += count
        if not is_up or len(batch) < BATCH:
            return sent


@transaction.atomic(durable=True)
def claim(size: int = BATCH) -> list[Notification]:
    """Take mails that are due, so that nobody else sends them for the length of a claim."""
    due = Notification.objects.due(clock.real()).select_related("user", "event__actor")
    claimed = list(due.select_for_update(skip_locked=True, of=("self",))[:size])
    claims = Notification.objects.filter(pk__in=[one.pk for one in claimed])
    claims.update(attempts=F("attempts") + 1, next_try_at=clock.real() + CLAIM)
    for one in claimed:
        one.attempts += 1
    return sorted(claimed, key=lambda one: one.pk)


def _send_batch(batch: list[Notification]) -> tuple[int, bool]:
    """Send claimed mails over one connection. Returns how many were sent, and whether the server answers."""
    sent, mailer, waiting = 0, mailers.default, list(batch)
    try:
        while waiting:
            _open(mailer)
            sent += _send_one(mailer, waiting[0])
            del waiting[0]
    except ServerDown as error:
        log.warning("outbox: the mail server does not answer: %s", error.__cause__)
        for one in waiting:
            _put_off(one, error.__cause__)
        return sent, False
    finally:
        _close(mailer)
    return sent, True


def _open(mailer) -> None:
    """Connect, if the connection is not open already."""
    try:
        mailer.open()
    except Exception as error:
        raise ServerDown from error


def _close(mailer) -> None:
    try:
        mailer.close()
    except Exception:
        log.info("outbox: the mail server hung up first", exc_info=True)


def _send_one(mailer, notification: Notification) -> int:
    try:
        mailer.send_messages([letter(notification)])
    except Exception as error:
        log.exception("outbox: mail %s could not be sent", notification.pk)
        _put_off(notification, error)
        _close(mailer)  # the next one gets a fresh connection, whatever state this one is in
        return 0
    _tick_off(notification)
    return 1


def _tick_off(notification: Notification) -> None:
    Notification.objects.filter(pk=notification.pk).update(sent_at=clock.now(), next_try_at=None, failure="")


def _put_off(notification: Notification, error: BaseException) -> None:
    """Try again later, longer each time; after three days give up, and say so."""
    failure = f"{type(error).__name__}: {error}"[:300]
    mine = Notification.objects.filter(pk=notification.pk, sent_at=None)
    if notification.attempts >= ATTEMPTS:
        log.error("outbox: gave up mail %s to %s: %s", notification.pk, notification.user_id, failure)
        mine.update(failed_at=clock.now(), next_try_at=None, failure=failure)
    else:
        pause = min(FIRST_PAUSE * 2 ** (notification.attempts - 1), LONGEST_PAUSE)
        mine.update(next_try_at=clock.real() + pause, failure=failure)
