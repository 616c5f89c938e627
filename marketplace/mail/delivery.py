"""How mails leave: those that wait are claimed for some minutes, sent outside of any transaction, and ticked off.

At least once: whoever dies between sending and ticking off leaves a mail that is sent again when the claim runs out,
with the same Message-ID. A claim is renewed before each mail, so that it need not last as long as a batch. Nothing that
fails holds up anything else:

- the server does not answer: everything waits for some seconds, and no mail counts it as a failure of its own;
- the server refuses an address: mail to that address rests, and ends after some refusals (RefusedAddress);
- a mail can never be sent (an address that has no form in mail): given up at once;
- anything else: that mail waits, longer each time, and is given up after three days.

What was given up is logged as an error, and is in the desk.
"""

import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.mail import EmailMessage, mailers
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Greatest

from marketplace import clock
from marketplace.mail.models import PAUSES, Outgoing, RefusedAddress

log = logging.getLogger(__name__)

BATCH = 20
CLAIM = timedelta(minutes=3)  # longer than one mail takes when every answer of the server comes at the last moment
SERVER_PAUSE = timedelta(seconds=15)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=2), timedelta(hours=4)
ATTEMPTS = 25  # over three days, as mail servers do
SILENCES = 2  # mails in a row that got no answer: that is the server, not the mails
PERMANENT = 500  # from here on an SMTP code means: do not ask again
GOING_DOWN = 421


class ServerDown(Exception):
    """The mail server does not answer."""


class Never(Exception):
    """A mail that cannot be sent, ever."""


@dataclass(frozen=True)
class Queue:
    """The mails that are rows of one model. `address` names the field with the recipient's, `build` makes the mail.

    `build` raises Never for a mail that must not or cannot be sent.
    """

    model: Any  # a subclass of Outgoing
    address: str
    build: Callable[[Any], EmailMessage]
    related: tuple[str, ...] = ()
    clear: tuple[str, ...] = ()  # texts that are emptied once it is over

    def send(self) -> int:
        """Send every mail that is due. Returns how many were sent."""
        sent = 0
        while True:
            batch = self.claim()
            round_ = Round(self, batch)
            sent += round_.send()
            if round_.is_down or len(batch) < BATCH:
                return sent

    @transaction.atomic(durable=True)
    def claim(self, size: int = BATCH) -> list[Outgoing]:
        """Take mails that are due, so that nobody else sends them for the length of a claim."""
        now = clock.real()
        rests = RefusedAddress.objects.filter(
            address=OuterRef(self.address), next_try_at__gt=now, refusals__lte=len(PAUSES)
        )
        due = self.model.objects.due(now).filter(~Exists(rests))
        due = due.select_related(*self.related) if self.related else due
        claimed = list(due.select_for_update(skip_locked=True, of=("self",))[:size])
        for one in claimed:
            one.attempts, one.next_try_at = one.attempts + 1, now + CLAIM
        keys = [one.pk for one in claimed]
        self.model.objects.filter(pk__in=keys).update(attempts=F("attempts") + 1, next_try_at=now + CLAIM)
        return sorted(claimed, key=lambda one: one.pk)

    def address_of(self, mail: Outgoing) -> str:
        value: Any = mail
        for part in self.address.split("__"):
            value = getattr(value, part)
        return value

    def mine(self, mail: Outgoing):
        """The row, if our claim on it holds. A claim is known by the instant at which it runs out."""
        return self.model.objects.filter(pk=mail.pk, sent_at=None, next_try_at=mail.next_try_at)

    def renew(self, mail: Outgoing) -> bool:
        """Begin the claim anew; False when somebody else has taken the mail meanwhile."""
        until = clock.real() + CLAIM
        held = self.mine(mail).update(next_try_at=until)
        mail.next_try_at = until
        return bool(held)


