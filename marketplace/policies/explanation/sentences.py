"""A rulebook in plain words, from its parameters alone. Pure: a Policy and a currency in, sentences out.

Every sentence says what the engine does with that parameter; the module that does it is named where it is not obvious.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from marketplace.formats import counted, listed, percent_text
from marketplace.policies.decision import NextKind, Way, days_to_pay, decide, hours_of_grace
from marketplace.policies.explanation.words import USED, currencies, days, hours, milestones_between, money
from marketplace.policies.models import (
    DUE_REMINDERS,
    CancelWay,
    ChargeFailure,
    ClientStop,
    Contract,
    DisputeSilence,
    Extension,
    FirstPayment,
    OrderType,
    Origin,
    PaidFrom,
    PartialRelease,
    PlanChanges,
    Policy,
    RefundTo,
    RequirementsEnd,
    Revisions,
    Signing,
    Silence,
    TimeGiven,
    Writers,
)
from marketplace.policies.validation import STEP_LIMITS


@dataclass(frozen=True)
class Section:
    """One part of the explanation: a heading, an icon and its sentences."""

    key: str
    title: str
    icon: str
    sentences: list[str]


def sections(policy: Policy, currency: str = "USD") -> list[Section]:
    """The whole rulebook, with its amounts in this currency."""
    return [Section(key, title, icon, list(write(policy, currency))) for key, title, icon, write in PARTS]


# --- The plan -------------------------------------------------------------------------------------------------------


def plan(policy: Policy, currency: str) -> Iterator[str]:
    yield WRITES[policy.plan_written_by]
    yield f"An order comes from {listed([Origin(one).label for one in policy.origins], 'or')}."
    yield from _order_types(policy, currency)
    if policy.takes(OrderType.MILESTONES):
        yield from _limits(policy, currency)
    yield from _time(policy)
    if policy.deliverables_required:
        yield "Each step names what it will deliver."
    else:
        yield "A step may name what it will deliver; it does not have to."
    if policy.substeps:
        yield "A step can be divided into substeps, which the freelancer ticks off as the work goes on."
    if policy.eligible_category:
        where = "Paid in steps, it" if policy.takes(OrderType.SINGLE) else "It"
        yield f"{where} is open to work in eligible categories only."
    yield SIGNED[policy.signing]
    if policy.contract != Contract.NONE:
        yield f"A contract goes with the offer: {Contract(policy.contract).label}."


WRITES = {
    Writers.EITHER: "Either side writes the plan.",
    Writers.CLIENT: "The client writes the plan; the freelancer may propose one.",
    Writers.FREELANCER: "The freelancer writes the plan.",
}
SIGNED = {
    Signing.BOTH_SIGN: "Both sides sign before the order begins.",
    Signing.ACCEPTANCE: "Accepting the offer makes it binding; nothing else is signed.",
}


def _order_types(policy: Policy, currency: str) -> Iterator[str]:
    single, steps = policy.takes(OrderType.SINGLE), policy.takes(OrderType.MILESTONES)
    if single and steps:
        yield "It is paid in steps, or with one payment for the whole work, which is then a single step."
    elif single:
        yield "It has one payment, for the whole work, which is a single step."
    if single and policy.single_total_min:
        yield f"With one payment it costs at least {money(policy, policy.single_total_min, currency)}."
    yield from _subscriptions(policy, currency)
    if single and steps and any(getattr(policy, field) for field in STEP_LIMITS):
        yield "What follows about the number of steps and their amounts is asked of orders that are paid in steps."


def _subscriptions(policy: Policy, currency: str) -> Iterator[str]:
    """How work is bought for some months (offers.actions.subscribing)."""
    if not policy.takes_subscriptions:
        return
    months = listed([str(one) for one in policy.subscription_months], "or")
    yield (
        f"Work may be subscribed to for {months} months: each month is an order of its own with one payment, charged "
        "when it begins, whether or not the one before is finished."
    )
    if policy.subscription_discounts:
        less = listed([percent_text(one) for one in policy.subscription_discounts], "or")
        yield f"From the second month on it may cost {less} less."
    if policy.subscription_total_min:
        yield f"A month costs at least {money(policy, policy.subscription_total_min, currency)}, before any discount."
    if policy.subscription_days_max:
        yield f"The work of a month takes at most {days(policy.subscription_days_max)}."
    notice = policy.subscription_notice_days
    until = f"until {days(notice)} before" if notice else "until"
    yield (
        "The client may cancel the months to come until the next one begins, the freelancer "
        f"{until} {'it' if not notice else 'that'}; what is under way goes on. A charge that fails is tried for three "
        "days, then the subscription ends."
    )


def _limits(policy: Policy, currency: str) -> Iterator[str]:
    if Origin.GIG in policy.origins:
        yield f"A gig has {milestones_between(policy.gig_milestones_min, policy.gig_milestones_max)}."
    if policy.takes_offers or policy.offer_milestones_min or policy.offer_milestones_max:
        yield f"An offer has {milestones_between(policy.offer_milestones_min, policy.offer_milestones_max)}."
    if policy.bid_milestones_max:
        yield f"What a freelancer proposes has at most {counted(policy.bid_milestones_max, 'step', 'steps')}."
    if policy.offer_total_min:
        how = "more than" if policy.offer_total_over else "at least"
        yield f"The total of an offer is {how} {money(policy, policy.offer_total_min, currency)}."
    if policy.gig_total_min:
        yield f"The smallest package of a gig costs at least {money(policy, policy.gig_total_min, currency)}."
    if policy.gig_milestone_min:
        yield f"In a gig, each step costs at least {money(policy, policy.gig_milestone_min, currency)}."
    if policy.milestone_min:
        yield f"In an offer, each step costs at least {money(policy, policy.milestone_min, currency)}."


def _time(policy: Policy) -> Iterator[str]:
    match policy.time_given:
        case TimeGiven.DAYS:
            yield "Each step has a number of days, counted from when it is paid into escrow."
            if policy.milestone_max_days:
                yield f"In an offer, a step takes at most {days(policy.milestone_max_days)}."
        case TimeGiven.DUE_DATE:
            yield "Each step has a due date."
        case _:
            yield "A step may have a due date; it does not have to."
    early = listed([str(number) for number in DUE_REMINDERS])
    yield (
        f"The freelancer is reminded {early} hours before a step is due, and both sides are told when it is late; "
        "nothing else happens by itself then."
    )
    if policy.due_moves_with_payment and policy.time_given != TimeGiven.DAYS:
        yield "Where a step is paid later than the plan had it, its due date moves by as many days."
    if policy.project_start_date:
        yield "The offer names the day on which the project starts."


# --- Questions before the work --------------------------------------------------------------------------------------


def questions(policy: Policy, currency: str) -> Iterator[str]:
    if not policy.asks_before_start:
        yield "An order comes with no questions: the time of a step runs as soon as it is paid into escrow."
        return
    yield (
        "An order may come with questions. The time of the first step does not run until the client has answered those "
        "that need an answer; the freelancer may do without."
    )
    yield from _unanswered(policy)
    if policy.requirements_returns:
        times = "once" if policy.requirements_returns == 1 else f"up to {policy.requirements_returns} times"
        yield f"Answers that do not suffice may be sent back {times}; then the time stands still again."
    else:
        yield "Answers can’t be sent back."


def _unanswered(policy: Policy) -> Iterator[str]:
    if policy.requirements_end == RequirementsEnd.WAITS:
        yield "As long as answers are missing, the order waits."
        return
    who = "the client" if policy.requirements_end == RequirementsEnd.CLIENT_MAY_CANCEL else "either side"
    when = f"When they are missing for {days(policy.requirements_days)}" if policy.requirements_days else "Until then"
    yield f"{when}, {who} may cancel alone, and everything goes back to the client."


# --- Paying in ------------------------------------------------------------------------------------------------------


def paying(policy: Policy, currency: str) -> Iterator[str]:
    yield f"Each step is paid into escrow before its work begins. {FIRST[policy.first_payment]}"
    yield from _next(policy)
    if policy.takes_whole_deposit:
        yield "The client may also deposit the whole project with the offer, or pay for the rest at once later."
    elif policy.whole_plan_payable:
        yield "The client may also pay for the whole plan at once."
    else:
        yield "Steps are paid one by one; the whole plan can’t be paid at once."
    if policy.strict_order:
        yield "Steps are worked on strictly in order."
    else:
        yield "Steps may be paid, worked on and released in any order, several at the same time."
    yield PAID_FROM[policy.paid_from]
    yield from _failure(policy)


FIRST = {
    FirstPayment.AT_START: "The first one is charged at the start, when both sides have agreed.",
    FirstPayment.ON_CREATION: "The client pays one when creating it, or at any later time.",
    FirstPayment.ON_ORDER: "The first one is paid when the order is placed.",
    FirstPayment.WITH_OFFER: (
        "The first one is deposited with the offer, before the freelancer accepts; "
        "if nothing comes of the offer, the deposit goes back with its fee."
    ),
}
PAID_FROM = {
    PaidFrom.SOURCE: "A step is paid from a card or bank account.",
    PaidFrom.EITHER: "A step is paid from the client’s balance or from a card or bank account, if that covers it all.",
    PaidFrom.BALANCE_FIRST: "A step is paid from the client’s balance first, and the rest from a card or bank account.",
    PaidFrom.BALANCE_IF_ALL: (
        "A step is paid from the client’s balance if that covers it all, otherwise from a card or bank account."
    ),
}


def _next(policy: Policy) -> Iterator[str]:
    kind = next_after(policy, Way.ACCEPTED)
    if kind is NextKind.CHARGE:
        yield "When a step is accepted, the next one is charged automatically."
        yield "Where the bank declines what the order charges, the client’s default card or account is tried once."
        return
    yield "The client pays each next step; nothing is charged automatically."
    if until := days_to_pay(policy, Way.ACCEPTED, kind):
        yield (
            f"If the next step is not paid within {days(until)}, the order ends; "
            "later steps never start and cost nothing."
        )
    else:
        yield "There is no time limit for that: the order waits."


def next_after(policy: Policy, way: Way) -> NextKind:
    """What follows in the middle of a plan, with nothing else under way."""
    return decide(policy, way, left=True)


def _failure(policy: Policy) -> Iterator[str]:
    if grace := hours_of_grace(policy):
        least = "at least " if policy.waits_for_payment else ""
        yield (
            f"If a charge fails, the client has {least}{hours(grace)} to pay; "
            "if nothing is paid by then, the order ends and later steps never start."
        )
    elif policy.charge_failure == ChargeFailure.RETRY:
        yield "If a charge fails, the step stays unpaid and the client may try again."
    else:
        yield "If a charge fails, the payment is refused and nothing changes."


# --- Review and silence ---------------------------------------------------------------------------------------------


def review(policy: Policy, currency: str) -> Iterator[str]:
    if policy.review_days:
        yield from _window(policy)
    else:
        yield f"A delivery has no review window. {silence(policy)}"
    if differs_when_single(policy):
        yield (
            f"Where an order has one payment, the client has {days(policy.single_review_days)} instead; "
            "after that the delivery counts as accepted and is paid, and the order is complete."
        )
    yield from _longer_review(policy)
    yield from _reminders(policy)
    if policy.release_without_delivery:
        yield "The client may pay a step out before it is delivered."
    else:
        yield "A step is paid out only after it was delivered."
    yield PARTS_OF_A_STEP[policy.partial_release]
    if policy.full_project_delivery:
        yield "The delivery of the last step is the full project."


PARTS_OF_A_STEP = {
    PartialRelease.NONE: "A step is paid out as a whole.",
    PartialRelease.REST_HELD: "The client may pay out part of a step; the rest stays held.",
    PartialRelease.REST_ROLLS: "The client may pay out part of a step; the rest is added to the next step.",
}


def _window(policy: Policy) -> Iterator[str]:
    yield f"After each delivery the client has {days(policy.review_days)} to approve it or to object."
    yield silence(policy)
    if next_after(policy, Way.LAPSED) is NextKind.END and may_overlap(policy):
        yield "If other steps are paid and under way at that time, the order goes on with those."


def _longer_review(policy: Policy) -> Iterator[str]:
    if policy.longest_review_days and policy.review_extension_days:
        yield f"Once for each delivery, the client may add {days(policy.review_extension_days)} to the review."
    if policy.redelivery:
        again = "; the review then starts again" if policy.longest_review_days else ""
        yield f"The freelancer may replace a delivery that is under review{again}."


def silence(policy: Policy) -> str:
    """What happens when nobody answers a delivery in the middle of the plan: the sentence that matters most."""
    if not policy.review_days:
        return "As long as the client does not answer, nothing happens by itself."
    when = f"If the client does not answer within {days(policy.review_days)}, the delivery counts as accepted"
    if next_after(policy, Way.LAPSED) is NextKind.END:
        paid = ", is paid," if policy.pays_per_milestone else ", every accepted step is paid,"
        return f"{when}{paid} and the order ends; later steps never start."
    if policy.pays_per_milestone:
        return f"{when} and is paid; the order goes on."
    return f"{when}; it is paid when the order completes, and the order goes on."


def differs_when_single(policy: Policy) -> bool:
    """Whether an order with one payment has other days of review than a step."""
    return policy.takes(OrderType.SINGLE) and policy.review_days_of(OrderType.SINGLE) != policy.review_days


def may_overlap(policy: Policy) -> bool:
    """Whether more than one milestone can be paid and under way."""
    return policy.whole_plan_payable or not policy.strict_order


def reminders(policy: Policy) -> str:
    """ "at half time, 48 hours and 24 hours before", or nothing."""
    early = ["at half time"] if policy.reminder_half_time else []
    before = [hours(number) for number in sorted(policy.reminder_hours, reverse=True)]
    if before:
        before[-1] += " before"
    return listed([*early, *before]) if early or before else ""


def _reminders(policy: Policy) -> Iterator[str]:
    ends = ["the review"] if policy.longest_review_days else []
    ends += ["the time to pay the next step"] if policy.waits_for_payment else []
    if not ends:
        return
    when, comma = reminders(policy), "" if policy.reminder_hours else ", before"
    if when:
        yield f"The client is reminded {when}{comma} {listed(ends, 'or')} ends."
    else:
        yield f"Nobody is reminded before {listed(ends, 'or')} ends."


# --- Revisions and changes ------------------------------------------------------------------------------------------


def revisions(policy: Policy, currency: str) -> Iterator[str]:
    yield ALLOWANCE[policy.revisions]
    if policy.revisions == Revisions.NONE:
        return
    if policy.longest_review_days:
        yield "Asking for one ends the review of that delivery; the next delivery starts a new review."
    if policy.revision_days:
        yield (
            f"A revision leaves the freelancer at least {days(policy.revision_days)}: an earlier due date moves, "
            "a later one stays."
        )
    else:
        yield "A revision does not move the due date of the step."
    if policy.change_orders:
        yield (
            "The freelancer may answer “that is new scope” with a step of its own and its price. "
            "If the client accepts, the step joins the plan and the revision is given back."
        )


ALLOWANCE = {
    Revisions.NONE: "There are no revision requests under this rulebook.",
    Revisions.UNLIMITED: "The client may ask for revisions of a delivery without limit.",
    Revisions.PER_MILESTONE: "The plan says how many revisions the client may ask for in each step.",
    Revisions.PER_ORDER: "The offer has one allowance of revisions for the whole order; they may be spent in any step.",
}


def changes(policy: Policy, currency: str) -> Iterator[str]:
    yield CHANGED_BY[policy.plan_changes]
    yield "A step that is paid into escrow is locked."


CHANGED_BY = {
    PlanChanges.NOBODY: "Nobody changes the plan after signing.",
    PlanChanges.CLIENT: (
        "The client may add, change and remove steps that have not begun, at any time; the freelancer may propose a "
        "change, which the client accepts or declines."
    ),
    PlanChanges.BOTH_AGREE: "Either side may propose to change what has not begun, and the other accepts or declines.",
}


WAITS = "A request that nobody answers waits."


def extensions(policy: Policy, currency: str) -> Iterator[str]:
    yield MORE_TIME[policy.extension]
    yield _silence_about_time(policy)
    yield (
        "The freelancer may ask the client what a step under way needs: its time stands until the client answers, and "
        "is longer by as long as that took."
    )
    if policy.pause_days_max:
        yield (
            f"Both sides may agree to let the order rest, for up to {days(policy.pause_days_max)} at once: all its "
            "times stop, and either side may go on at once."
        )


def _silence_about_time(policy: Policy) -> str:
    match policy.extension_silence:
        case Silence.ACCEPTS:
            means = "the request counts as accepted"
        case Silence.WITHDRAWS:
            means = "the request counts as withdrawn"
        case _:
            return WAITS
    return f"If nobody answers within {hours(policy.extension_silence_hours)}, {means}."


MORE_TIME = {
    Extension.BOTH_AGREE: "Either side may ask for more time for a step under way; the other accepts or declines.",
    Extension.CLIENT: "The client gives a step more time; the freelancer may ask for it.",
    Extension.CASE: (
        "The freelancer may ask for more time for a step under way, and the client answers; "
        "the client may also give it unasked."
    ),
}


# --- Endings --------------------------------------------------------------------------------------------------------


def stopping(policy: Policy, currency: str) -> Iterator[str]:
    yield STOPS[policy.client_stop]
    if policy.client_stop != ClientStop.NEVER:
        yield "Steps that never start cost nothing."
    if policy.reopen_days:
        yield f"Within {days(policy.reopen_days)} both sides may agree to reopen an order that was stopped."
    else:
        yield "An order that has ended can’t be reopened."


STOPS = {
    ClientStop.NEVER: "The client can’t stop the order alone.",
    ClientStop.ANY_TIME: (
        "The client may stop at any time: a step under way is finished as agreed, and later steps never start."
    ),
    ClientStop.AFTER_APPROVAL: (
        "The client may stop when a step is approved, or in the same go; later steps never start."
    ),
    ClientStop.AFTER_DELIVERY: (
        "After each delivery the client may approve it and stop: that step counts and is paid, later steps never start."
    ),
}


def cancelling(policy: Policy, currency: str) -> Iterator[str]:
    ways = policy.cancel_ways
    if ways == [CancelWay.SUPPORT]:
        yield "Only support can cancel a step whose money is held."
    else:
        yield from (CANCELS[way] for way in CancelWay if way in ways)
    if policy.takes_requests_to_cancel:
        yield from _cancel_request(policy)
    yield "A cancelled step gives back to the client what is held for it."
    yield "Both sides may agree at any time to split what a step holds: a part of it is paid, and the rest goes back."
    if next_after(policy, Way.CANCELLED) is NextKind.END:
        yield (
            "If nothing else is under way the order ends with it: completed if a step was accepted before, "
            "otherwise cancelled."
        )
    else:
        yield "The rest of the order goes on."
    yield from _suspended(policy)


def _suspended(policy: Policy) -> Iterator[str]:
    """The way out of milestones.actions.leave."""
    if not policy.suspended_end_days:
        yield "While support has suspended one side, the order goes on: the other side can’t end it alone for that."
        return
    yield (
        f"When support has suspended one side for {days(policy.suspended_end_days)}, the other side may end the order "
        "alone: what is held goes back to the client with its fee, but for work that was handed in or is disputed, "
        "which is decided first."
    )


CANCELS = {
    CancelWay.AGREEMENT: "Either side may ask to cancel, and the other accepts or declines.",
    CancelWay.GIVE_BACK: "The freelancer may give back what a step holds, unasked or when the client asks for it.",
    CancelWay.BEFORE_WORK: "The client can cancel alone only before the offer is accepted.",
    CancelWay.REFUND_REQUEST: "The client may ask for a refund of what is held; the freelancer accepts or declines.",
    CancelWay.SUPPORT: "Either side may turn to support, who can cancel.",
}


def _cancel_request(policy: Policy) -> Iterator[str]:
    if policy.cancel_fault:
        yield "The request names the side at fault, if any; accepting it is agreeing to that."
    if policy.cancel_silence_hours:
        yield f"If nobody answers such a request within {hours(policy.cancel_silence_hours)}, it counts as accepted."
    else:
        yield WAITS


def disputes(policy: Policy, currency: str) -> Iterator[str]:
    yield "Either side may dispute a step whose money is held. Only that step is frozen, with its money and its timers."
    yield from _answer_times(policy)
    if answers_in_time(policy) and policy.dispute_silence == DisputeSilence.LOSES:
        yield (
            "Who does not answer in time loses: all that is held is paid to the freelancer, or refunded to the client. "
            "After an answer it goes to support."
        )
    elif answers_in_time(policy):
        yield "When that time is over, or after an answer, it goes to support."
    yield "Support decides how much of what is held is paid out and how much goes back, and gives the reason."


def answers_in_time(policy: Policy) -> bool:
    """Whether somebody has a time to answer a dispute."""
    return bool(policy.dispute_client_hours or policy.dispute_freelancer_hours)


def _answer_times(policy: Policy) -> Iterator[str]:
    client, freelancer = policy.dispute_client_hours, policy.dispute_freelancer_hours
    weekdays = policy.dispute_business_days
    if client and client == freelancer:
        yield f"The other side has {hours(client, weekdays=weekdays)} to answer."
        return
    for answers, opens, number in (("client", "freelancer", client), ("freelancer", "client", freelancer)):
        if number:
            yield f"When the {opens} disputes, the {answers} has {hours(number, weekdays=weekdays)} to answer."
        elif client or freelancer:
            yield f"When the {opens} disputes, it goes to support at once."
    if not client and not freelancer:
        yield "It goes to support at once."


# --- Fees and payout ------------------------------------------------------------------------------------------------


def fees(policy: Policy, currency: str) -> Iterator[str]:
    yield client_fee(policy, currency)
    if policy.freelancer_fee:
        yield f"The freelancer’s fee is {percent_text(policy.freelancer_fee)} of what is paid out, taken from it."
    else:
        yield "The freelancer pays no fee."
    yield "A fee on money that goes back to the client goes back with it."


def fee_parts(policy: Policy, currency: str) -> list[str]:
    """What the client's fee is made of (marketplace.policies.fees.client_fee): "5.5 % of each payment", …"""
    parts = []
    if policy.client_fee:
        least = f", at least {money(policy, policy.client_fee_min, currency)}" if policy.client_fee_min else ""
        parts.append(f"{percent_text(policy.client_fee)} of each payment{least}")
    elif policy.client_fee_min:
        parts.append(f"{money(policy, policy.client_fee_min, currency)} for each payment")
    if policy.client_fee_small_under:
        small, under = policy.client_fee_small, policy.client_fee_small_under
        parts.append(f"{money(policy, small, currency)} on a payment under {money(policy, under, currency)}")
    if policy.client_fee_fixed:
        parts.append(
            f"{money(policy, policy.client_fee_fixed, currency)} once for each contract, with its first payment"
        )
    return parts


