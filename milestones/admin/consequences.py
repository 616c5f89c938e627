"""What will happen to which money if support does it: told on the page, before the button is pressed.

Pure readings of an order as it stands, with the arithmetic of the engine itself (policies.fees, escrow.fees).
Each function returns sentences. They promise what milestones.actions.parts does; a change there belongs here too.
"""

from escrow import fees
from marketplace.deadlines.models import Deadline
from marketplace.formats import capital, full_text, minor_text, plural
from marketplace.policies.fees import freelancer_fee
from marketplace.policies.models import DisputeSilence, RefundTo, Silence
from milestones.actions.parts import funding
from milestones.actions.parts.finishing import Next, ends_in_silence, what_follows
from milestones.models import Milestone, Order, State
from milestones.models.case import CaseKind
from milestones.timer_kinds import Kind
from milestones.wording.phrases import costs_nothing, listed


def in_plan(milestone: Milestone) -> Milestone:
    """This milestone as a member of its order's plan, so that what it asks the order costs no query."""
    return next(one for one in milestone.order.plan if one.pk == milestone.pk)


def _money(order: Order, minor: int) -> str:
    return minor_text(minor, order.currency)


# --- Releasing ------------------------------------------------------------------------------------------------------


def of_approval(milestone: Milestone) -> list[str]:
    """Accepting a delivery in the client's place, or releasing a step that was not delivered."""
    milestone = in_plan(milestone)
    delivered = milestone.state == State.DELIVERED
    first = (
        f"The delivery of step {milestone.position} counts as accepted."
        if delivered
        else f"Step {milestone.position} counts as accepted although nothing is waiting to be reviewed."
    )
    return [first, *_released(milestone, milestone.held), *_after(milestone, accepted=True)]


def _released(milestone: Milestone, part: int) -> list[str]:
    """What the freelancer gets of a part that is released, now or when the order completes."""
    order = milestone.order
    fee = freelancer_fee(order.policy, milestone.released, part)
    gets = f"{order.freelancer} gets {_money(order, part - fee)}" + (
        f" (the fee of {_money(order, fee)} is taken)" if fee else ""
    )
    if not order.policy.pays_per_milestone:
        return [f"{_money(order, part)} stay in escrow until the order completes; then {gets}."]
    clears = f", which clears for {order.policy.clearing_days} days" if order.policy.clearing_days else ""
    return [f"Of {_money(order, part)} in escrow {gets}{clears}."]


# --- Refunding ------------------------------------------------------------------------------------------------------


def of_cancelling(milestone: Milestone) -> list[str]:
    """Giving back what a step holds."""
    milestone = in_plan(milestone)
    said = [_refunded(milestone, milestone.held)]
    if milestone.released:
        paid = _money(milestone.order, milestone.released)
        said.append(f"{paid} of this step were paid out before: they stay with {milestone.order.freelancer}.")
    return said + _after(milestone, accepted=bool(milestone.released))


def _refunded(milestone: Milestone, part: int) -> str:
    """Where a part that goes back goes, with the fee that belongs to it (milestones.actions.parts.refunding.refund)."""
    order = milestone.order
    fee = fees.share(milestone.client_fee, milestone.paid_in, milestone.paid_in - milestone.held, part)
    with_fee = f", with its fee of {_money(order, fee)}" if fee else ""
    back = f"{_money(order, part)} of step {milestone.position} go back to {order.client}{with_fee}"
    return f"{back}: {_to(milestone, part + fee)}."


def _to(milestone: Milestone, back: int) -> str:
    order = milestone.order
    if order.policy.refund_to != RefundTo.SOURCE:
        return "to the balance"
    to_source = min(back, milestone.from_source)
    if to_source == back:
        return "to the card or bank account that paid"
    if not to_source:
        return "to the balance that paid"
    return f"{_money(order, to_source)} to the card or bank account, {_money(order, back - to_source)} to the balance"


def of_cancelling_order(order: Order) -> list[str]:
    """Ending an order: everything held goes back, what was accepted is paid, nothing more starts."""
    said = [_refunded(one, one.held) for one in order.open]
    said += [_refunded(one, one.carried) for one in order.pending if one.carried]
    return [*(said or ["Nothing is held, so no money goes back."]), *_end(order, order.done)]


