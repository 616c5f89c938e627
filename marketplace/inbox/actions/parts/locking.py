"""How every verb on a conversation begins, and how what happens to it is written down."""

from marketplace.events.models import Event
from marketplace.inbox.models import Conversation
from marketplace.transitions import insist_on_active


def on_conversation(conversation: Conversation, by) -> Conversation:
    """Lock it for a verb by this actor. Raises PermissionDenied for an account that is closed by now."""
    locked = Conversation.objects.lock(conversation.pk)
    insist_on_active(by)
    return locked


def record(conversation: Conversation, kind: str, about: str = "", /, *, by, **data) -> Event:
    """Write down what happened to it, or to something of it."""
    return Event.record(kind, thread=conversation.thread, about=about or conversation.thread, by=by, **data)
