"""What a timer will do to which money when it runs out, and what putting it off changes: in the words of the desk."""

from marketplace.deadlines.models import Deadline
from marketplace.formats import full_text, plural
from marketplace.policies.models import DisputeSilence, RequirementsEnd, Silence
from milestones.admin.consequences import in_plan, money, never
from milestones.models import Milestone, Order
from milestones.outcomes import Next, Way, after, by_silence, of_dispute, released_in_silence
from milestones.timer_kinds import Kind
from milestones.wording.phrases import listed


def of_timer(deadline: Deadline) -> str:
    """What a timer does when it runs out, as half a sentence."""
    order = deadline.order
    match deadline.kind:
        case Kind.REVIEW:
            return _of_silence(in_plan(deadline.milestone))
        case Kind.PAY_NEXT | Kind.GRACE:
            return _of_not_paying(order)
        case Kind.DUE:
            return f"step {deadline.milestone.position} is late, and both sides are told; no money moves"
        case Kind.CLEAR:
            return f"{money(order, deadline.data['amount'])} of the freelancer’s money clear and can be spent"
        case Kind.BRIEF:
            return f"{_who_may_call_off(order)} may cancel alone, with everything back; no money moves by itself"
        case Kind.SUSPENSION:
            return f"{_beside(deadline)} may end the order alone; no money moves by itself"
        case Kind.DISPUTE:
            return _of_dispute(deadline)
        case Kind.CASE:
            deadline.case.order = order
            withdraws = by_silence(deadline.case) == Silence.WITHDRAWS
            return f"the request counts as {'withdrawn' if withdraws else 'accepted'}"
        case Kind.PAUSE:
            return "the times of the order run again; no money moves"
    return deadline.get_kind_display()


def _who_may_call_off(order: Order) -> str:
    either = order.policy.requirements_end == RequirementsEnd.EITHER_MAY_CANCEL
    return f"{order.client} or {order.freelancer}" if either else str(order.client)


def _beside(deadline: Deadline) -> str:
    """The other side of whoever is suspended."""
    order = deadline.order
    return str(order.freelancer if deadline.data["person"] == order.client_id else order.client)


def _of_silence(milestone: Milestone) -> str:
    """What a review timer does."""
    what = after(milestone.order, Way.LAPSED, milestone)
    paid = " and is paid" if milestone.order.policy.pays_per_milestone or milestone in what.paid else ""
    return f"the delivery counts as accepted{paid}{_or_ends(what)}"


def _or_ends(what: Next) -> str:
    return ", and the order ends" if what.ends else "; the order goes on"


def _of_not_paying(order: Order) -> str:
    what = after(order, Way.UNPAID)
    if not what.ends:
        return "nothing happens: steps are under way"
    words = "; {}, accepted before, is paid out", "; {}, accepted before, are paid out"
    paid = plural(len(what.paid), *words).format(listed(what.paid)) if what.paid else ""
    return f"the order ends{never(what.never)}{paid}"


def _of_dispute(deadline: Deadline) -> str:
    order = deadline.order
    if order.policy.dispute_silence != DisputeSilence.LOSES:
        return "the dispute goes to support"
    milestone = in_plan(deadline.milestone)
    released = released_in_silence(deadline.case, milestone)
    loser, winner = (order.client, order.freelancer) if released else (order.freelancer, order.client)
    what = after(order, of_dispute(released), milestone)
    return f"{loser} loses the dispute, and what step {milestone.position} holds goes to {winner}{_or_ends(what)}"


def of_extending(deadline: Deadline, due_at=None) -> list[str]:
    """Putting a timer off. No money moves now."""
    said = [f"If nobody acts, on {full_text(deadline.due_at)} {of_timer(deadline)}."]
    if due_at:
        said.append(f"With this extension that happens on {full_text(due_at)} instead.")
    else:
        said.append("The days you give are added to that instant.")
    return [*said, "No money moves now."]