# --- What comes after -----------------------------------------------------------------------------------------------


def _after(milestone: Milestone, *, accepted: bool) -> list[str]:
    """How the order goes on, or ends, when this step is over (milestones.actions.parts.finishing)."""
    order = milestone.order
    follows = what_follows(order, milestone)
    if follows is Next.OTHERS:
        others = [one for one in order.open if one.pk != milestone.pk]
        words = "{} is under way: the order goes on.", "{} are under way: the order goes on."
        return [plural(len(others), *words).format(capital(listed(others)))]
    if follows is Next.END or (not accepted and order.policy.cancel_ends_order):
        return _end(order, [*order.done, *([milestone] if accepted else [])])
    return [_next(order, follows)]


def _end(order: Order, done: list[Milestone]) -> list[str]:
    waiting = [one for one in done if one.state == State.APPROVED]
    said = [f"Step {one.position}, accepted before, is paid out. {' '.join(_paid_at_end(one))}" for one in waiting]
    return [*said, f"The order ends as {'completed' if done else 'cancelled'}{_never(order.pending)}."]


def _never(pending: list[Milestone]) -> str:
    return f"; {costs_nothing(pending)}" if pending else ""


def _paid_at_end(milestone: Milestone) -> list[str]:
    fee = freelancer_fee(milestone.order.policy, milestone.released, milestone.held)
    return [f"{milestone.order.freelancer} gets {_money(milestone.order, milestone.held - fee)}."]


def _next(order: Order, follows: Next) -> str:
    following = order.next_pending
    if follows is Next.CHARGE:
        total = _money(order, funding.total(funding.bill([following])))
        return f"Step {following.position} is charged to {order.client} at once: {total}."
    if follows is Next.WINDOW:
        return (
            f"{order.client} then has {order.policy.pay_next_days} days to pay step {following.position}; "
            "otherwise the order ends."
        )
    return f"The order then waits until {order.client} pays step {following.position}."


# --- Disputes -------------------------------------------------------------------------------------------------------


def of_decision(milestone: Milestone, released: int) -> list[str]:
    """Deciding a dispute: `released` (minor units) is paid out, the rest goes back."""
    milestone = in_plan(milestone)
    if not released:
        return of_cancelling(milestone)
    back = milestone.held - released
    said = [_refunded(milestone, back)] if back else []
    return [*said, *_released(milestone, released), *_after(milestone, accepted=True)]


# --- Timers ---------------------------------------------------------------------------------------------------------


def of_timer(deadline: Deadline) -> str:
    """What a timer does when it runs out."""
    policy = deadline.order.policy
    match deadline.kind:
        case Kind.REVIEW:
            return _of_silence(in_plan(deadline.milestone))
        case Kind.PAY_NEXT | Kind.GRACE:
            return "the order ends; what has not begun never starts"
        case Kind.DUE:
            return f"step {deadline.milestone.position} is late, and both sides are told; no money moves"
        case Kind.CLEAR:
            return f"{_money(deadline.order, deadline.data['amount'])} of the freelancer’s money clear and can be spent"
        case Kind.DISPUTE:
            loses = policy.dispute_silence == DisputeSilence.LOSES
            return "the side that stayed silent loses the dispute" if loses else "the dispute goes to support"
        case Kind.CASE:
            withdraws = deadline.case.kind != CaseKind.CANCEL and policy.extension_silence == Silence.WITHDRAWS
            return f"the request counts as {'withdrawn' if withdraws else 'accepted'}"
    return deadline.get_kind_display()


def _of_silence(milestone: Milestone) -> str:
    """What a review timer does: whether it pays and ends is decided by what makes it so."""
    ends = ends_in_silence(milestone.order, milestone)
    paid = " and is paid" if ends or milestone.order.policy.pays_per_milestone else ""
    return f"the delivery counts as accepted{paid}{', and the order ends' if ends else '; the order goes on'}"


def of_extending(deadline: Deadline, due_at=None) -> list[str]:
    """Putting a timer off. No money moves now."""
    said = [f"If nobody acts, on {full_text(deadline.due_at)} {of_timer(deadline)}."]
    if due_at:
        said.append(f"With this extension that happens on {full_text(due_at)} instead.")
    else:
        said.append("The days you give are added to that instant.")
    return [*said, "No money moves now."]