class Round:
    """One batch of claimed mails, sent over one connection."""

    def __init__(self, queue: Queue, batch: list[Outgoing]):
        self.queue, self.waiting, self.mailer = queue, list(batch), mailers.default
        self.sent = self.silences = 0
        self.is_down = False

    def send(self) -> int:
        """Send them all; returns how many were sent. Stops when the server does not answer."""
        try:
            while self.waiting:
                self._next(self.waiting[0])
                del self.waiting[0]
        except ServerDown as error:
            log.warning("outbox: the mail server does not answer: %s", error.__cause__)
            self._let_go(error.__cause__)
        finally:
            self._close()
        return self.sent

    def _next(self, mail: Outgoing) -> None:
        if not self.queue.renew(mail):
            return
        refused = RefusedAddress.objects.filter(
            address=self.queue.address_of(mail), next_try_at__gt=clock.real()
        ).first()
        if refused and refused.is_over:
            self._give_up(mail, f"The address refuses mail: {refused.failure}")
        elif refused:
            self.queue.mine(mail).update(next_try_at=refused.next_try_at, failure=refused.failure)
        else:
            self._try(mail)

    def _try(self, mail: Outgoing) -> None:
        try:
            letter = self._build(mail)
        except Never as error:
            self._give_up(mail, _words(error.__cause__ or error))
        except Exception as error:
            self._fails(mail, error)
        else:
            self._open()
            self._transmit(mail, letter)

    def _build(self, mail: Outgoing) -> EmailMessage:
        """The mail, written and proven to be one. Raises Never when it can't be."""
        letter = self.queue.build(mail)
        try:
            letter.message()
        except ValueError as error:
            raise Never from error
        return letter

    def _transmit(self, mail: Outgoing, letter: EmailMessage) -> None:
        try:
            self.mailer.send_messages([letter])
        except smtplib.SMTPRecipientsRefused as error:
            self._hang_up(error)
            if is_permanent(error):
                self._refused(mail, error)
            else:
                self._fails(mail, error)
        except smtplib.SMTPNotSupportedError as error:
            self._hang_up(error)
            self._give_up(mail, _words(error))
        except Exception as error:
            self._hang_up(error)
            self._fails(mail, error)
            if self.silences >= SILENCES or getattr(error, "smtp_code", 0) == GOING_DOWN:
                del self.waiting[0]
                raise ServerDown from error
        else:
            self.silences = 0
            _tick_off(self.queue, mail)
            self.sent += 1

    def _hang_up(self, error: Exception) -> None:
        """The next mail gets a fresh connection, whatever state this one is in."""
        self.silences = self.silences + 1 if is_silence(error) else 0
        self._close()

    def _open(self) -> None:
        """Connect, if the connection is not open already."""
        try:
            self.mailer.open()
        except Exception as error:
            raise ServerDown from error

    def _close(self) -> None:
        try:
            self.mailer.close()
        except Exception:
            log.info("outbox: the mail server hung up first", exc_info=True)

    def _let_go(self, error: BaseException) -> None:
        """The server is down: everything claimed waits for it, and the attempt does not count."""
        self.is_down = True
        for mail in self.waiting:
            self.queue.mine(mail).update(
                next_try_at=clock.real() + SERVER_PAUSE,
                attempts=Greatest(F("attempts") - 1, 1),
                failure=_words(error),
            )

    def _refused(self, mail: Outgoing, error: Exception) -> None:
        """The address refuses: it rests, or it is over with it."""
        refused = refuse(self.queue.address_of(mail), _words(error))
        if refused.is_over:
            self._give_up(mail, refused.failure)
        else:
            self.queue.mine(mail).update(next_try_at=refused.next_try_at, failure=refused.failure)

    def _fails(self, mail: Outgoing, error: Exception) -> None:
        """Try again later, longer each time; after three days give up, and say so."""
        log.error("outbox: %s could not be sent", _name(mail), exc_info=error)
        if mail.attempts >= ATTEMPTS:
            self._give_up(mail, _words(error))
        else:
            pause = min(FIRST_PAUSE * 2 ** (mail.attempts - 1), LONGEST_PAUSE)
            self.queue.mine(mail).update(next_try_at=clock.real() + pause, failure=_words(error))

    def _give_up(self, mail: Outgoing, failure: str) -> None:
        log.error("outbox: gave up %s: %s", _name(mail), failure)
        emptied = dict.fromkeys(self.queue.clear, "")
        self.queue.mine(mail).update(failed_at=clock.now(), next_try_at=None, failure=failure, **emptied)


def _tick_off(queue: Queue, mail: Outgoing) -> None:
    emptied = dict.fromkeys(queue.clear, "")
    sent = queue.model.objects.filter(pk=mail.pk, failed_at=None)
    sent.update(sent_at=clock.now(), next_try_at=None, failure="", **emptied)
    RefusedAddress.objects.filter(address=queue.address_of(mail)).delete()


@transaction.atomic
def refuse(address: str, failure: str) -> RefusedAddress:
    """Write down that this address was refused. Several mails that are refused at once count as one."""
    new = {"next_try_at": clock.real(), "failure": failure}
    refused, _ = RefusedAddress.objects.select_for_update().get_or_create(address=address, defaults=new)
    if refused.next_try_at <= clock.real():
        refused.refusals, refused.failure = refused.refusals + 1, failure
        refused.next_try_at = clock.real() + refused.pause
        refused.save(update_fields=["refusals", "next_try_at", "failure"])
    return refused


def is_permanent(error: smtplib.SMTPRecipientsRefused) -> bool:
    """Whether the server said no for good; a code below 500 asks to come back later."""
    codes = [code for code, _ in error.recipients.values()]
    return bool(codes) and min(codes) >= PERMANENT


def is_silence(error: Exception) -> bool:
    """Whether there was no answer, rather than a bad one."""
    return isinstance(error, smtplib.SMTPServerDisconnected) or (
        isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException)
    )


def _words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:300]


def _name(mail: Outgoing) -> str:
    return f"{mail._meta.verbose_name} {mail.pk}"
