"""Who may do what with rulebooks: active staff with the right."""

from marketplace.actors import kind_of


def may_publish(by) -> bool:
    return kind_of(by) == "person" and by.is_active and by.is_staff and by.has_perm("policies.add_policy")


def may_withdraw(by) -> bool:
    return kind_of(by) == "person" and by.is_active and by.is_staff and by.has_perm("policies.change_policy")
