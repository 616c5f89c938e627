"""The small line under each step: where it stands, when, and how many revisions are left."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from marketplace import clock
from marketplace.policies.models import NextPayment, Revisions
from marketplace.templatetags.time import day, day_in, exact, when
from milestones.actions.parts.refunding import fee_back
from milestones.models import Milestone, State
from milestones.models.milestone import Acceptance
from milestones.queries.reader import Reader
from milestones.wording import next_charge
from milestones.wording.phrases import days, listed, went_back, which_day


def note(step: Milestone, reader: Reader) -> SafeString:
    """ "Delivered yesterday, on time · 2 revisions left"."""
    return format_html_join(" · ", "{}", ((part,) for part in _NOTES[step.state](step, reader) if part))


def _pending(step: Milestone, reader: Reader):
    yield _time_agreed(step)
    yield f"{reader.money(step.carried)} held already" if step.carried else ""
    yield "final delivery" if step.is_last and step.order.policy.full_project_delivery else _start(step, reader)


def _time_agreed(step: Milestone) -> SafeString | str:
    if step.days:
        return f"{days(step.days)} from funding"
    return f"due {day_in(step.due_on, step.order.zone)}" if step.due_on else ""


def _start(step: Milestone, reader: Reader) -> str:
    policy = step.order.policy
    if not step.order.is_active or not policy.strict_order or step is not step.order.next_pending or step.position == 1:
        return ""
    if policy.next_payment == NextPayment.AUTOMATIC:
        if step.order.charge_problem:
            return "its payment failed"
        if not step.order.open:
            return ""
        return f"charged when {listed(step.order.open)} is accepted{next_charge.later(reader)}"
    starts = "you start" if reader.is_client else f"{reader.client} starts"
    return f"{starts} it after approving step {step.position - 1}" if step.order.open else ""


def _funded(step: Milestone, reader: Reader):
    yield format_html("Paid into escrow {}", when(step.funded_at))
    yield _due(step)
    yield _released(step, reader)


def _due(step: Milestone) -> SafeString | str:
    if step.due_at is None:
        return ""
    late = "late, " if step.is_late(clock.now()) else ""
    return format_html("{}due {}{}", late, exact(step.due_at), which_day(step))


def _released(step: Milestone, reader: Reader) -> str:
    return f"{reader.money(step.released)} released" if step.released else ""


def _delivered(step: Milestone, reader: Reader):
    punctual = ""
    if step.due_at:
        punctual = ", late" if step.delivered_late else ", on time"
    yield format_html("Delivered {}{}", when(step.delivered_at), punctual)
    yield _revisions_left(step)
    yield _released(step, reader)


def _revision(step: Milestone, reader: Reader):
    yield "Changes asked for"
    yield _due(step)
    yield _revisions_left(step)


def _revisions_left(step: Milestone) -> str:
    left, policy = step.revisions_left, step.order.policy
    if left is None:
        return "any number of revisions"
    if policy.revisions == Revisions.NONE:
        return ""
    of_order = " in this order" if policy.revisions == Revisions.PER_ORDER else ""
    return f"{left or 'no'} revision{'s' * (left != 1)} left{of_order}"


def _done(step: Milestone, reader: Reader):
    early = step.acceptance == Acceptance.EARLY and step.delivered_at
    yield format_html("Released {}, without the changes" if early else ACCEPTED[step.acceptance], day(step.approved_at))
    if step.state == State.APPROVED:
        yield "paid when the order ends"
    if step.revisions_used:
        allowed = step.revisions_allowed if step.order.policy.revisions == Revisions.PER_MILESTONE else 0
        number = allowed or step.revisions_used
        yield f"{step.revisions_used}{f' of {allowed}' if allowed else ''} revision{'s' * (number != 1)} used"
    if step.refunded:
        back = went_back(reader, step.refunded, fee_back(step))
        yield format_html("{} of it accepted, {}", reader.money(step.released), back)


ACCEPTED = {
    Acceptance.CLIENT: "Approved {}",
    Acceptance.TIMER: "Accepted {}, as the time to review it ran out",
    Acceptance.EARLY: "Released {}, before a delivery",
    Acceptance.PART: "Released in part {}",
    Acceptance.SUPPORT: "Accepted by support {}",
    Acceptance.DECISION: "Decided by support {}",
    Acceptance.SILENCE: "Decided {}, as the dispute was not answered",
    Acceptance.AGREEMENT: "Settled by both sides {}",
}


def _cancelled(step: Milestone, reader: Reader):
    yield format_html("Cancelled {}", day(step.ended_at))
    yield went_back(reader, step.refunded, fee_back(step)) if step.refunded else ""
    yield reader.at_fault(step.fault)


def _skipped(step: Milestone, reader: Reader):
    yield "Never started"


def _disputed(step: Milestone, reader: Reader):
    yield f"{reader.money(step.held)} frozen until the dispute is decided"


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
