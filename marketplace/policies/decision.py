"""What a rulebook makes of a milestone that is over, of a stop, of time that ran out: decided here and nowhere else.

Pure functions of a policy and of how the order then stands. `milestones.outcomes` asks them of an order, the verbs do
what they say, and every sentence that promises something is a reading of the same answer.
"""

from enum import Enum, auto

from marketplace.policies.models import ChargeFailure, FirstPayment, NextPayment, Policy, ReviewOutcome


class Way(Enum):
    """How milestones come to be over, or what else makes an order go on or end."""

    PLACED = auto()  # the order began, and nothing is paid yet
    REOPENED = auto()  # both want to go on with what was skipped
    ACCEPTED = auto()  # by a person, before or after a delivery; in a dispute, when the freelancer gets any part
    LAPSED = auto()  # nobody answered the delivery
    CANCELLED = auto()  # what is held goes back
    REMOVED = auto()  # it left the plan before it began
    STOPPED = auto()  # the client wants no further milestone, from now on or from the one that is approved with it
    CALLED_OFF = auto()  # one word ends the order, support’s or of a side that waits in vain: what is held goes back
    UNPAID = auto()  # the time to pay the next one ran out


class NextKind(Enum):
    """What comes after."""

    OTHERS = auto()  # which are under way
    SAME = auto()  # what was so before: nothing comes of it
    END = auto()  # of the order
    CHARGE = auto()  # of the next one, by itself
    WINDOW = auto()  # of some days to pay the next one
    WAIT = auto()  # until the client pays the next one


def decide(policy: Policy, way: Way, *, left: bool, others: bool = False) -> NextKind:
    """What follows where `others` are under way, or not, and some are `left` that have not begun, or none."""
    if others:
        return NextKind.OTHERS
    if not left or _ends_early(policy, way):
        return NextKind.END
    if way is Way.REMOVED:
        return NextKind.SAME
    if _charges(policy, way):
        return NextKind.CHARGE
    return NextKind.WINDOW if policy.pay_next_days else NextKind.WAIT


def _ends_early(policy: Policy, way: Way) -> bool:
    """Whether the order ends although some milestones never began."""
    match way:
        case Way.STOPPED | Way.CALLED_OFF | Way.UNPAID:
            return True
        case Way.LAPSED:
            return policy.review_outcome == ReviewOutcome.STOP
        case Way.CANCELLED:
            return policy.cancel_ends_order
    return False


def _charges(policy: Policy, way: Way) -> bool:
    """Whether the next one is charged without anybody asking for it: the first one by its own rule."""
    if way is Way.PLACED:
        return policy.first_payment == FirstPayment.AT_START
    return policy.next_payment == NextPayment.AUTOMATIC


def days_to_pay(policy: Policy, way: Way, kind: NextKind) -> int:
    """The days in which the next one has to be paid, or the order ends; 0 is no limit.

    What is charged by itself has none until that fails (`hours_of_grace`), but for the first one: its window is open
    while the bank is asked.
    """
    has_window = kind is NextKind.WINDOW or (kind is NextKind.CHARGE and way is Way.PLACED)
    return (policy.pay_next_days or 0) if has_window else 0


def hours_of_grace(policy: Policy) -> int:
    """The hours that a failed charge leaves at least to pay in another way, or the order ends; 0 is no limit."""
    return (policy.charge_grace_hours or 0) if policy.charge_failure == ChargeFailure.GRACE else 0
