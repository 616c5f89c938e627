"""What must hold before something may be done to an order or one of its milestones, and what is said where it does not.

`about` is an order or a milestone. Conditions that only the state machine of an order has stand beside it.
"""

from marketplace import clock
from marketplace.policies.models import (
    CancelWay,
    ClientStop,
    Extension,
    NextPayment,
    Origin,
    PartialRelease,
    PlanChanges,
    RefundTo,
    Revisions,
)
from marketplace.transitions import refusal
from milestones.models.states import OPEN, OVER, WORKING, State
from milestones.permissions import is_client

# The order


@refusal("The order has ended.")
def order_is_active(about):
    return about.parties.is_active


@refusal("This order goes on: it can be ordered again when it is over.")
def order_is_over(order):
    return not order.is_active


@refusal("Only what was ordered from a gig can be ordered again.")
def comes_from_a_gig(order):
    return order.origin == Origin.GIG


@refusal("The account of {self.suspended[0]} is suspended, so an order that is over stays over.")
def nobody_is_suspended(order):
    return not order.suspended


@refusal("Under the rulebook of this order nobody ends it alone because the other side is suspended.")
def policy_lets_leave(order):
    return bool(order.policy.suspended_end_days)


@refusal("The account of the other side is not suspended.")
def other_side_is_suspended(order, by):
    return bool(order.suspended_beside(by))


@refusal("The other side is not suspended for long enough yet: the page of the order says from when you may end it.")
def suspension_has_lasted(order, by):
    return any(clock.now() >= order.may_leave_from(one) for one in order.suspended_beside(by))


@refusal("Something was handed in or is disputed: its review or its dispute decides that first.")
def nothing_handed_in_is_open(order):
    """What was handed in is never taken from a freelancer by it: not in a revision either."""
    return not any(one.delivered_at or one.state == State.DISPUTED for one in order.open)


@refusal("Under this rulebook you can’t stop the order alone.")
def policy_lets_stop(about):
    return about.parties.policy.client_stop != ClientStop.NEVER


@refusal("There is nothing left to stop: every step of the plan has begun.")
def something_is_left(about):
    return bool(about.parties.pending)


# Paying


@refusal("The account of {self.order.closed[0]} is closed, so nothing can be paid into escrow.")
def both_accounts_are_open(milestone):
    return not milestone.order.closed


def is_next(milestone) -> bool:
    """Whether everything before it is over, where the policy keeps milestones in order."""
    order = milestone.order
    return not order.policy.strict_order or all(
        one.state in OVER for one in order.plan if one.position < milestone.position
    )


@refusal("Under this rulebook steps are paid one by one.")
def plan_is_payable(about):
    return about.parties.policy.whole_plan_payable


@refusal("Under this rulebook nothing is charged by itself: you choose the card with each payment.")
def charges_by_itself(order):
    return order.policy.next_payment == NextPayment.AUTOMATIC


@refusal("There is no step left to pay.")
def something_is_to_be_paid(order):
    return bool(order.pending)


@refusal("Steps of this order are paid one after the other: this one comes later.")
def its_turn_to_be_paid(milestone):
    return is_next(milestone)


# Working


@refusal("Steps of this order are worked on one after the other: this one comes later.")
def its_turn_to_be_worked(milestone):
    return is_next(milestone)


@refusal("A delivery is under review already.")
def may_redeliver(milestone):
    return milestone.order.policy.redelivery


@refusal("Substeps are ticked off while a step is being worked on.")
def is_worked_on(milestone):
    return milestone.state in WORKING


@refusal("This substep is not part of the step any more.")
def has_substeps(milestone):
    return bool(milestone.substeps)


@refusal("Under this rulebook a revision can’t be answered by a step with a price of its own.")
def has_change_orders(milestone):
    return milestone.order.policy.change_orders


@refusal("New scope answers a revision, and none is asked for now.")
def is_in_revision(milestone):
    return milestone.state == State.REVISION


# Judging


@refusal("This rulebook has no revision requests.")
def has_revisions(milestone):
    return milestone.order.policy.revisions != Revisions.NONE


