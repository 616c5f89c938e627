"""That somebody shows a message to support."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import FSMField, FSMModelMixin, transition

from marketplace import clock
from marketplace.choices import WordedChoices
from marketplace.inbox.models.conversation import Conversation
from marketplace.inbox.models.message import Message
from marketplace.inbox.permissions import is_support

LONGEST_REASON = 1000  # letters


class ReportState(WordedChoices):
    OPEN = "open", "open", "Open"
    UPHELD = "upheld", "upheld", "Upheld"
    DISMISSED = "dismissed", "dismissed", "Dismissed"


class ReportQuerySet(models.QuerySet["Report"]):
    def lock(self, pk: int) -> "Report":
        """The row as it is now, locked until the transaction ends; with its conversation."""
        rows = self.select_for_update(of=("self",), no_key=True)
        return rows.select_related("message__conversation", "message__by", "by").get(pk=pk)


class Report(FSMModelMixin, models.Model):
    """One person's report of one message. Support upholds it, which takes the message away, or dismisses it."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="reports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.TextField(max_length=LONGEST_REASON)
    state = FSMField(default=ReportState.OPEN, choices=ReportState, protected=True, max_length=10)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["message"], condition=Q(state="open"), name="report_open")]
        constraints = [
            models.UniqueConstraint(fields=["by", "message"], name="report_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="report_has_reason"),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state_known"),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="report_decided_by_somebody",
            ),
        ]

    def __str__(self):
        return f"report {self.pk}"

    def get_absolute_url(self):
        return self.conversation.get_absolute_url()

    @property
    def state_words(self) -> str:
        """Its state, for the middle of a sentence."""
        return ReportState(self.state).words

    @property
    def reference(self) -> str:
        return f"report:{self.pk}"

    @property
    def conversation(self) -> Conversation:
        return self.message.conversation

    @property
    def is_open(self) -> bool:
        return self.state == ReportState.OPEN

    @transition(field=state, source=ReportState.OPEN, target=ReportState.UPHELD, permission=is_support)
    def uphold(self, by, at):
        self._decide(by, at)

    @transition(field=state, source=ReportState.OPEN, target=ReportState.DISMISSED, permission=is_support)
    def dismiss(self, by, at):
        self._decide(by, at)

    def _decide(self, by, at):
        self.decided_by_id, self.decided_at = by.pk, at
