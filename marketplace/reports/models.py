"""A report: open, then upheld or dismissed by support. Each app that has reports has a table of its own."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import FSMModelMixin, transition

from marketplace import clock
from marketplace.choices import WordedChoices
from marketplace.transitions import StateField

LONGEST_REASON = 1000  # letters


class ReportState(WordedChoices):
    OPEN = "open", "open", "Open"
    UPHELD = "upheld", "upheld", "Upheld"
    DISMISSED = "dismissed", "dismissed", "Dismissed"


def may_decide(report, by) -> bool:
    """Whoever the app of this report says."""
    return report.is_decided_by(by)


class AbstractReport(FSMModelMixin, models.Model):
    """One person's report of one thing, which support upholds or dismisses.

    The model that is made of it says what is reported and by which permission of its app a report is decided. Its
    table has the constraints `of_reports` and one that lets nobody report the same thing twice.
    """

    is_decided_by: ClassVar[Callable[[Any, Any], bool]]

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.TextField(max_length=LONGEST_REASON)
    state = StateField(default=ReportState.OPEN, choices=ReportState, protected=True, max_length=10)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        abstract = True
        ordering = ["-pk"]

    @property
    def reported(self) -> models.Model:
        """What is reported; somebody (its `by`) wrote it."""
        raise NotImplementedError

    @property
    def state_words(self) -> str:
        """Its state, for the middle of a sentence."""
        return ReportState(self.state).words

    @property
    def is_open(self) -> bool:
        return self.state == ReportState.OPEN

    @transition(field=state, source=ReportState.OPEN, target=ReportState.UPHELD, permission=may_decide)
    def uphold(self, by, at):
        self._decide(by, at)

    @transition(field=state, source=ReportState.OPEN, target=ReportState.DISMISSED, permission=may_decide)
    def dismiss(self, by, at):
        self._decide(by, at)

    def _decide(self, by, at):
        self.decided_by_id, self.decided_at = by.pk, at


def of_reports(table: str) -> list[models.BaseConstraint]:
    """What is true of each row of a table of reports; the names of the constraints begin with `table`."""
    return [
        models.CheckConstraint(condition=~Q(reason=""), name=f"{table}_has_reason"),
        models.CheckConstraint(condition=Q(state__in=ReportState.values), name=f"{table}_state_known"),
        models.CheckConstraint(
            condition=Q(state="open", decided_at__isnull=True, decided_by__isnull=True)
            | (~Q(state="open") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            name=f"{table}_decided_by_somebody",
        ),
    ]