@refusal("All revisions of {self.allowance_of} are used.")
def has_revisions_left(milestone):
    return milestone.revisions_left is None or milestone.revisions_left > 0


@refusal("This rulebook has no review window to extend, or it was extended before.")
def review_may_grow(milestone):
    return bool(milestone.order.policy.review_extension_days) and not milestone.review_extended


@refusal("Other steps are under way. Approve this one, then stop the order.")
def nothing_else_is_open(milestone):
    return milestone.order.open == [milestone]


# Paying out and giving back


@refusal("Under this rulebook work is paid only after it was delivered.")
def releases_early(milestone):
    return milestone.order.policy.release_without_delivery


@refusal("Under this rulebook a step is paid as a whole.")
def releases_in_parts(milestone):
    return milestone.order.policy.partial_release != PartialRelease.NONE


@refusal("This is the last step: there is none that the rest could roll into.")
def rest_has_a_place(milestone):
    return milestone.order.policy.partial_release != PartialRelease.REST_ROLLS or milestone.following is not None


@refusal("Under this rulebook the freelancer can’t give the money back alone.")
def policy_lets_give_back(milestone):
    return CancelWay.GIVE_BACK in milestone.order.policy.cancel_ways


@refusal("There is no refund of this step that could go back to a payment source.")
def has_returnable_refund(milestone):
    to_source = milestone.order.policy.refund_to == RefundTo.BALANCE_OR_SOURCE
    return bool(to_source and milestone.refunded and milestone.from_source)


@refusal("Nothing is held for this step.")
def holds_money(milestone):
    return milestone.state in OPEN


@refusal("A question lets the time of a step stand while it is worked on.")
def may_wait(milestone):
    return milestone.state in WORKING


@refusal("A question waits for the client’s answer already.")
def waits_for_nothing(milestone):
    return milestone.waits_since is None


@refusal("This step is not disputed any more.")
def is_disputed(milestone):
    return milestone.state == State.DISPUTED


# What one side asks of the other


@refusal("More time is for a step that is being worked on, and none is now.")
def something_is_worked_on(order):
    return any(one.state in WORKING for one in order.plan)


@refusal("More time is for a step that is being worked on.")
def may_get_time(milestone):
    return milestone.state in WORKING


@refusal("Under this rulebook both sides agree on more time.")
def client_gives_time(about):
    return about.parties.policy.extension != Extension.BOTH_AGREE


@refusal("Under this rulebook you don’t ask to cancel: you can give the money of a step back, on the order page.")
def needs_no_yes_to_cancel(order, by):
    """The freelancer's way, where the money is given back and nothing is cancelled by both."""
    ways = order.policy.cancel_ways
    return CancelWay.GIVE_BACK not in ways or CancelWay.AGREEMENT in ways or is_client(order, by)


@refusal("Under this rulebook a cancellation goes through support.")
def sides_cancel(order, by):
    ways = order.policy.cancel_ways
    if CancelWay.AGREEMENT in ways:
        return True
    return is_client(order, by) and (CancelWay.REFUND_REQUEST in ways or CancelWay.GIVE_BACK in ways)


@refusal("Only a step with money in escrow can be cancelled, and none has any now.")
def something_can_be_cancelled(order):
    return bool(order.open or order.policy.cancel_ends_order)


@refusal("A dispute is about money in escrow for a step that is not disputed already, and there is none now.")
def something_is_disputable(order):
    return bool(order.disputable)


@refusal("Under this rulebook the plan can’t be changed after signing.")
def plan_may_change(about):
    return about.parties.policy.plan_changes != PlanChanges.NOBODY


@refusal("This order has one payment: its plan stays a single step.")
def has_steps(about):
    return not about.parties.is_single


@refusal("Under this rulebook both sides agree on a change: propose it.")
def client_changes_plan(order):
    return order.policy.plan_changes == PlanChanges.CLIENT


@refusal("Under this rulebook steps are added on the page of the plan.")
def creates_milestones(order):
    return order.policy.pays_on_creation


@refusal("Only steps that have not begun can be changed.")
def not_begun(milestone):
    return milestone.state == State.PENDING


@refusal("Part of this step is held already: it can’t be removed.")
def holds_nothing_yet(milestone):
    return not milestone.carried
