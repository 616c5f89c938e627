"""The steps under way: who works, who reviews, and what the end of a review window does."""

from collections.abc import Iterator

from django.utils.html import format_html
from django.utils.safestring import SafeString

from marketplace import clock
from marketplace.deadlines.models import Kind
from marketplace.policies.models import Extension, NextPayment, ReviewOutcome
from marketplace.templatetags.time import exact
from milestones import availability
from milestones.actions.parts.finishing import ends_in_silence
from milestones.availability import worked_on
from milestones.models import Milestone, State
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.totals import net_of
from milestones.wording.phrases import (
    NOBODY,
    OTHER,
    YOU,
    Waiting,
    bold,
    capital,
    days,
    less_the_fee,
    listed,
    more_days,
    sentences,
    which_day,
)


def steps(snapshot: OrderSnapshot) -> Iterator[Waiting]:
    """What each step under way waits for; a disputed one waits for its dispute."""
    for step in worked_on(snapshot.order):
        if step.state == State.DELIVERED:
            yield _review(snapshot, step)
        elif step.state != State.DISPUTED:
            yield _work(snapshot, step)


def ends_here(snapshot: OrderSnapshot) -> Iterator[Waiting]:
    """The order was stopped while steps were under way: it ends with them."""
    order = snapshot.order
    if order.open and order.skipped and not order.pending:
        yield Waiting(
            on=NOBODY,
            title=f"The order ends with {listed(order.open)}",
            text=f"What is under way is finished as agreed; {never_starts(order.skipped)} and cost"
            f"{'s' * (len(order.skipped) == 1)} nothing.",
            tone="rest",
            icon="ban",
        )


def _review(snapshot: OrderSnapshot, step: Milestone) -> Waiting:
    reader, timer = snapshot.reader, snapshot.timer(Kind.REVIEW, milestone=step)
    title = f"{capital(reader.client)} is reviewing {step}"
    if reader.is_client:
        title = f"{capital(reader.freelancer)} is waiting for your review of {step}"
    return Waiting(
        on=YOU if reader.is_client else OTHER,
        title=title,
        text=_if_nothing(snapshot, step, timer.due_at) if timer else _no_window(snapshot, step),
        due=timer and timer.due_at,
        href=place_of(snapshot, step, "approve"),
        action="Review the delivery" if reader.is_client else "",
        tone="" if reader.is_client else "info",
        icon="eye",
    )


def place_of(snapshot: OrderSnapshot, step: Milestone, verb: str) -> str:
    """Where a verb's form is on the order page, which opens when one goes there; the step where the verb is not."""
    if verb not in availability.of_step(step, snapshot.reader.user, paying=snapshot.is_paying):
        return step.get_absolute_url()
    return f"{snapshot.order.get_absolute_url()}#{verb}-{step.position}"


def _no_window(snapshot: OrderSnapshot, step: Milestone) -> SafeString:
    reader = snapshot.reader
    return format_html(
        "This rulebook has no review window, so nothing happens by itself: {} stays in escrow until {} it.",
        bold(reader.money(step.held)),
        "you release" if reader.is_client else f"{reader.client} releases",
    )


def _if_nothing(snapshot: OrderSnapshot, step: Milestone, due) -> SafeString:
    reader = snapshot.reader
    idle = "If you do nothing" if reader.is_client else f"If {reader.client} does nothing"
    return sentences(
        format_html("{}, on {} {}.", idle, exact(due), lapse(snapshot, step)), _how_to_prevent(snapshot, step)
    )


def lapse(snapshot: OrderSnapshot, step: Milestone) -> SafeString:
    """What the end of a review window does, as half a sentence."""
    order = snapshot.order
    ends = ends_in_silence(order, step)
    over = "ends" if order.pending else "is complete"
    if order.policy.pays_per_milestone:
        said = "the step is accepted, {}, and the order {}{}" if ends else "the step is accepted, and {}{}{}"
        return format_html(said, pays(snapshot, [step]), over if ends else "", _afterwards(snapshot, step, ends))
    if not ends:
        return format_html("the step is accepted{}", _afterwards(snapshot, step, ends))
    accepted = [*order.done, step]
    paid = format_html("{} for {}", pays(snapshot, accepted), listed(accepted))
    return format_html("the step is accepted and the order {}: {}{}", over, paid, _afterwards(snapshot, step, ends))


def pays(snapshot: OrderSnapshot, accepted: list[Milestone]) -> SafeString:
    """ "Grace receives $950.00 ($1,000.00 less the fee)"."""
    reader = snapshot.reader
    price, net = sum(one.held for one in accepted), sum(net_of(one) for one in accepted)
    who = "you receive" if reader.is_freelancer else f"{reader.freelancer} receives"
    return format_html("{} {}{}", who, bold(reader.money(net)), less_the_fee(reader, price, net))


