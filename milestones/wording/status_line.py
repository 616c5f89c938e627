"""The small line under each milestone: where it stands, when, and how many revisions are left."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from marketplace import clock
from marketplace.elements import day, exact, joined, when
from marketplace.formats import day_in, plural
from marketplace.policies.models import Revisions
from milestones.actions.parts.refunding import fee_back
from milestones.models import Milestone, State
from milestones.models.states import Acceptance
from milestones.outcomes import NextKind, Way, after
from milestones.queries.reader import Reader
from milestones.wording import next_charge
from milestones.wording.phrases import days, listed, went_back, which_day


def note(milestone: Milestone, reader: Reader) -> SafeString:
    """ "Delivered yesterday, on time · 2 revisions left"."""
    return joined(" · ", _NOTES[milestone.state](milestone, reader))


def _pending(milestone: Milestone, reader: Reader):
    yield _time_agreed(milestone)
    yield f"{reader.money(milestone.carried)} held already" if milestone.carried else ""
    yield (
        "final delivery"
        if milestone.is_last and milestone.order.policy.full_project_delivery
        else _start(milestone, reader)
    )


def _time_agreed(milestone: Milestone) -> SafeString | str:
    if milestone.days:
        return f"{days(milestone.days)} from funding"
    return f"due {day_in(milestone.due_on, milestone.order.zone)}" if milestone.due_on else ""


def _start(milestone: Milestone, reader: Reader) -> str:
    order = milestone.order
    if not order.is_active or not order.policy.strict_order or milestone != order.next_pending:
        return ""
    what = after(order, Way.ACCEPTED, *order.open)
    if what.kind is NextKind.CHARGE and order.charge_problem:
        return "its payment failed"
    if not order.open:
        return ""
    if what.kind is NextKind.CHARGE:
        when = plural(len(order.open), "charged when {} is accepted{}", "charged when {} are accepted{}")
        return when.format(listed(order.open), next_charge.later(reader))
    starts = "you start" if reader.is_client else f"{reader.client} starts"
    return f"{starts} it after approving {listed(order.open)}"


def _funded(milestone: Milestone, reader: Reader):
    yield format_html("Paid into escrow {}", when(milestone.funded_at))
    yield _time_stands(milestone)
    yield _due(milestone)
    yield _released(milestone, reader)


def _time_stands(milestone: Milestone) -> str:
    """It counts from the answers to the questions of its order."""
    if not milestone.order.is_active or not milestone.order.awaits_brief:
        return ""
    return f"{days(milestone.days)} from the answers" if milestone.days else "its time does not run yet"


def _due(milestone: Milestone) -> SafeString | str:
    if milestone.waits_since:
        return format_html("its time stands since {}, until the client answers", exact(milestone.waits_since))
    if milestone.due_at is None:
        return ""
    late = "late, " if milestone.is_late(clock.now()) else ""
    return format_html("{}due {}{}", late, exact(milestone.due_at), which_day(milestone))


def _released(milestone: Milestone, reader: Reader) -> str:
    return f"{reader.money(milestone.released)} released" if milestone.released else ""


def _delivered(milestone: Milestone, reader: Reader):
    punctual = ""
    if milestone.due_at:
        punctual = ", late" if milestone.delivered_late else ", on time"
    yield format_html("Delivered {}{}", when(milestone.delivered_at), punctual)
    yield _revisions_left(milestone)
    yield _released(milestone, reader)


def _revision(milestone: Milestone, reader: Reader):
    yield "Changes asked for"
    yield _due(milestone)
    yield _revisions_left(milestone)


def _revisions_left(milestone: Milestone) -> str:
    left, policy = milestone.revisions_left, milestone.order.policy
    if left is None:
        return "any number of revisions"
    if policy.revisions == Revisions.NONE:
        return ""
    if policy.revisions == Revisions.PER_ORDER:
        return plural(left, "{} revision left in this order", "{} revisions left in this order").format(left or "no")
    return plural(left, "{} revision left", "{} revisions left").format(left or "no")


def _revisions_used(used: int, allowed: int) -> str:
    if allowed:
        return plural(allowed, "{} of {} revision used", "{} of {} revisions used").format(used, allowed)
    return plural(used, "{} revision used", "{} revisions used").format(used)


def _done(milestone: Milestone, reader: Reader):
    early = milestone.acceptance == Acceptance.EARLY and milestone.delivered_at
    yield format_html(
        "Released {}, without the changes" if early else ACCEPTED[milestone.acceptance], day(milestone.approved_at)
    )
    if milestone.state == State.APPROVED:
        yield "paid when the order ends"
    if milestone.revisions_used:
        allowed = milestone.revisions_allowed if milestone.order.policy.revisions == Revisions.PER_MILESTONE else 0
        yield _revisions_used(milestone.revisions_used, allowed)
    if milestone.refunded:
        back = went_back(reader, milestone.refunded, fee_back(milestone))
        yield format_html("{} of it accepted, {}", reader.money(milestone.released), back)


ACCEPTED: dict[str, str] = {
    Acceptance.CLIENT: "Approved {}",
    Acceptance.TIMER: "Accepted {}, as the time to review it ran out",
    Acceptance.EARLY: "Released {}, before a delivery",
    Acceptance.PART: "Released in part {}",
    Acceptance.SUPPORT: "Accepted by support {}",
    Acceptance.DECISION: "Decided by support {}",
    Acceptance.SILENCE: "Decided {}, as the dispute was not answered",
    Acceptance.AGREEMENT: "Settled by both sides {}",
}


def _cancelled(milestone: Milestone, reader: Reader):
    yield format_html("Cancelled {}", day(milestone.ended_at))
    yield went_back(reader, milestone.refunded, fee_back(milestone)) if milestone.refunded else ""
    yield reader.at_fault(milestone.fault)


def _skipped(milestone: Milestone, reader: Reader):
    yield "Taken out of the plan" if milestone.is_removed else "Never started"


def _disputed(milestone: Milestone, reader: Reader):
    yield f"{reader.money(milestone.held)} frozen until the dispute is decided"


_NOTES = {
    State.PENDING: _pending,
    State.FUNDED: _funded,
    State.DELIVERED: _delivered,
    State.REVISION: _revision,
    State.APPROVED: _done,
    State.PAID: _done,
    State.CANCELLED: _cancelled,
    State.SKIPPED: _skipped,
    State.DISPUTED: _disputed,
}
