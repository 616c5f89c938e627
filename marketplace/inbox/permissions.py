"""Who a person is to a conversation, a message and a report. Gates name these; they are asked under the lock."""

from marketplace.actors import kind_of


def is_participant(conversation, by) -> bool:
    """One of the two."""
    return kind_of(by) == "person" and by.pk in (conversation.low_id, conversation.high_id) and by.is_active


def is_addressee(message, by) -> bool:
    """Whom it was written to."""
    return is_participant(message.conversation, by) and by.pk != message.by_id


def is_support(about, by) -> bool:
    """A member of staff acting for the house; nobody looks into, or decides about, a conversation of their own."""
    conversation = about.conversation
    return (
        kind_of(by) == "support"
        and by.is_active
        and by.user.has_perm("inbox.support_conversation")
        and by.pk not in (conversation.low_id, conversation.high_id)
    )