def _afterwards(snapshot: OrderSnapshot, step: Milestone, ends: bool) -> str:
    order, reader = snapshot.order, snapshot.reader
    if ends:
        return f"; {never_starts(order.pending)}" if order.pending else ""
    if not order.pending or order.open != [step]:
        return "; the order goes on"
    following = order.next_pending
    if order.policy.next_payment == NextPayment.AUTOMATIC:
        return f"; then {following} is charged"
    if order.policy.pay_next_days:
        has = "you have" if reader.is_client else f"{reader.client} has"
        return f"; then {has} {days(order.policy.pay_next_days)} to pay {following}"
    return "; the order goes on"


def never_starts(pending: list[Milestone]) -> str:
    return f"{listed(pending)} never {'starts' if len(pending) == 1 else 'start'}"


def _how_to_prevent(snapshot: OrderSnapshot, step: Milestone) -> str:
    policy = snapshot.order.policy
    if not snapshot.reader.is_client:
        may_replace = snapshot.reader.is_freelancer and policy.redelivery
        return "You can hand in a newer version, which starts the time again." if may_replace else ""
    ends = policy.review_outcome == ReviewOutcome.STOP and snapshot.order.pending
    ways = ["approve it yourself and go on"] if ends else []
    if step.revisions_left is None or step.revisions_left:
        ways.append("ask for a revision")
    if policy.review_extension_days and not step.review_extended:
        ways.append(f"take {more_days(policy.review_extension_days)}")
    return f"To prevent that, {', '.join(ways)}{' or ' if ways else ''}open a dispute before then."


def _work(snapshot: OrderSnapshot, step: Milestone) -> Waiting:
    late, mine = step.is_late(clock.now()), snapshot.reader.is_freelancer
    title = _working_title(snapshot, step)
    return Waiting(
        on=YOU if mine else OTHER,
        title=f"{title}: late" if late else title,
        text=sentences(
            _due(step, late), _to_the_freelancer(snapshot, step, late) if mine else _to_the_client(snapshot, step, late)
        ),
        due=None if late else step.due_at,
        href=place_of(snapshot, step, "deliver"),
        action=f"Deliver {step}" if mine else "",
        tone="bad" if late else "info",
        icon="alarm-clock" if late else "pencil",
    )


def _working_title(snapshot: OrderSnapshot, step: Milestone) -> str:
    reader, revising = snapshot.reader, step.state == State.REVISION
    if reader.is_freelancer:
        return f"{capital(reader.client)} asked for changes to {step}" if revising else f"Deliver {step}"
    return f"{capital(reader.freelancer)} is {'changing' if revising else 'working on'} {step}"


def _due(step: Milestone, late: bool) -> SafeString | str:
    if step.due_at is None:
        return ""
    return format_html("It was due {}{}." if late else "It is due {}{}.", exact(step.due_at), which_day(step))


def _to_the_freelancer(snapshot: OrderSnapshot, step: Milestone, late: bool) -> SafeString:
    reader = snapshot.reader
    when = f"when {reader.client} accepts" if snapshot.order.policy.pays_per_milestone else "when the order ends"
    held = format_html("{} is held in escrow for it and paid {}.", bold(reader.money(step.held)), when)
    return sentences(held, _if_it_gets_late(step, late))


def _if_it_gets_late(step: Milestone, late: bool) -> str:
    if step.due_at is None:
        return ""
    if late:
        return "Nothing happens by itself; deliver, or ask for more time in the resolution center."
    return "Nothing happens by itself when that passes, but ask for more time before it does."


def _to_the_client(snapshot: OrderSnapshot, step: Milestone, late: bool) -> SafeString:
    reader = snapshot.reader
    when = f"{reader.client} release{'' if reader.is_client else 's'} it"
    if snapshot.order.policy.review_days:
        when = "the delivery is accepted, or the time to review it runs out"
    if not snapshot.order.policy.pays_per_milestone:
        return sentences(
            format_html(
                "{} stays in escrow and is paid when the order ends, if {}.", bold(reader.money(step.held)), when
            ),
            _when_late(snapshot, late),
        )
    held = format_html("{} stays in escrow and is paid only when {}.", bold(reader.money(step.held)), when)
    return sentences(held, _when_late(snapshot, late))


def _when_late(snapshot: OrderSnapshot, late: bool) -> str:
    return f"Nothing happens by itself; {_what_the_client_can_do(snapshot)}." if late else ""


def _what_the_client_can_do(snapshot: OrderSnapshot) -> str:
    """About work that is late, where the rulebook has it; all of it is in the resolution center."""
    who = "you" if snapshot.reader.is_client else snapshot.reader.client
    ways = [
        f"{who} can {'ask to give' if snapshot.order.policy.extension == Extension.BOTH_AGREE else 'give'} more time"
    ]
    if snapshot.order.policy.takes_requests_to_cancel:
        ways.append("ask to cancel")
    return f"{', '.join(ways)} or open a dispute in the resolution center"
