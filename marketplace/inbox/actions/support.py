"""What support does about reported messages, each with a reason; and that it looked."""

from django.db import transaction

from marketplace import clock
from marketplace.actors import Support
from marketplace.inbox.actions.parts.locking import on_conversation, record
from marketplace.inbox.models import Conversation, Message, Report
from marketplace.transitions import authorize


@transaction.atomic(durable=True)
def look(conversation: Conversation, *, by: Support) -> Conversation:
    """Open a conversation at the desk: every time is written down."""
    conversation = on_conversation(conversation, by)
    authorize(conversation.look, by)
    record(conversation, "conversation.looked", by=by)
    return conversation


@transaction.atomic(durable=True)
def uphold(report: Report, *, by: Support) -> Report:
    """The report is right: the message is taken out of sight, for both. It stays in the database."""
    report = _locked(report, by)
    authorize(report.uphold, by)
    report.uphold(by, clock.now())
    unseen = {"removed_at": report.decided_at, "removed_by_id": by.pk}
    Message.objects.filter(pk=report.message_id, removed_at=None).update(**unseen)
    return _saved(report, "report.upheld", by)


@transaction.atomic(durable=True)
def dismiss(report: Report, *, by: Support) -> Report:
    """There is nothing wrong with the message: it stays."""
    report = _locked(report, by)
    authorize(report.dismiss, by)
    report.dismiss(by, clock.now())
    return _saved(report, "report.dismissed", by)


def _locked(report: Report, by: Support) -> Report:
    on_conversation(report.conversation, by)
    return Report.objects.lock(report.pk)


def _saved(report: Report, kind: str, by: Support) -> Report:
    report.save(update_fields=["state", "decided_at", "decided_by"])
    record(report.conversation, kind, report.reference, by=by, reason=by.reason, reporter=report.by_id)
    return report
