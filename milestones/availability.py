"""Which verbs a person may use now, for showing them. The actions decide again, under the lock."""

from marketplace.policies.models import ClientStop, PartialRelease
from marketplace.transitions import may
from milestones.actions.send_back import returnable
from milestones.models import Milestone, Order, State
from milestones.models.milestone import OPEN, WORKING, its_turn_to_be_worked
from milestones.permissions import is_client, is_freelancer, is_party

TRANSITIONS = {
    State.PENDING: ["fund"],
    State.FUNDED: ["deliver", "release", "release_part", "give_back", "dispute"],
    State.REVISION: ["deliver", "release", "release_part", "give_back", "dispute"],
    State.DELIVERED: [
        "approve",
        "request_revision",
        "extend_review",
        "release_part",
        "deliver",
        "give_back",
        "dispute",
    ],
}


def of_milestone(milestone: Milestone, user, *, paying: bool = False) -> set[str]:
    """The verbs for one step. `paying`: a payment is at the bank, so that no other can begin."""
    verbs = {verb for verb in TRANSITIONS.get(milestone.state, ()) if may(getattr(milestone, verb), user)}
    if paying:
        verbs.discard("fund")
    if _rolls_nowhere(milestone):
        verbs.discard("release_part")
    if "approve" in verbs and may_stop_with(milestone):
        verbs.add("approve_and_stop")
    if returnable(milestone) and is_client(milestone, user):
        verbs.add("send_back")
    if milestone.state == State.DISPUTED and is_party(milestone, user):
        verbs |= {"propose_split", "give_in"}
    if may_offer_scope(milestone, user):
        verbs.add("change_order")
    if milestone.substeps and milestone.state in WORKING and is_freelancer(milestone, user):
        verbs.add("tick")
    return verbs


def may_offer_scope(milestone: Milestone, user) -> bool:
    """Whether the freelancer may answer the revision with a step of its own."""
    revising = milestone.state == State.REVISION and milestone.order.policy.change_orders
    return revising and is_freelancer(milestone, user)


def _rolls_nowhere(milestone: Milestone) -> bool:
    return milestone.order.policy.partial_release == PartialRelease.REST_ROLLS and milestone.following is None


def may_stop_with(milestone: Milestone) -> bool:
    """Whether the order can end with the approval of this step."""
    order = milestone.order
    return order.policy.client_stop != ClientStop.NEVER and bool(order.pending) and order.open == [milestone]


def of_order(order: Order, user, *, paying: bool = False) -> set[str]:
    """The verbs for the order as a whole."""
    verbs = {"stop"} if may(order.stop, user) else set()
    payable = order.policy.whole_plan_payable and order.is_active and len(order.pending) > 1
    if payable and not paying and is_client(order, user):
        verbs.add("fund_plan")
    return verbs


def worked_on(order: Order) -> list[Milestone]:
    """The steps whose turn it is to be worked on, or to be judged."""
    return [one for one in order.plan if one.state in OPEN and (one.state not in WORKING or its_turn_to_be_worked(one))]
