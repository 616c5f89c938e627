"""What would make a rulebook contradict itself: asked before one is published. Pure functions of an unsaved Policy.

The CHECK constraints keep what the engine could not live with; this adds what people could not make sense of.
"""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from marketplace.policies.models import (
    CancelWay,
    ChargeFailure,
    Contract,
    DisputeSilence,
    FirstPayment,
    FreelancerPaid,
    NextPayment,
    OrderType,
    Origin,
    PartialRelease,
    Policy,
    RequirementsEnd,
    ReviewOutcome,
    Revisions,
    Signing,
    Silence,
    TimeGiven,
    Writers,
)
from marketplace.policies.models.policy import MOST_DISCOUNT, MOST_MONTHS

SHORTEST_MONTH = 28  # days
DAY = 24  # hours
LONGEST = 365  # days that a revision may leave
WHOLE = 10_000  # basis points in 100 %
Problem = tuple[str, str]


def contradictions(policy: Policy) -> list[Problem]:
    """All that stands against publishing this policy, as (field, message)."""
    return [problem for check in CHECKS for problem in check(policy)]


def _plan(policy: Policy) -> Iterator[Problem]:
    if not policy.origins:
        yield "origins", "Choose at least one: otherwise no order can come about under this rulebook."
    for least, most in (
        ("gig_milestones_min", "gig_milestones_max"),
        ("offer_milestones_min", "offer_milestones_max"),
        ("offer_milestones_min", "bid_milestones_max"),
    ):
        if (getattr(policy, least) or 1) > (getattr(policy, most) or 100_000):
            yield most, "The most must not be less than the least."
    if Origin.GIG not in policy.origins:
        for field in ("gig_milestones_min", "gig_milestones_max", "gig_total_min", "gig_milestone_min"):
            if getattr(policy, field):
                yield field, "Orders do not come from gigs under this rulebook: leave this empty."
    if not policy.takes_offers:
        for field in (
            "offer_milestones_min",
            "offer_milestones_max",
            "offer_total_min",
            "milestone_min",
            "milestone_max_days",
        ):
            if getattr(policy, field):
                yield field, "Orders come from gigs only under this rulebook: leave this empty."
    if policy.bid_milestones_max and not policy.takes_bids:
        yield "bid_milestones_max", "Nothing is proposed under this rulebook: leave this empty."
    if policy.offer_total_over and not policy.offer_total_min:
        yield "offer_total_over", "More than what? Give the smallest total, or take this mark away."
    if policy.milestone_max_days and policy.time_given != TimeGiven.DAYS:
        yield "milestone_max_days", "Steps are not given in days under this rulebook: leave this empty."
    if policy.signing == Signing.BOTH_SIGN and policy.contract == Contract.NONE:
        yield "signing", "There is no contract to sign: choose a contract, or let accepting the offer be enough."


def _gigs(policy: Policy) -> Iterator[Problem]:
    """What a gig can't give: it is a standing offer whose packages say days, and which a client accepts by paying."""
    if Origin.GIG not in policy.origins:
        return
    if policy.plan_written_by == Writers.CLIENT:
        yield "plan_written_by", "Whoever sells a gig writes its plan: choose the freelancer, or either side."
    if policy.time_given != TimeGiven.DAYS:
        yield "time_given", "Packages of gigs take a number of days, whenever they are ordered: choose days."
    if policy.signing != Signing.ACCEPTANCE:
        yield "signing", "Ordering a gig accepts it at once: nobody signs afterwards."
    if policy.contract != Contract.NONE:
        yield "contract", "The page of a gig shows no contract to read before it is ordered: choose none."
    if policy.deliverables_required:
        yield "deliverables_required", "Steps of gigs name no deliverables: take this mark away."
    if policy.project_start_date:
        yield (
            "project_start_date",
            "A gig begins when it is ordered, on no day that was agreed on: take this mark away.",
        )
    if policy.first_payment != FirstPayment.ON_ORDER:
        yield "first_payment", "Ordering a gig pays its first step: choose “when the order is placed”."


