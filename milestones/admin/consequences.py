"""What will happen to which money if support does it: told on the page, before the button is pressed.

Pure readings of an order as it stands: what comes next is decided by `milestones.outcomes`, which the verbs do, and the
arithmetic is that of the engine (policies.fees, parts.refunding). Each function returns sentences.
"""

from collections.abc import Sequence

from marketplace.formats import capital, counted, minor_text, plural
from marketplace.policies.fees import freelancer_fee
from marketplace.policies.models import RefundTo
from milestones.actions.parts import funding
from milestones.actions.parts.refunding import Refund, refund_of
from milestones.models import Case, CaseKind, Milestone, Order, State
from milestones.outcomes import Next, NextKind, Way, after, left_pointless, of_dispute, pointless
from milestones.wording.phrases import costs_nothing, listed, never_starts


def in_plan(milestone: Milestone) -> Milestone:
    """This milestone as a member of its order's plan, so that what it asks the order costs no query."""
    return next(one for one in milestone.order.plan if one.pk == milestone.pk)


def money(order: Order, minor: int) -> str:
    return minor_text(minor, order.currency)


# --- Releasing ------------------------------------------------------------------------------------------------------


def of_approval(milestone: Milestone) -> list[str]:
    """Accepting a delivery in the client's place, or releasing a milestone that was not delivered."""
    milestone = in_plan(milestone)
    delivered = milestone.state == State.DELIVERED
    first = (
        f"The delivery of step {milestone.position} counts as accepted."
        if delivered
        else f"Step {milestone.position} counts as accepted although nothing is waiting to be reviewed."
    )
    return [first, *_accepted(milestone, milestone.held)]


def _accepted(milestone: Milestone, part: int, answered: Sequence[Case] = ()) -> list[str]:
    """What the freelancer gets of a part that is accepted, now or when the order completes, and what comes after."""
    order, what = milestone.order, after(milestone.order, Way.ACCEPTED, milestone)
    gets = _gets(milestone, part)
    closed = _voids(order, what, [milestone], answered)
    if order.policy.pays_per_milestone or milestone in what.paid:
        return [f"Of {money(order, part)} in escrow {gets}{_clears(order)}.", *_after(order, what, milestone), *closed]
    waits = f"{money(order, part)} stay in escrow until the order completes; then {gets}."
    return [waits, *_after(order, what, milestone), *closed]


def _gets(milestone: Milestone, part: int) -> str:
    order = milestone.order
    fee = freelancer_fee(order.policy, milestone.released, part)
    taken = f" (the fee of {money(order, fee)} is taken)" if fee else ""
    return f"{order.freelancer} gets {money(order, part - fee)}{taken}"


def _clears(order: Order) -> str:
    clearing = order.policy.clearing_days
    return f", which clears for {counted(clearing, 'day', 'days')}" if clearing else ""


# --- Refunding ------------------------------------------------------------------------------------------------------


def of_cancelling(milestone: Milestone, answered: Sequence[Case] = ()) -> list[str]:
    """Giving back what a milestone holds. `answered` are the requests that this answers."""
    milestone = in_plan(milestone)
    said = [_refunded(milestone, milestone.held)]
    if milestone.released:
        paid = money(milestone.order, milestone.released)
        said.append(f"{paid} of this step were paid out before: they stay with {milestone.order.freelancer}.")
    order, what = milestone.order, after(milestone.order, Way.CANCELLED, milestone)
    return [*said, *_after(order, what), *_voids(order, what, [milestone], answered)]


def _refunded(milestone: Milestone, part: int) -> str:
    """Where a part that goes back goes, with the fee that belongs to it."""
    order, refund = milestone.order, refund_of(milestone, part)
    with_fee = f", with its fee of {money(order, refund.fee)}" if refund.fee else ""
    back = f"{money(order, part)} of step {milestone.position} go back to {order.client}{with_fee}"
    return f"{back}: {_to(order, refund)}."


def _to(order: Order, refund: Refund) -> str:
    if order.policy.refund_to != RefundTo.SOURCE:
        return "to the balance"
    if not refund.to_balance:
        return "to the card or bank account that paid"
    if not refund.to_source:
        return "to the balance that paid"
    to_source, to_balance = money(order, refund.to_source), money(order, refund.to_balance)
    return f"{to_source} to the card or bank account, {to_balance} to the balance"


def of_cancelling_order(order: Order) -> list[str]:
    """Ending an order: everything held goes back, what was accepted is paid, nothing more starts."""
    what = after(order, Way.CALLED_OFF, *order.open)
    said = [_refunded(one, one.held) for one in order.open]
    nothing = not said and not any(one.carried for one in what.never)
    back = ["Nothing is held, so no money goes back."] if nothing else said
    return [*back, *_end(order, what), *_voids(order, what, order.open)]


# --- What comes after -----------------------------------------------------------------------------------------------


def _after(order: Order, what: Next, told: Milestone | None = None) -> list[str]:
    """How the order goes on, or ends. What that pays for the milestone `told` was said before."""
    match what.kind:
        case NextKind.OTHERS:
            words = "{} is under way: the order goes on.", "{} are under way: the order goes on."
            return [plural(len(what.others), *words).format(capital(listed(what.others)))]
        case NextKind.END:
            return _end(order, what, told)
        case NextKind.CHARGE:
            total = money(order, funding.total(funding.bill([what.milestone])))
            return [f"Step {what.milestone.position} is charged to {order.client} at once: {total}."]
        case NextKind.WINDOW:
            has = f"{order.client} then has {counted(what.days, 'day', 'days')} to pay step {what.milestone.position}"
            return [f"{has}; otherwise the order ends."]
    return [f"The order then waits until {order.client} pays step {what.milestone.position}."]


def _end(order: Order, what: Next, told: Milestone | None = None) -> list[str]:
    waiting = [one for one in what.paid if one != told]
    said = [
        f"Step {one.position}, accepted before, is paid out. {_gets(one, one.held)}{_clears(order)}." for one in waiting
    ]
    said += [_refunded(one, one.carried) for one in what.never if one.carried]
    return [*said, f"The order ends as {'completed' if what.completed else 'cancelled'}{never(what.never)}."]


def _voids(order: Order, what: Next, over: Sequence[Milestone], answered: Sequence[Case] = ()) -> list[str]:
    """How many requests are closed with it, as nothing is left to decide; those that it answers are not."""
    closed = left_pointless([one for one in order.open_cases if one not in answered], what, *over)
    words = "One request that waits for an answer is closed with it.", "{} requests that wait are closed with it."
    return [plural(len(closed), *words).format(len(closed))] if closed else []


def never(pending: Sequence[Milestone]) -> str:
    if not pending:
        return ""
    held_already = any(one.carried for one in pending)
    return f"; {never_starts(pending) if held_already else costs_nothing(pending)}"


# --- Disputes -------------------------------------------------------------------------------------------------------


def of_decision(milestone: Milestone, released: int) -> list[str]:
    """Deciding a dispute: `released` (minor units) is paid out, the rest goes back."""
    milestone = in_plan(milestone)
    decided = pointless(milestone.order.open_cases, milestone=milestone, kind=CaseKind.DISPUTE)
    if of_dispute(released) is Way.CANCELLED:
        return of_cancelling(milestone, decided)
    back = milestone.held - released
    return [*([_refunded(milestone, back)] if back else []), *_accepted(milestone, released, decided)]
