"""What waits to be mailed, and addresses that refuse it."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q

from marketplace import clock
from marketplace.mail.message import ONE_FORM

TO_ADMINS = "admins"  # the kind of a mail that is an alarm


class OutgoingQuerySet(models.QuerySet):
    def due(self, at):
        """Mails whose time has come, the oldest first."""
        return self.filter(next_try_at__lte=at).order_by("next_try_at", "pk")

    def waiting(self):
        return self.filter(next_try_at__isnull=False)

    def given_up(self):
        return self.filter(failed_at__isnull=False)


class Outgoing(models.Model):
    """A row that is a mail. `next_try_at` is real time, because mail servers know no other; it is set exactly while the
    mail waits. The instants that people see are the clock's.
    """

    next_try_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True, help_text="Why the last attempt failed.")

    class Meta:
        abstract = True


def new_key() -> str:
    return f"mail:{uuid.uuid4()}"


class OutgoingMail(Outgoing):
    """A mail that was written down where it was caused, and leaves later: about an account, or an invitation.

    `key` names what it is, so that it is written down once, and becomes its Message-ID. The body of a mail that has
    left, or was given up, is emptied: it may hold a link that opens an account. `sender` and `room` are who caused it,
    and `is_beyond` says whether it left as the first of its sender only, as ceilings count (see ceilings.Sender).
    """

    key = models.CharField(max_length=100, unique=True, default=new_key)
    kind = models.CharField(max_length=100)
    to = models.CharField(max_length=254)
    name = models.CharField(max_length=80, blank=True)
    sender = models.CharField(max_length=80, blank=True)
    room = models.CharField(max_length=80, blank=True, default="", db_default="")
    is_beyond = models.BooleanField(default=False, db_default=False)
    subject = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    planned_at = models.DateTimeField(
        default=clock.real, help_text="Real time: when it was to leave at the earliest. By this ceilings count."
    )

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "mail"
        constraints = [
            models.CheckConstraint(
                condition=Q(next_try_at__isnull=True) | Q(sent_at__isnull=True, failed_at__isnull=True),
                name="outgoingmail_waits_or_is_over",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(failed_at__isnull=True), name="outgoingmail_sent_or_failed"
            ),
            models.CheckConstraint(
                condition=Q(next_try_at__isnull=True) | Q(to__regex=ONE_FORM), name="outgoingmail_goes_somewhere"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"], condition=Q(next_try_at__isnull=False), name="outgoingmail_waiting"
            ),
            models.Index(fields=["to", "planned_at"], name="outgoingmail_to"),
            models.Index(fields=["sender", "planned_at"], condition=~Q(sender=""), name="outgoingmail_sender"),
            models.Index(fields=["planned_at"], condition=Q(is_beyond=True), name="outgoingmail_beyond"),
        ]

    def __str__(self):
        return f"{self.subject} → {self.to}"


PAUSES = [timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(days=1)]
LAST_PAUSE = timedelta(days=30)


class RefusedAddress(models.Model):
    """An address that its mail server does not take. Mail to it rests, longer each time, and then ends.

    After the last pause in PAUSES what waits for it is given up at once, for a month; then one mail is tried again. A
    mail that gets through, or support at the desk, takes the row away.
    """

    address = models.CharField(max_length=254, primary_key=True)
    refusals = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(help_text="Real time.")
    failure = models.CharField(max_length=300)

    class Meta:
        ordering = ["-refusals", "address"]
        verbose_name = "address that refuses mail"
        verbose_name_plural = "addresses that refuse mail"

    def __str__(self):
        return self.address

    @property
    def is_over(self) -> bool:
        """Whether mail to it is given up without trying."""
        return self.refusals > len(PAUSES)

    @property
    def pause(self) -> timedelta:
        """How long mail rests after this many refusals."""
        return LAST_PAUSE if self.is_over else PAUSES[self.refusals - 1]