STEP_LIMITS = (
    "gig_milestones_min",
    "gig_milestones_max",
    "gig_total_min",
    "gig_milestone_min",
    "offer_milestones_min",
    "offer_milestones_max",
    "bid_milestones_max",
    "offer_total_min",
    "milestone_min",
)  # which orders with one payment need not keep


def _order_types(policy: Policy) -> Iterator[Problem]:
    if not policy.order_types:
        yield "order_types", "Choose at least one: otherwise no order could be paid under this rulebook."
        return
    if not policy.takes(OrderType.MILESTONES):
        for field in STEP_LIMITS:
            if getattr(policy, field):
                yield field, "No order is paid in steps under this rulebook: leave this empty."
        if policy.eligible_category:
            yield "eligible_category", "No order is paid in steps under this rulebook: take this mark away."
        if policy.single_review_days:
            yield "single_review_days", "Every order has one payment: give the days to review a delivery instead."
    if not policy.takes(OrderType.SINGLE):
        for field in ("single_total_min", "single_review_days"):
            if getattr(policy, field):
                yield field, "No order has one payment under this rulebook: leave this empty."


SUBSCRIBED = (
    "subscription_months",
    "subscription_discounts",
    "subscription_total_min",
    "subscription_days_max",
    "subscription_notice_days",
)


def _subscriptions(policy: Policy) -> Iterator[Problem]:
    """Each month is an order that begins by itself: what can’t be done without anybody being asked is refused."""
    if not policy.takes_subscriptions:
        for field in SUBSCRIBED:
            if getattr(policy, field):
                yield field, "There are no subscriptions under this rulebook: leave this empty."
        return
    if not policy.subscription_months:
        yield "subscription_months", "Say for how many months people may subscribe."
    if any(not 2 <= one <= MOST_MONTHS for one in policy.subscription_months):
        yield "subscription_months", f"A subscription is for 2 to {MOST_MONTHS} months."
    if any(not 1 <= one <= MOST_DISCOUNT for one in policy.subscription_discounts):
        yield "subscription_discounts", f"A discount is at most {MOST_DISCOUNT} basis points, which is 20 %."
    if (policy.subscription_notice_days or 0) > SHORTEST_MONTH:
        yield "subscription_notice_days", f"A month has {SHORTEST_MONTH} days at least: no longer notice than that."
    if not policy.takes(OrderType.SINGLE):
        yield "order_types", "Each month of a subscription is an order with one payment: choose that, too."
    if policy.first_payment != FirstPayment.ON_ORDER:
        yield "first_payment", "A month begins when it is paid: choose “when the order is placed”."
    if policy.time_given != TimeGiven.DAYS:
        yield "time_given", "The work of each month takes so many days, whenever it begins: choose days."
    if policy.signing != Signing.ACCEPTANCE:
        yield "signing", "The months after the first begin by themselves: nobody signs them."


def _requirements(policy: Policy) -> Iterator[Problem]:
    waits = policy.requirements_end == RequirementsEnd.WAITS
    if not policy.asks_before_start:
        if policy.requirements_days:
            yield "requirements_days", "Nothing is asked under this rulebook, so no answers are overdue."
        if not waits:
            yield "requirements_end", "Nothing is asked under this rulebook: there is nothing to wait for."
        if policy.requirements_returns:
            yield "requirements_returns", "Nothing is asked under this rulebook, so no answers can be sent back."
        return
    if policy.requirements_days and waits:
        yield "requirements_end", "The order waits, whatever the days say: choose who may cancel, or leave them empty."
    if policy.requirements_end == RequirementsEnd.EITHER_MAY_CANCEL and not policy.requirements_days:
        yield "requirements_days", "Say after how many days the freelancer may cancel: the client needs time to answer."


def _rates(policy: Policy) -> Iterator[Problem]:
    if _rate(policy.reference_rates.get("USD")) != 1:
        yield "reference_rates", "One US dollar is one US dollar: USD must be there, as 1."
    for currency, rate in policy.reference_rates.items():
        if not (_rate(rate) or 0) > 0:
            yield "reference_rates", f"The rate of {currency} must be a number above zero."


def _rate(text: object) -> Decimal | None:
    """A reference rate as a number; None when it is none."""
    try:
        rate = Decimal(str(text))
    except InvalidOperation:
        return None
    return rate if rate.is_finite() else None


