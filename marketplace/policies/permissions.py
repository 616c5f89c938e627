"""Who may do what with rulebooks: active staff with the right."""

from marketplace.accounts.models import User
from marketplace.actors import By


def may_publish(by: By) -> bool:
    return isinstance(by, User) and by.is_active and by.is_staff and by.has_perm("policies.add_policy")


def may_withdraw(by: By) -> bool:
    return isinstance(by, User) and by.is_active and by.is_staff and by.has_perm("policies.change_policy")
