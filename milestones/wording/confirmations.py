"""What a verb does to whose money, said before it is done: the text of every confirmation."""

from collections.abc import Callable, Iterator

from django.utils.html import format_html
from django.utils.safestring import SafeString

from marketplace import clock
from marketplace.elements import exact
from marketplace.formats import capital, counted, day_in, full_text, money_text
from marketplace.policies.models import PartialRelease, RefundTo
from milestones.actions.parts import due_dates
from milestones.actions.send_back import returnable
from milestones.models import CaseKind, Milestone, State
from milestones.models.conditions import is_next
from milestones.outcomes import Next, Way, after, of_dispute, pointless
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.reader import Reader
from milestones.queries.totals import fee_on, net_of
from milestones.wording.afterwards import afterwards, goes_back, receives
from milestones.wording.case_titles import voiding, voids
from milestones.wording.phrases import bold, days, listed, more_days, sentences

NO_WAY_BACK = "This can’t be undone."


def approve(snapshot: OrderSnapshot, milestone: Milestone) -> SafeString:
    return sentences(*_accepted(snapshot, milestone), NO_WAY_BACK)


def _accepted(snapshot: OrderSnapshot, milestone: Milestone, released: int | None = None) -> Iterator[SafeString | str]:
    """What accepting a milestone does, or a part of it (`released`, minor units), and what comes after."""
    what = after(snapshot.order, Way.ACCEPTED, milestone)
    gone = [] if released is None else [(milestone, milestone.held - released)]
    yield _payment(snapshot, milestone, what, released)
    if any(part for _, part in gone):
        yield format_html("{}.", goes_back(snapshot.reader, gone))
    yield afterwards(snapshot, what, gone)
    yield voids(snapshot, what, milestone)


def _payment(snapshot: OrderSnapshot, milestone: Milestone, what: Next, part: int | None = None) -> SafeString | str:
    """What the freelancer gets of a part, or of all that is held: now, or later; what the end pays is said with it."""
    if milestone in what.paid:
        return "The step is accepted."
    if not snapshot.order.policy.pays_per_milestone:
        return format_html("The step is accepted. {} when the order ends.", _gets(snapshot, milestone, part))
    return format_html("{}{}.", _gets(snapshot, milestone, part), _clears(snapshot))


def _gets(snapshot: OrderSnapshot, milestone: Milestone, part: int | None = None) -> SafeString:
    reader, part = snapshot.reader, milestone.held if part is None else part
    fee = fee_on(milestone, part)
    less = f" ({reader.money(part)} less a fee of {reader.money(fee)})" if fee else ""
    return format_html("{} {}{}", capital(receives(reader)), bold(reader.money(net_of(milestone, part))), less)


def _clears(snapshot: OrderSnapshot) -> str:
    clearing = snapshot.order.policy.clearing_days
    return f", free to spend in {days(clearing)}" if clearing else ""


def of_split(snapshot: OrderSnapshot, milestone: Milestone, released: int) -> SafeString:
    """What ending a milestone by a split does: `released` (minor units) goes to the freelancer, the rest back."""
    snapshot = snapshot.answering(*pointless(snapshot.cases, milestone=milestone, kind=CaseKind.DISPUTE))
    if of_dispute(released) is Way.CANCELLED:
        return cancelling(snapshot, milestone)
    return sentences(*_accepted(snapshot, milestone, released))


def cancelling(snapshot: OrderSnapshot, milestone: Milestone | None) -> SafeString:
    """What cancelling a milestone, or all that is under way, does to whose money, and what comes after."""
    gone = [(one, one.held) for one in snapshot.order.open if milestone in (None, one)]
    what = after(snapshot.order, Way.CANCELLED, *(one for one, _ in gone))
    back = format_html("{}.", goes_back(snapshot.reader, gone)) if gone else "Nothing is held, so nothing goes back."
    return sentences(back, afterwards(snapshot, what, gone), voids(snapshot, what, *(one for one, _ in gone)))


def leaving(milestone: Milestone) -> SafeString:
    """Which milestone it is that leaves the plan, and how much less the plan costs then."""
    return format_html("“{}”, {}, leaves the plan.", milestone.name, bold(money_text(milestone.amount)))