def _paying(policy: Policy) -> Iterator[Problem]:
    if policy.pay_next_days and policy.next_payment != NextPayment.CLIENT:
        yield "pay_next_days", "The next step is charged automatically: there is no window to pay it in."
    grace = policy.charge_failure == ChargeFailure.GRACE
    if grace and not policy.charge_grace_hours:
        yield "charge_grace_hours", "Say how many hours of grace there are."
    if policy.charge_grace_hours and not grace:
        yield "charge_grace_hours", "Hours of grace go with “a time of grace” only."


def _review(policy: Policy) -> Iterator[Problem]:
    if not policy.review_days and policy.review_outcome == ReviewOutcome.STOP:
        yield "review_outcome", "Without a review window nothing runs out: give it days, or let the order go on."
    if not policy.longest_review_days and policy.review_extension_days:
        yield "review_extension_days", "There is no review window to extend: give it days, or leave this empty."
    if (policy.reminder_half_time or policy.reminder_hours) and not policy.has_windows:
        yield "reminder_hours", "There is no window to remind of: neither for a review nor for paying the next step."
    longest = max(policy.longest_review_days, policy.pay_next_days or 0) * DAY
    if policy.has_windows and any(number >= longest for number in policy.reminder_hours):
        yield (
            "reminder_hours",
            f"The longest window has {longest} hours: remind later than that.",
        )
    if any(number < 1 for number in policy.reminder_hours):
        yield "reminder_hours", "A reminder comes at least an hour before."
    if (policy.revision_days or 0) > LONGEST:
        yield "revision_days", f"A revision leaves at most {LONGEST} days."
    if policy.change_orders and policy.revisions == Revisions.NONE:
        yield "change_orders", "A change order answers a revision request, and there are none under this rulebook."
    held = policy.partial_release == PartialRelease.REST_HELD
    if held and policy.freelancer_paid == FreelancerPaid.ON_COMPLETION:
        yield "partial_release", "The freelancer is paid when the order completes: no part can be paid out before."


def _extension(policy: Policy) -> Iterator[Problem]:
    silent = policy.extension_silence != Silence.WAITS
    if silent and not policy.extension_silence_hours:
        yield "extension_silence_hours", "Say after how many hours silence answers."
    if policy.extension_silence_hours and not silent:
        yield "extension_silence_hours", "The request waits: leave this empty, or choose what silence means."


def _ending(policy: Policy) -> Iterator[Problem]:
    if not policy.cancel_ways:
        yield "cancel_ways", "Choose at least one way: money must never be stuck."
    if not policy.takes_requests_to_cancel:
        if policy.cancel_silence_hours:
            yield "cancel_silence_hours", "Nobody can ask to cancel under this rulebook, so there is no silence."
        if policy.cancel_fault:
            yield "cancel_fault", "Nobody can ask to cancel under this rulebook, so no request can name a fault."
    if CancelWay.BEFORE_WORK in policy.cancel_ways and len(policy.cancel_ways) == 1:
        yield "cancel_ways", "Once the offer is accepted nobody could cancel. Choose another way as well."
    answers = policy.dispute_client_hours or policy.dispute_freelancer_hours
    if policy.dispute_silence == DisputeSilence.LOSES and not answers:
        yield "dispute_silence", "Who stays silent can only lose where there are hours to answer."
    if policy.dispute_business_days and not answers:
        yield "dispute_business_days", "There are no hours to count: support decides at once."


def _fees(policy: Policy) -> Iterator[Problem]:
    for field in ("client_fee", "freelancer_fee"):
        if getattr(policy, field) > WHOLE:
            yield field, "A fee is at most 10000 basis points, which is 100 %."
    if policy.client_fee_small and not policy.client_fee_small_under:
        yield "client_fee_small_under", "Say under which amount a payment is small."
    if policy.client_fee_small_under and not policy.client_fee_small:
        yield "client_fee_small", "Say how much is added to a small payment."


CHECKS = (
    _plan,
    _gigs,
    _order_types,
    _subscriptions,
    _requirements,
    _rates,
    _paying,
    _review,
    _extension,
    _ending,
    _fees,
)
