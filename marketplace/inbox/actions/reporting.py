"""Showing a message to support."""

from django.db import transaction

from marketplace import clock
from marketplace.errors import Refused
from marketplace.inbox.actions.parts.locking import on_conversation, record
from marketplace.inbox.models import Message, Report
from marketplace.transitions import authorize

NO_REASON = "Say what is wrong with it."


@transaction.atomic(durable=True)
def report(message: Message, *, by, reason: str) -> Report:
    """Report what the other one wrote: support may look at the conversation from now on. Once for each message."""
    conversation = on_conversation(message.conversation, by)
    message = conversation.messages.get(pk=message.pk)
    message.conversation = conversation
    authorize(message.report, by)
    if not reason.strip():
        raise Refused(NO_REASON, field="reason")
    if Report.objects.filter(message=message, by=by).exists():
        raise Refused("You have reported this message already.")
    made = Report.objects.create(message=message, by=by, reason=reason.strip(), made_at=clock.now())
    record(conversation, "message.reported", made.reference, by=by, message=message.pk)
    return made
