"""Who a person is to somebody’s account. Gates name these; they are asked under the lock."""

from marketplace.actors import kind_of


def is_keeper(user, by) -> bool:
    """A member of staff acting for the house who looks after accounts; nobody decides about their own."""
    return kind_of(by) == "support" and by.is_active and by.user.has_perm("accounts.change_user") and by.pk != user.pk
