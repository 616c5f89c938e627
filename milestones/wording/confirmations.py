"""What a verb does to whose money, said before it is done: the text of every confirmation."""

from collections.abc import Callable

from django.utils.html import format_html
from django.utils.safestring import SafeString

from marketplace import clock
from marketplace.elements import exact
from marketplace.formats import capital, counted, day_in, full_text, plural
from marketplace.policies.models import NextPayment, PartialRelease, RefundTo
from milestones.actions.parts import due_dates
from milestones.actions.parts.finishing import ends_when_cancelled
from milestones.actions.parts.refunding import fee_of
from milestones.actions.send_back import returnable
from milestones.models import Milestone, State
from milestones.models.conditions import is_next
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.reader import Reader
from milestones.queries.totals import fee_on, net_of
from milestones.wording import next_charge
from milestones.wording.phrases import back, bold, costs_nothing, days, listed, more_days, never_starts, sentences
from milestones.wording.under_way import pays

NO_WAY_BACK = "This can’t be undone."


def approve(snapshot: OrderSnapshot, milestone: Milestone) -> SafeString:
    return sentences(_payment(snapshot, milestone), _next(snapshot, milestone), NO_WAY_BACK)


def _payment(snapshot: OrderSnapshot, milestone: Milestone, part: int | None = None) -> SafeString:
    """What the freelancer gets of a part, or of all that is held: now, or later."""
    reader, policy = snapshot.reader, snapshot.order.policy
    part, who = milestone.held if part is None else part, capital(reader.freelancer)
    gets = "receive" if reader.is_freelancer else "receives"
    fee = fee_on(milestone, part)
    less = f" ({reader.money(part)} less a fee of {reader.money(fee)})" if fee else ""
    net = bold(reader.money(net_of(milestone, part)))
    if not policy.pays_per_milestone:
        return format_html("The step is accepted. {} {} {}{} when the order ends.", who, gets, net, less)
    clears = f", free to spend in {days(policy.clearing_days)}" if policy.clearing_days else ""
    return format_html("{} {} {}{}{}.", who, gets, net, less, clears)


def goes_back(reader: Reader, milestones: list[tuple[Milestone, int]]) -> SafeString:
    """What goes back to the client of these parts of steps, as half a sentence, and which fee is in it."""
    price, fee = parts_back(milestones)
    said = format_html("{} goes back to {}", bold(back(reader, price, fee)), reader.client)
    if not fee or reader.is_freelancer:
        return said
    return format_html("{} ({} and the fee of {})", said, reader.money(price), reader.money(fee))


def parts_back(milestones: list[tuple[Milestone, int]]) -> tuple[int, int]:
    """The price and the client's fee in these parts of steps, for `back`."""
    return sum(part for _, part in milestones), sum(fee_of(milestone, part) for milestone, part in milestones)


def of_split(snapshot: OrderSnapshot, milestone: Milestone, released: int) -> SafeString:
    """What ending a dispute does: `released` (minor units) goes to the freelancer, the rest back."""
    rest = milestone.held - released
    return sentences(
        _payment(snapshot, milestone, released) if released else "",
        format_html("{}.", goes_back(snapshot.reader, [(milestone, rest)])) if rest else "",
        _next(snapshot, milestone) if released else _after_cancelling(snapshot, [milestone]),
    )


def _after_cancelling(snapshot: OrderSnapshot, milestones: list[Milestone]) -> SafeString | str:
    """Whether the order ends when these steps are cancelled (milestones.actions.parts.finishing.end_or_go_on)."""
    order = snapshot.order
    if not ends_when_cancelled(order, milestones):
        return "The order goes on."
    accepted = [one for one in order.done if one.state == State.APPROVED]
    paid = format_html(", and {}", pays(snapshot, accepted)) if accepted else ""
    never = f": {never_starts(order.pending)}" if order.pending else ""
    return format_html("The order ends{}{}.", never, paid)


def cancelling(snapshot: OrderSnapshot, milestone: Milestone | None) -> SafeString:
    """What cancelling a step, or all that is under way, does to whose money."""
    milestones = [one for one in snapshot.order.open if milestone in (None, one)]
    if not milestones:
        return sentences("Nothing is held, so nothing goes back.", _after_cancelling(snapshot, milestones))
    parts = [(one, one.held) for one in milestones]
    return sentences(format_html("{}.", goes_back(snapshot.reader, parts)), _after_cancelling(snapshot, milestones))


def give_in(snapshot: OrderSnapshot, milestone: Milestone) -> SafeString:
    released = milestone.held if snapshot.reader.is_client else 0
    return sentences("The dispute is over.", of_split(snapshot, milestone, released), NO_WAY_BACK)


def _next(snapshot: OrderSnapshot, milestone: Milestone) -> SafeString | str:
    """What comes after this step is over."""
    order, following = snapshot.order, snapshot.order.next_pending
    if [one for one in order.open if one is not milestone]:
        return ""
    if following is None:
        return "It is the last step: the order is complete then."
    if order.policy.next_payment == NextPayment.AUTOMATIC:
        return next_charge.at_once(snapshot.reader, following)
    pays = "you pay" if snapshot.reader.is_client else f"{snapshot.reader.client} pays"
    if order.policy.pay_next_days:
        has = "you have" if snapshot.reader.is_client else f"{snapshot.reader.client} has"
        return f"Then {has} {days(order.policy.pay_next_days)} to pay {following}."
    return f"{capital(str(following))} starts when {pays} it."


