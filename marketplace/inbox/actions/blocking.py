"""Not wanting to be written to by somebody, and wanting it again."""

from django.db import transaction

from marketplace import clock
from marketplace.inbox.actions.parts.locking import on_conversation
from marketplace.inbox.models import Block, Conversation
from marketplace.transitions import authorize


@transaction.atomic(durable=True)
def block(conversation: Conversation, *, by) -> Conversation:
    """From now on neither writes to the other here. Twice is once."""
    conversation = on_conversation(conversation, by)
    authorize(conversation.block, by)
    Block.objects.get_or_create(by=by, who=conversation.other(by), defaults={"at": clock.now()})
    return conversation


@transaction.atomic(durable=True)
def unblock(conversation: Conversation, *, by) -> Conversation:
    """Take one's own block back; that of the other one stands."""
    conversation = on_conversation(conversation, by)
    authorize(conversation.block, by)
    Block.objects.filter(by=by, who=conversation.other(by)).delete()
    return conversation