def client_fee(policy: Policy, currency: str) -> str:
    parts = fee_parts(policy, currency)
    if not parts:
        return "The client pays no fee."
    return f"On top of the price, the client pays {listed(parts)}."


def payout(policy: Policy, currency: str) -> Iterator[str]:
    if policy.pays_per_milestone:
        yield "The freelancer is paid for each step as soon as it is accepted."
    else:
        yield "The freelancer is paid when the order completes; until then accepted steps stay in escrow."
    if policy.clearing_days:
        yield f"Each payout clears for {days(policy.clearing_days)} before it can be {USED}."
    else:
        yield f"It can be {USED} at once."


def refunds(policy: Policy, currency: str) -> Iterator[str]:
    match policy.refund_to:
        case RefundTo.SOURCE:
            rest = "" if policy.paid_from == PaidFrom.SOURCE else "; what was paid from the balance goes back there"
            yield f"A refund goes back to the card or bank account that paid{rest}."
        case RefundTo.BALANCE:
            yield "A refund goes to the client’s balance."
        case _:
            yield "A refund goes to the client’s balance or, on request, back to the card or bank account that paid."


def support(policy: Policy, currency: str) -> Iterator[str]:
    yield (
        "Under every rulebook, support may accept a step, cancel and refund one, cancel the order or put a timer off. "
        "Who did it and why is in the order’s history, where both sides read it."
    )
    yield "Nobody in support decides an order of their own."


def money_of(policy: Policy, currency: str) -> Iterator[str]:
    yield f"An order can be in {listed(currencies(policy), 'or')}."


Writer = Callable[[Policy, str], Iterator[str]]

PARTS: list[tuple[str, str, str, Writer]] = [
    ("plan", "The plan", "list-ordered", plan),
    ("questions", "Questions before the work", "message-circle", questions),
    ("paying", "Paying into escrow", "credit-card", paying),
    ("review", "Review and silence", "hourglass", review),
    ("revisions", "Revisions", "rotate-ccw", revisions),
    ("changes", "Changing the plan", "pencil", changes),
    ("extensions", "More time", "calendar-days", extensions),
    ("stopping", "Stopping", "circle-pause", stopping),
    ("cancelling", "Cancelling", "ban", cancelling),
    ("disputes", "Disputes", "scale", disputes),
    ("fees", "Fees", "percent", fees),
    ("payout", "Paying the freelancer", "banknote", payout),
    ("refunds", "Refunds", "undo-2", refunds),
    ("currencies", "Currencies", "coins", money_of),
    ("support", "Support", "life-buoy", support),
]
