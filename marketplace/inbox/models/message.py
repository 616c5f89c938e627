"""What somebody wrote, and the files that came with it."""

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Func, Q
from django.urls import reverse

from marketplace import clock
from marketplace.inbox.models.conversation import Conversation
from marketplace.inbox.permissions import is_addressee
from marketplace.transitions import gate, refusal

LONGEST = 5000  # letters
WRITTEN = SearchVector(Func("text", function="fold_words"), config="simple")  # what a message is found by
REFERENCE = r"^([a-z]+:[0-9]+)?$"


@refusal("Support has removed this message already.")
def is_there(message):
    return message.removed_at is None


class Message(models.Model):
    """Written once: PostgreSQL lets nobody change it, but for support, which takes it out of sight.

    `about` names what it is about ("order:42"), or nothing. `key` is made of the form it was written in and of what it
    says: sent again, it is the same message.
    """

    conversation = models.ForeignKey(  # the index below begins with it
        Conversation, on_delete=models.PROTECT, related_name="messages", db_index=False
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.TextField(max_length=LONGEST, blank=True)
    has_files = models.BooleanField(default=False)
    about = models.CharField(max_length=60, blank=True)
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=clock.now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["conversation", "-id"], name="message_of_conversation"),
            models.Index(fields=["by", "-at"], name="message_by_person"),
            GinIndex(WRITTEN, name="message_written", fastupdate=False),
        ]
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], name="message_key_once"),
            models.CheckConstraint(condition=~Q(text="") | Q(has_files=True), name="message_says_something"),
            models.CheckConstraint(condition=Q(about__regex=REFERENCE), name="message_about_is_reference"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="message_removed_by_somebody",
            ),
        ]

    def __str__(self):
        return f"message {self.pk}"

    def get_absolute_url(self):
        return f"{self.conversation.get_absolute_url()}#message-{self.pk}"

    @property
    def reference(self) -> str:
        return f"message:{self.pk}"

    report = gate(permission=is_addressee, conditions=[is_there])


def storage_name(instance, filename: str) -> str:
    """A name that gives nothing away and cannot be guessed: what people called the file is kept in the row."""
    return f"messages/{uuid.uuid4().hex}"


class MessageFile(models.Model):
    """A file of a message, stored outside static and served as an attachment to the two people alone."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(upload_to=storage_name, max_length=200)
    name = models.CharField(max_length=150)
    size = models.PositiveBigIntegerField(help_text="In bytes.")
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("inbox:file", args=[self.pk])
