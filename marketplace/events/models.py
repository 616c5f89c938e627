"""The audit trail, which is also the outbox: one append-only row for everything that happened."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from marketplace import clock
from marketplace.actors import kind_of


class EventQuerySet(models.QuerySet):
    def of(self, thread: str):
        """The history of one thread, such as "order:42", newest first."""
        return self.filter(thread=thread).order_by("-pk")

    def waiting(self):
        """What nobody has been told of yet."""
        return self.filter(dispatched_at=None).order_by("pk")


class Event(models.Model):
    """`kind` is noun.participle; `thread` says whose history it belongs to, `about` which thing it happened to.

    Rows are never changed (the database refuses) but for `dispatched_at`, which the outbox sets once.
    """

    kind = models.CharField(max_length=60)
    thread = models.CharField(max_length=60)
    about = models.CharField(max_length=60)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    actor_kind = models.CharField(max_length=20)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    at = models.DateTimeField(default=clock.now)
    dispatched_at = models.DateTimeField(null=True, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["thread", "-id"], name="event_thread"),
            models.Index(fields=["actor"], name="event_actor", condition=models.Q(actor__isnull=False)),
            models.Index(fields=["id"], name="event_waiting", condition=models.Q(dispatched_at=None)),
        ]

    def __str__(self):
        return f"{self.kind} {self.about}"

    @classmethod
    def build(cls, kind: str, /, *, thread: str, about: str, by, **data) -> "Event":
        """An unsaved event, for those who save many at once."""
        return cls(kind=kind, thread=thread, about=about, actor_id=by.pk, actor_kind=kind_of(by), data=data)

    @classmethod
    def record(cls, kind: str, /, *, thread: str, about: str, by, **data) -> "Event":
        """Write down that it happened, in the transaction in which it happened."""
        event = cls.build(kind, thread=thread, about=about, by=by, **data)
        event.save(force_insert=True)
        return event
