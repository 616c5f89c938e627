"""Who a person is to a ticket. Asked under the lock."""

from marketplace.actors import kind_of


def is_asker(ticket, by) -> bool:
    return kind_of(by) == "person" and by.pk == ticket.user_id and by.is_active


def is_support(ticket, by) -> bool:
    """A member of staff; nobody answers a question of their own."""
    return (
        kind_of(by) == "support"
        and by.user.is_active
        and by.user.has_perm("helpdesk.answer_ticket")
        and by.pk != ticket.user_id
    )


def is_asker_or_support(ticket, by) -> bool:
    return is_asker(ticket, by) or is_support(ticket, by)
