"""What is on the buttons, where it depends on the order: the link or summary that leads to a verb, and its button."""

from marketplace.transitions import may
from milestones.actions.parts import answering
from milestones.actions.parts.funding import bill, total
from milestones.actions.send_back import returnable
from milestones.models import Case, CaseKind, Milestone, Order
from milestones.outcomes import Way, after
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.wording import case_phrases
from milestones.wording.phrases import more_days


def pay(snapshot: OrderSnapshot, milestone: Milestone) -> str:
    return f"Pay {milestone}, {snapshot.reader.money(total(bill([milestone])))}"


def pay_plan(snapshot: OrderSnapshot, order: Order) -> str:
    return f"Pay all that is left, {snapshot.reader.money(total(bill(order.pending)))}"


def deliver(snapshot: OrderSnapshot, milestone: Milestone) -> str:
    return f"Deliver {milestone}{' again' if milestone.delivered_at else ''}"


def arrange_call(snapshot: OrderSnapshot, milestone: Milestone) -> str:
    return "Move the video call" if milestone.call_at else "Arrange the video call"


def approve(snapshot: OrderSnapshot, milestone: Milestone) -> str:
    if snapshot.order.policy.pays_per_milestone:
        return f"Approve, pay {snapshot.reader.money(milestone.held)}"
    ends = after(snapshot.order, Way.ACCEPTED, milestone).ends
    return "Approve and finish" if ends else "Approve and continue"


def confirm_approval(snapshot: OrderSnapshot, milestone: Milestone) -> str:
    if snapshot.order.policy.pays_per_milestone:
        return f"Approve and pay {snapshot.reader.money(milestone.held)}"
    return approve(snapshot, milestone)


def extend_review(snapshot: OrderSnapshot, milestone: Milestone) -> str:
    return f"Take {more_days(snapshot.order.policy.review_extension_days)}"


def release(snapshot: OrderSnapshot, milestone: Milestone) -> str:
    return "Release without the changes" if milestone.delivered_at else "Release before delivery"


def send_back(snapshot: OrderSnapshot, milestone: Milestone) -> str:
    return f"{confirm_sending_back(snapshot, milestone)} on to your card"


def confirm_sending_back(snapshot: OrderSnapshot, milestone: Milestone) -> str:
    return f"Send {snapshot.reader.money(returnable(milestone))}"


def give_back(snapshot: OrderSnapshot, milestone: Milestone) -> str:
    return f"Give {snapshot.reader.money(milestone.held)} back"


def give_in(snapshot: OrderSnapshot, milestone: Milestone) -> str:
    return f"Give in: {_giving_in(snapshot, milestone)}"


def confirm_giving_in(snapshot: OrderSnapshot, milestone: Milestone) -> str:
    return f"Give in and {_giving_in(snapshot, milestone)}"


def _giving_in(snapshot: OrderSnapshot, milestone: Milestone) -> str:
    held = snapshot.reader.money(milestone.held)
    return f"release {held}" if snapshot.reader.is_client else f"give {held} back"


def propose_split(snapshot: OrderSnapshot, milestone: Milestone) -> str:
    return "Propose another split" if split_of(snapshot, milestone) else "Propose a split"


def more_time(snapshot: OrderSnapshot, milestone: Milestone) -> str:
    return f"More time for {milestone}"


def confirm_more_time(snapshot: OrderSnapshot, milestone: Milestone) -> str:
    return "Give the time" if may(milestone.grant_time, snapshot.reader.user) else "Ask for the time"


def split_of(snapshot: OrderSnapshot, milestone: Milestone) -> Case | None:
    """The split of its money that somebody proposed and nobody has answered."""
    about = (one for one in snapshot.cases if one.kind == CaseKind.SPLIT and one.milestone_id == milestone.pk)
    return next(about, None)


def confirm_agreement(snapshot: OrderSnapshot, case: Case) -> str:
    return case_phrases.confirm(case, snapshot.reader) if answering.moves(case) else "Agree"


def withdraw(snapshot: OrderSnapshot, case: Case) -> str:
    return "Withdraw the dispute" if case.kind == CaseKind.DISPUTE else "Take it back"


# Changing the plan: at once, or as a request

CREATE = "Create milestone"


def plan(snapshot: OrderSnapshot, order: Order) -> str:
    return "Change the step" if order.is_single else "Add or edit milestones"


def confirm_changing_plan(snapshot: OrderSnapshot, order: Order) -> str:
    return "Change the plan" if snapshot.reader.changes_plan_alone else "Send the change request"


def new_scope(snapshot: OrderSnapshot, milestone: Milestone) -> str:
    return f"New scope for {milestone}"