def removing(snapshot: OrderSnapshot, milestone: Milestone) -> SafeString | str:
    """What it does to the order that a milestone leaves the plan: it may end, and nothing is asked of it any more."""
    if milestone.state != State.PENDING:
        return ""
    what = after(snapshot.order, Way.REMOVED, milestone)
    return sentences(afterwards(snapshot, what) if what.ends else "", voids(snapshot, what, milestone))


def give_in(snapshot: OrderSnapshot, milestone: Milestone) -> SafeString:
    released = milestone.held if snapshot.reader.is_client else 0
    return sentences("The dispute is over.", of_split(snapshot, milestone, released), NO_WAY_BACK)


def approve_and_stop(snapshot: OrderSnapshot, milestone: Milestone) -> SafeString:
    what = after(snapshot.order, Way.STOPPED, milestone)
    closed = voids(snapshot, what, milestone)
    return sentences(_payment(snapshot, milestone, what), afterwards(snapshot, what), closed, _reopen(snapshot))


def _reopen(snapshot: OrderSnapshot) -> str:
    until = snapshot.order.policy.reopen_days
    return f"Only both of you together can reopen it, within {days(until)}." if until else "This is final."


def stop(snapshot: OrderSnapshot) -> str:
    what = after(snapshot.order, Way.STOPPED)
    said = sentences(afterwards(snapshot, what), voids(snapshot, what))
    if not what.ends:
        return said
    was_paid = any(one.released for one in snapshot.order.plan)
    kept = f"What was paid to {snapshot.reader.freelancer} stays paid." if was_paid else ""
    return sentences(said, kept, _reopen(snapshot))


def release(snapshot: OrderSnapshot, milestone: Milestone) -> SafeString:
    waits = "The changes were not delivered yet." if milestone.delivered_at else "Nothing was delivered yet."
    return sentences(waits, *_accepted(snapshot, milestone), NO_WAY_BACK)


def release_part(snapshot: OrderSnapshot, milestone: Milestone) -> SafeString:
    """Before an amount is typed; its sums come on the next page (`of_part`)."""
    held = bold(snapshot.reader.money(milestone.held))
    return format_html("{} is held. You see what each side gets before anything moves.", held)


def of_part(snapshot: OrderSnapshot, milestone: Milestone, part: int) -> SafeString:
    """What releasing `part` (minor units) of what is held does: to the freelancer, and to the rest."""
    rest = bold(snapshot.reader.money(milestone.held - part))
    if snapshot.order.policy.partial_release != PartialRelease.REST_ROLLS:
        now = format_html("{}{}.", _gets(snapshot, milestone, part), _clears(snapshot))
        stays = format_html("The rest, {}, stays held for this step.", rest)
        moot = pointless(snapshot.cases, milestone=milestone, kind=CaseKind.SPLIT)
        return sentences(now, stays, voiding(snapshot, moot), NO_WAY_BACK)
    what = after(snapshot.order, Way.ACCEPTED, milestone)
    rolls = format_html("The step is closed with it: the rest, {}, moves into {}.", rest, milestone.following)
    comes = sentences(afterwards(snapshot, what), voids(snapshot, what, milestone))
    return sentences(_payment(snapshot, milestone, what, part), rolls, comes, NO_WAY_BACK)


def give_back(snapshot: OrderSnapshot, milestone: Milestone) -> SafeString:
    return sentences(cancelling(snapshot, milestone), NO_WAY_BACK)


def send_back(snapshot: OrderSnapshot, milestone: Milestone) -> SafeString:
    amount = bold(snapshot.reader.money(returnable(milestone)))
    return sentences(
        format_html("{} leaves your balance for the card or account that paid for this step.", amount),
        "Banks take a few days to show it.",
        NO_WAY_BACK,
    )


def request_revision(snapshot: OrderSnapshot, milestone: Milestone) -> SafeString:
    left = milestone.revisions_left
    count = (
        ""
        if left is None
        else f"This uses one of {counted(left, 'revision', 'revisions')} left for {milestone.allowance_of}."
    )
    window = "The review window ends and starts again with the next delivery." if snapshot.order.review_days else ""
    return sentences(count, window, _time_for_changes(snapshot, milestone))


