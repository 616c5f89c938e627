"""Who may do what with rulebooks: active staff with the right."""

from marketplace.actors import By, is_person


def may_publish(by: By) -> bool:
    return is_person(by) and by.is_active and by.is_staff and by.has_perm("policies.add_policy")


def may_withdraw(by: By) -> bool:
    return is_person(by) and by.is_active and by.is_staff and by.has_perm("policies.change_policy")
