"""The milestones under way: who works, who reviews, and what the end of a review window does."""

from collections.abc import Iterator

from django.utils.html import format_html
from django.utils.safestring import SafeString

from marketplace import clock, formats
from marketplace.elements import exact
from marketplace.formats import capital
from marketplace.policies.models import Extension
from marketplace.transitions import may
from milestones.models import Milestone, State
from milestones.outcomes import Way, after
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.timer_kinds import Kind
from milestones.wording.afterwards import afterwards_in_short, is_complete, never, pays, pays_for
from milestones.wording.phrases import (
    NOBODY,
    OTHER,
    YOU,
    Waiting,
    bold,
    costs_nothing,
    listed,
    more_days,
    sentences,
    which_day,
)


def milestones(snapshot: OrderSnapshot) -> Iterator[Waiting]:
    """What each milestone under way waits for; a disputed one for its dispute, a paid one for the brief first.

    One that waits for an answer of the client has its question among the requests.
    """
    for milestone in snapshot.order.worked_on:
        if milestone.state == State.DELIVERED:
            yield _review(snapshot, milestone)
        elif milestone.state != State.DISPUTED and not (snapshot.order.awaits_brief or milestone.waits_since):
            yield _work(snapshot, milestone)


def ends_here(snapshot: OrderSnapshot) -> Iterator[Waiting]:
    """The order was stopped while milestones were under way: it ends with them."""
    order = snapshot.order
    if order.open and order.skipped and after(order, Way.ACCEPTED, *order.open).ends:
        yield Waiting(
            on=NOBODY,
            title=f"The order ends with {listed(order.open)}",
            text=f"What is under way is finished as agreed; {costs_nothing(order.skipped)}.",
            tone="rest",
            icon="ban",
        )


def _review(snapshot: OrderSnapshot, milestone: Milestone) -> Waiting:
    reader, timer = snapshot.reader, snapshot.timer(Kind.REVIEW, milestone=milestone)
    title = f"{capital(reader.client)} is reviewing {milestone}"
    if reader.is_client:
        title = f"{capital(reader.freelancer)} is waiting for your review of {milestone}"
    return Waiting(
        on=YOU if reader.is_client else OTHER,
        title=title,
        text=_if_nothing(snapshot, milestone, timer.due_at) if timer else _no_window(snapshot, milestone),
        due=timer.due_at if timer else None,
        href=place_of(snapshot, milestone, "approve"),
        action="Review the delivery" if reader.is_client else "",
        tone="" if reader.is_client else "info",
        icon="eye",
    )


def place_of(snapshot: OrderSnapshot, milestone: Milestone, verb: str) -> str:
    """Where a verb's form is on the order page, which opens when one goes there; else the milestone."""
    if not may(getattr(milestone, verb), snapshot.reader.user):
        return milestone.get_absolute_url()
    return f"{snapshot.order.get_absolute_url()}#{verb}-{milestone.position}"


def _no_window(snapshot: OrderSnapshot, milestone: Milestone) -> SafeString:
    reader = snapshot.reader
    return format_html(
        "This rulebook has no review window, so nothing happens by itself: {} stays in escrow until {} it.",
        bold(reader.money(milestone.held)),
        "you release" if reader.is_client else f"{reader.client} releases",
    )


def _if_nothing(snapshot: OrderSnapshot, milestone: Milestone, due) -> SafeString:
    reader = snapshot.reader
    idle = "If you do nothing" if reader.is_client else f"If {reader.client} does nothing"
    return sentences(
        format_html("{}, on {} {}.", idle, exact(due), lapse(snapshot, milestone)), _how_to_prevent(snapshot, milestone)
    )