def _time_for_changes(snapshot: OrderSnapshot, milestone: Milestone) -> SafeString | str:
    until = due_dates.revision_due(milestone, clock.now())
    who = capital(snapshot.reader.freelancer)
    return format_html("{} has until {} for the changes.", who, exact(until)) if until else ""


def extend_review(snapshot: OrderSnapshot, milestone: Milestone) -> SafeString:
    more = more_days(snapshot.order.policy.review_extension_days)
    return sentences(f"You get {more} to review this delivery. You can do that once for each delivery.")


def arrange_call(snapshot: OrderSnapshot, milestone: Milestone) -> str:
    return f"{capital(snapshot.reader.client)} is told, sees it in the own time zone, and can put it into a calendar."


def deliver(snapshot: OrderSnapshot, milestone: Milestone) -> SafeString:
    policy, reader, to_review = snapshot.order.policy, snapshot.reader, snapshot.order.review_days
    full = (
        "This is the last step: hand in the full project." if milestone.is_last and policy.full_project_delivery else ""
    )
    window = f"{capital(reader.client)} then has {days(to_review)} to answer." if to_review else ""
    moot = [
        one
        for kind in (CaseKind.CHANGE_ORDER, CaseKind.WAIT)
        for one in pointless(snapshot.cases, milestone=milestone, kind=kind)
    ]
    return sentences(full, window, voiding(snapshot, moot))


def of_paying(reader: Reader, milestones: list[Milestone]) -> list[tuple[str, str]]:
    """What becomes of a payment, as (icon, sentence): held, worked for, accepted, returned."""
    who = capital(reader.freelancer)
    closed = [("ban", said) for one in milestones if (said := _stops_changing(OrderSnapshot(reader), one))]
    return [
        ("lock", f"The price is held in escrow. {who} does not have it yet."),
        ("pencil", f"{who} starts with {listed(milestones[:1])}{_time_for(milestones[0])}."),
        ("eye", _review(reader)),
        ("undo-2", f"What is not released comes back with its fee, to {BACK_TO[reader.order.policy.refund_to]}."),
        *closed,
    ]


def _stops_changing(snapshot: OrderSnapshot, milestone: Milestone) -> str:
    """What has begun does not change any more, whatever was proposed."""
    return voiding(snapshot, pointless(snapshot.cases, milestone=milestone, kind=CaseKind.CHANGE))


BACK_TO = {
    RefundTo.SOURCE: "where it came from",
    RefundTo.BALANCE: "your balance here",
    RefundTo.BALANCE_OR_SOURCE: "your balance here",
}


def _time_for(milestone: Milestone) -> str:
    if milestone.order.awaits_brief:
        has = f" and has {days(milestone.days)} from then on" if milestone.days else ""
        return f" when the questions of the order are answered{has}"
    if milestone.days:
        return f" and has {days(milestone.days)}"
    start = milestone.order.counts_from(clock.now())
    until = due_dates.due_for(milestone, start)
    if not until or not is_next(milestone):
        return f", which is due {day_in(milestone.due_on, milestone.order.zone)}" if milestone.due_on else ""
    late = due_dates.days_late(milestone, start)
    moved = f": {days(late)} later than planned, as the payment comes later" if late else ""
    return f", which is due {full_text(until)}{moved}"


def _review(reader: Reader) -> str:
    policy, who = reader.order.policy, reader.freelancer
    paid = "is paid" if policy.pays_per_milestone else "is paid at the end of the order"
    to_review = reader.order.review_days
    if not to_review:
        return f"{capital(who)} {paid} when you release it, and never by itself."
    return f"{capital(who)} {paid} when you accept, or after {days(to_review)} without an answer."


EXPLAINED: dict[str, Callable[[OrderSnapshot, Milestone], SafeString]] = {
    "approve": approve,
    "approve_and_stop": approve_and_stop,
    "release": release,
    "release_part": release_part,
    "give_back": give_back,
    "give_in": give_in,
    "send_back": send_back,
    "request_revision": request_revision,
    "extend_review": extend_review,
    "deliver": deliver,
}
