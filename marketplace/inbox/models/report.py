"""That somebody shows a message to support."""

from django.db import models
from django.db.models import Q

from marketplace.inbox.models.conversation import Conversation
from marketplace.inbox.models.message import Message
from marketplace.inbox.permissions import is_support
from marketplace.reports.models import AbstractReport, of_reports


class ReportQuerySet(models.QuerySet["Report"]):
    def lock(self, pk: int) -> "Report":
        """The row as it is now, locked until the transaction ends; with its conversation."""
        rows = self.select_for_update(of=("self",), no_key=True)
        return rows.select_related("message__conversation", "message__by", "by").get(pk=pk)


class Report(AbstractReport):
    """One person's report of one message. Support upholds it, which takes the message away, or dismisses it."""

    is_decided_by = is_support

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="reports")

    objects = ReportQuerySet.as_manager()

    class Meta(AbstractReport.Meta):
        indexes = [models.Index(fields=["message"], condition=Q(state="open"), name="report_open")]
        constraints = [
            models.UniqueConstraint(fields=["by", "message"], name="report_once"),
            *of_reports("report"),
        ]

    def __str__(self):
        return f"report {self.pk}"

    def get_absolute_url(self):
        return self.conversation.get_absolute_url()

    @property
    def reported(self) -> Message:
        return self.message

    @property
    def reference(self) -> str:
        return f"report:{self.pk}"

    @property
    def conversation(self) -> Conversation:
        return self.message.conversation
