"""What somebody does with a conversation for themselves: read it, put it away, have no mails of it."""

from django.db import transaction

from marketplace import clock
from marketplace.inbox.actions.parts.locking import on_conversation
from marketplace.inbox.models import Conversation, Participant
from marketplace.transitions import authorize


@transaction.atomic(durable=True)
def read(conversation: Conversation, *, by, to: int) -> None:
    """They have seen everything up to the message with this key. Under the lock, so that none is counted twice."""
    conversation = on_conversation(conversation, by)
    authorize(conversation.read, by)
    mine = _of(conversation, by)
    seen = max(to, mine.read_to)
    left = conversation.messages.filter(pk__gt=seen).exclude(by=by)
    mine.read_to, mine.unread = seen, left.count()
    oldest = left.order_by("pk").values_list("at", flat=True).first()
    mine.waits_since = max(oldest, mine.waits_since) if oldest and mine.waits_since else None
    mine.save(update_fields=["read_to", "unread", "waits_since"])


@transaction.atomic(durable=True)
def archive(conversation: Conversation, *, by) -> Conversation:
    """Put it away until somebody writes again."""
    return _set(on_conversation(conversation, by), "archive", by, archived_at=clock.now())


@transaction.atomic(durable=True)
def unarchive(conversation: Conversation, *, by) -> Conversation:
    return _set(on_conversation(conversation, by), "archive", by, archived_at=None)


@transaction.atomic(durable=True)
def mute(conversation: Conversation, *, by) -> Conversation:
    """No mail tells of it, and the top bar does not count it."""
    return _set(on_conversation(conversation, by), "mute", by, muted_at=clock.now(), waits_since=None)


@transaction.atomic(durable=True)
def unmute(conversation: Conversation, *, by) -> Conversation:
    return _set(on_conversation(conversation, by), "mute", by, muted_at=None)


def _set(conversation: Conversation, verb: str, by, **values) -> Conversation:
    authorize(getattr(conversation, verb), by)
    Participant.objects.filter(conversation=conversation, user=by).update(**values)
    return conversation


def _of(conversation: Conversation, by) -> Participant:
    return Participant.objects.select_for_update().get(conversation=conversation, user=by)
