"""Who was told what, and what they want to be mailed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace import clock
from marketplace.choices import WordedChoices
from marketplace.events.models import Event
from marketplace.mail.models import Outgoing, OutgoingQuerySet


class Group(WordedChoices):
    """What a person can switch on and off. Mails about the account itself (allauth's) are in none of them.

    QUESTIONS are for who may answer them: everybody else hears of none and has no such switch.
    """

    MONEY = "money", "money", "Money"
    DEADLINES = "deadlines", "deadlines", "Deadlines"
    WORK = "work", "messages and requests", "Messages and requests"
    MESSAGES = "messages", "what people write to you", "What people write to you"
    QUESTIONS = "questions", "questions to support", "Questions to support"


class Preference(models.Model):
    """Which groups a person wants by mail. Without a row: all of them."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="mail_preference"
    )
    money = models.BooleanField(default=True)
    deadlines = models.BooleanField(default=True)
    work = models.BooleanField(default=True)
    messages = models.BooleanField(default=True, db_default=True)
    questions = models.BooleanField(default=True)

    def __str__(self):
        return f"what {self.user} wants by mail"

    def wants(self, group: str) -> bool:
        """Whether this person is mailed about a group; what is in no group, such as support's desk, always is."""
        return getattr(self, group, True)


class NotificationQuerySet(OutgoingQuerySet):
    def unread(self):
        return self.filter(read_at=None)


class Notification(Outgoing):
    """One person is told of one event, once: on their notifications page and, where they want it, by mail.

    What one act caused goes into one mail: the row of the weightiest event carries it, the others point there (`lead`).
    `sender` is the person whose act it tells of; what one sender does beyond a day's ceiling of mails is gathered under
    one lead that is mailed later.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="notifications")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notifications")
    kind = models.CharField(max_length=60)
    group = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    path = models.CharField(max_length=200)
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lead = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followers")
    created_at = models.DateTimeField(default=clock.now)
    mail_at = models.DateTimeField(
        null=True, blank=True, help_text="Real time: when its mail is to leave at the earliest. By this ceilings count."
    )
    is_digest = models.BooleanField(default=False, help_text="Its mail gathers what came after a day’s ceiling.")
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "user"], name="notification_once"),
            models.CheckConstraint(
                condition=Q(next_try_at__isnull=True)
                | Q(sent_at__isnull=True, failed_at__isnull=True, lead__isnull=True),
                name="notification_waits_or_is_over",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(failed_at__isnull=True), name="notification_sent_or_failed"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"], condition=Q(next_try_at__isnull=False), name="notification_waiting"
            ),
            models.Index(fields=["user", "-id"], name="notification_of_user"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notification_unread"),
            models.Index(
                fields=["sender", "-mail_at"], condition=Q(mail_at__isnull=False), name="notification_by_sender"
            ),
            models.Index(
                fields=["user", "-mail_at"],
                condition=Q(mail_at__isnull=False, group=Group.QUESTIONS.value),
                name="notification_questions",
            ),
        ]

    def __str__(self):
        return self.title


def read_all(user, path: str) -> None:
    """Whoever looked at a page has read all that leads there."""
    Notification.objects.filter(user=user, path=path).unread().update(read_at=clock.now())


class FanOutFailure(models.Model):
    """An event that we failed to tell anybody of: tried again later, so that it holds up no other."""

    event = models.OneToOneField(Event, primary_key=True, on_delete=models.PROTECT, related_name="stumble")
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(help_text="Real time.")
    failure = models.CharField(max_length=300)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "event that nobody could be told of"
        verbose_name_plural = "events that nobody could be told of"

    def __str__(self):
        return f"{self.event_id}: {self.failure}"