def lapse(snapshot: OrderSnapshot, milestone: Milestone) -> SafeString:
    """What the end of a review window does, as half a sentence."""
    order, what = snapshot.order, after(snapshot.order, Way.LAPSED, milestone)
    paid = pays(snapshot, [milestone]) if order.policy.pays_per_milestone else ""
    if not what.ends:
        said = format_html("the step is accepted, and {}", paid) if paid else "the step is accepted"
        return format_html("{}{}", said, afterwards_in_short(snapshot, what))
    over = "is complete" if is_complete(snapshot, what) else "ends"
    rest = format_html("; {}", never(snapshot.reader, what.never)) if what.never else ""
    if paid:
        return format_html("the step is accepted, {}, and the order {}{}", paid, over, rest)
    return format_html("the step is accepted and the order {}: {}{}", over, pays_for(snapshot, what.paid), rest)


def _how_to_prevent(snapshot: OrderSnapshot, milestone: Milestone) -> str:
    policy = snapshot.order.policy
    if not snapshot.reader.is_client:
        may_replace = snapshot.reader.is_freelancer and policy.redelivery
        return "You can hand in a newer version, which starts the time again." if may_replace else ""
    what = after(snapshot.order, Way.LAPSED, milestone)
    ways = ["approve it yourself and go on"] if what.ends and what.never else []
    if milestone.revisions_left is None or milestone.revisions_left:
        ways.append("ask for a revision")
    if policy.review_extension_days and not milestone.review_extended:
        ways.append(f"take {more_days(policy.review_extension_days)}")
    return f"To prevent that, {formats.listed([*ways, 'open a dispute'], 'or')} before then."


def _work(snapshot: OrderSnapshot, milestone: Milestone) -> Waiting:
    late, mine = milestone.is_late(clock.now()), snapshot.reader.is_freelancer
    title = _working_title(snapshot, milestone)
    return Waiting(
        on=YOU if mine else OTHER,
        title=f"{title}: late" if late else title,
        text=sentences(
            _due(milestone, late),
            _to_the_freelancer(snapshot, milestone, late) if mine else _to_the_client(snapshot, milestone, late),
        ),
        due=None if late else milestone.due_at,
        href=place_of(snapshot, milestone, "deliver"),
        action=f"Deliver {milestone}" if mine else "",
        tone="bad" if late else "info",
        icon="alarm-clock" if late else "pencil",
    )


def _working_title(snapshot: OrderSnapshot, milestone: Milestone) -> str:
    reader, revising = snapshot.reader, milestone.state == State.REVISION
    if reader.is_freelancer:
        return f"{capital(reader.client)} asked for changes to {milestone}" if revising else f"Deliver {milestone}"
    return f"{capital(reader.freelancer)} is {'changing' if revising else 'working on'} {milestone}"


def _due(milestone: Milestone, late: bool) -> SafeString | str:
    if milestone.due_at is None:
        return ""
    return format_html("It was due {}{}." if late else "It is due {}{}.", exact(milestone.due_at), which_day(milestone))


def _to_the_freelancer(snapshot: OrderSnapshot, milestone: Milestone, late: bool) -> SafeString:
    reader = snapshot.reader
    when = f"when {reader.client} accepts" if snapshot.order.policy.pays_per_milestone else "when the order ends"
    held = format_html("{} is held in escrow for it and paid {}.", bold(reader.money(milestone.held)), when)
    return sentences(held, _if_it_gets_late(milestone, late))


def _if_it_gets_late(milestone: Milestone, late: bool) -> str:
    if milestone.due_at is None:
        return ""
    if late:
        return "Nothing happens by itself; deliver, or ask for more time in the resolution center."
    return "Nothing happens by itself when that passes, but ask for more time before it does."


def _to_the_client(snapshot: OrderSnapshot, milestone: Milestone, late: bool) -> SafeString:
    reader = snapshot.reader
    when = f"{reader.client} release{'' if reader.is_client else 's'} it"
    if snapshot.order.review_days:
        when = "the delivery is accepted, or the time to review it runs out"
    if not snapshot.order.policy.pays_per_milestone:
        return sentences(
            format_html(
                "{} stays in escrow and is paid when the order ends, if {}.", bold(reader.money(milestone.held)), when
            ),
            _when_late(snapshot, late),
        )
    held = format_html("{} stays in escrow and is paid only when {}.", bold(reader.money(milestone.held)), when)
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
    return formats.listed([*ways, "open a dispute in the resolution center"], "or")
