"""Who a person is to an order. Transitions name these; they are asked under the lock."""

from marketplace.actors import CLOCK, GATEWAY, kind_of
from marketplace.policies.models import Extension, RequirementsEnd


def is_client(about, by) -> bool:
    return kind_of(by) == "person" and by.pk == about.parties.client_id and by.is_active


def is_freelancer(about, by) -> bool:
    return kind_of(by) == "person" and by.pk == about.parties.freelancer_id and by.is_active


def is_party(about, by) -> bool:
    return is_client(about, by) or is_freelancer(about, by)


def is_clock(about, by) -> bool:
    return by is CLOCK


def is_support(about, by) -> bool:
    """A member of staff acting for the house; nobody decides about an order of their own."""
    return (
        kind_of(by) == "support"
        and by.user.is_active
        and by.user.has_perm("milestones.support_order")
        and by.pk not in (about.parties.client_id, about.parties.freelancer_id)
    )


def is_payer(about, by) -> bool:
    """Who may move a payment in: the client; the gateway's answer; the clock, where the policy charges by itself."""
    return is_client(about, by) or by is GATEWAY or by is CLOCK


def may_ask_for_time(about, by) -> bool:
    """The freelancer; the client too, where both agree on more time and nobody gives it alone."""
    both_agree = about.parties.policy.extension == Extension.BOTH_AGREE
    return is_freelancer(about, by) or (is_client(about, by) and both_agree)


def may_call_off(about, by) -> bool:
    """Whoever may cancel alone for want of answers: the client; the freelancer too, where the policy has both."""
    either = about.parties.policy.requirements_end == RequirementsEnd.EITHER_MAY_CANCEL
    return is_client(about, by) or (is_freelancer(about, by) and either)


def any_of(*roles):
    def permitted(about, by) -> bool:
        return any(role(about, by) for role in roles)

    return permitted