def approve_and_stop(snapshot: OrderSnapshot, milestone: Milestone) -> SafeString:
    order, reader = snapshot.order, snapshot.reader
    paid = _payment(snapshot, milestone)
    if not order.policy.pays_per_milestone:
        accepted = [*order.done, milestone]
        amount = bold(reader.money(sum(net_of(one) for one in accepted)))
        paid = format_html("{} receives {} for {}.", capital(reader.freelancer), amount, listed(accepted))
    return sentences(paid, _never(snapshot), _reopen(snapshot))


def _never(snapshot: OrderSnapshot) -> str:
    pending = snapshot.order.pending
    return f"The order ends: {costs_nothing(pending)}."


def _reopen(snapshot: OrderSnapshot) -> str:
    until = snapshot.order.policy.reopen_days
    return f"Only both of you together can reopen it, within {days(until)}." if until else "This is final."


def stop(snapshot: OrderSnapshot) -> SafeString:
    order = snapshot.order
    if order.open:
        going_on = plural(len(order.open), "{} goes on as agreed.", "{} go on as agreed.")
        going_on = going_on.format(capital(listed(order.open)))
        return sentences(f"{capital(never_starts(order.pending))}.", going_on)
    return sentences(_never(snapshot), f"What was paid to {snapshot.reader.freelancer} stays paid.", _reopen(snapshot))


def release(snapshot: OrderSnapshot, milestone: Milestone) -> SafeString:
    waits = "The changes were not delivered yet." if milestone.delivered_at else "Nothing was delivered yet."
    return sentences(waits, _payment(snapshot, milestone), _next(snapshot, milestone), NO_WAY_BACK)


def release_part(snapshot: OrderSnapshot, milestone: Milestone) -> SafeString:
    """Before an amount is typed; its sums come on the next page (`of_part`)."""
    held = bold(snapshot.reader.money(milestone.held))
    return format_html("{} is held. You see what each side gets before anything moves.", held)


def of_part(snapshot: OrderSnapshot, milestone: Milestone, part: int) -> SafeString:
    """What releasing `part` (minor units) of what is held does: to the freelancer, and to the rest."""
    rest = bold(snapshot.reader.money(milestone.held - part))
    if snapshot.order.policy.partial_release == PartialRelease.REST_ROLLS:
        rolls = format_html("The step is closed with it: the rest, {}, moves into {}.", rest, milestone.following)
        return sentences(_payment(snapshot, milestone, part), rolls, _next(snapshot, milestone), NO_WAY_BACK)
    stays = format_html("The rest, {}, stays held for this step.", rest)
    return sentences(_payment(snapshot, milestone, part), stays, NO_WAY_BACK)


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
    window = (
        "The review window ends and starts again with the next delivery." if snapshot.order.policy.review_days else ""
    )
    return sentences(count, window, _time_for_changes(snapshot, milestone))


def _time_for_changes(snapshot: OrderSnapshot, milestone: Milestone) -> SafeString | str:
    until = due_dates.revision_due(milestone, clock.now())
    who = capital(snapshot.reader.freelancer)
    return format_html("{} has until {} for the changes.", who, exact(until)) if until else ""


def extend_review(snapshot: OrderSnapshot, milestone: Milestone) -> SafeString:
    more = more_days(snapshot.order.policy.review_extension_days)
    return sentences(f"You get {more} to review this delivery. You can do that once for each delivery.")


def deliver(snapshot: OrderSnapshot, milestone: Milestone) -> SafeString:
    policy, reader = snapshot.order.policy, snapshot.reader
    full = (
        "This is the last step: hand in the full project." if milestone.is_last and policy.full_project_delivery else ""
    )
    window = f"{capital(reader.client)} then has {days(policy.review_days)} to answer." if policy.review_days else ""
    return sentences(full, window)


def of_paying(reader: Reader, milestones: list[Milestone]) -> list[tuple[str, str]]:
    """What becomes of a payment, as (icon, sentence): held, worked for, accepted, returned."""
    who = capital(reader.freelancer)
    return [
        ("lock", f"The price is held in escrow. {who} does not have it yet."),
        ("pencil", f"{who} starts with {listed(milestones[:1])}{_time_for(milestones[0])}."),
        ("eye", _review(reader)),
        ("undo-2", f"What is not released comes back with its fee, to {BACK_TO[reader.order.policy.refund_to]}."),
    ]


BACK_TO = {
    RefundTo.SOURCE: "where it came from",
    RefundTo.BALANCE: "your balance here",
    RefundTo.BALANCE_OR_SOURCE: "your balance here",
}


def _time_for(milestone: Milestone) -> str:
    if milestone.days:
        return f" and has {days(milestone.days)}"
    until = due_dates.due_for(milestone, clock.now())
    if not until or not is_next(milestone):
        return f", which is due {day_in(milestone.due_on, milestone.order.zone)}" if milestone.due_on else ""
    late = due_dates.days_late(milestone, clock.now())
    moved = f": {days(late)} later than planned, as the payment comes later" if late else ""
    return f", which is due {full_text(until)}{moved}"


def _review(reader: Reader) -> str:
    policy, who = reader.order.policy, reader.freelancer
    paid = "is paid" if policy.pays_per_milestone else "is paid at the end of the order"
    if not policy.review_days:
        return f"{capital(who)} {paid} when you release it, and never by itself."
    return f"{capital(who)} {paid} when you accept, or after {days(policy.review_days)} without an answer."


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
