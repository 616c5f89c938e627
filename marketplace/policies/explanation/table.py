"""All parameters side by side, in a few words each: the comparison of rulebooks, and of two versions of one.

Pure. Every parameter of a Policy is in exactly one row (a test holds that); "–" where it does not apply.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from marketplace.formats import listed, percent_text
from marketplace.policies import models as terms
from marketplace.policies.decision import NextKind, Way, days_to_pay, hours_of_grace
from marketplace.policies.explanation import sentences
from marketplace.policies.explanation.example import AMOUNTS
from marketplace.policies.explanation.words import (
    NONE,
    USED,
    counted,
    currencies,
    days,
    hours,
    milestones_between,
    money,
)
from marketplace.policies.models import CancelWay, OrderType, Origin, Policy, RequirementsEnd, Silence, TimeGiven


@dataclass(frozen=True)
class Row:
    """One line of the comparison: its label, the parameters in it, and what it says of a policy."""

    label: str
    fields: tuple[str, ...]
    say: Callable[[Policy], str]


@dataclass(frozen=True)
class Line:
    """A row as it stands on the page."""

    label: str
    cells: list[str]

    @property
    def differs(self) -> bool:
        return len(set(self.cells)) > 1


@dataclass(frozen=True)
class Group:
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Difference:
    label: str
    before: str
    after: str


def compare(policies: list[Policy]) -> list[Group]:
    """What each of these policies says on every row, grouped. Amounts are US dollars."""
    return [
        Group(title, [Line(row.label, [row.say(policy) for policy in policies]) for row in rows])
        for title, rows in ROWS
    ]


def differences(old: Policy, new: Policy) -> list[Difference]:
    """The rows on which two policies differ."""
    lines = [line for group in compare([old, new]) for line in group.lines]
    return [Difference(line.label, *line.cells) for line in lines if line.differs]


def headline(policy: Policy, currency: str = "USD") -> list[tuple[str, str]]:
    """The facts that set rulebooks apart, as (label, words)."""
    return [
        ("Silence after a delivery", _review(policy)),
        ("Next step", _next_milestone(policy)),
        ("Client may stop", words(policy, "client_stop")),
        ("Freelancer is paid", _payout(policy)),
        ("Client’s fee", client_fee(policy, currency)),
        ("Freelancer’s fee", freelancer_fee(policy)),
    ]


# --- What a row says ------------------------------------------------------------------------------------------------


def yes(value: bool) -> str:
    return "yes" if value else "no"


def dollars(policy: Policy, amount: Decimal) -> str:
    return money(policy, amount, "USD")


def gig_milestones(policy: Policy) -> str:
    if Origin.GIG not in policy.origins:
        return NONE
    return milestones_between(policy.gig_milestones_min, policy.gig_milestones_max)


def offer_milestones(policy: Policy) -> str:
    return milestones_between(policy.offer_milestones_min, policy.offer_milestones_max) if policy.takes_offers else NONE


def bid_milestones(policy: Policy) -> str:
    return f"at most {policy.bid_milestones_max}" if policy.bid_milestones_max else NONE


def offer_total(policy: Policy) -> str:
    if not policy.offer_total_min:
        return NONE
    how = "more than" if policy.offer_total_over else "at least"
    return f"{how} {dollars(policy, policy.offer_total_min)}"


def least(field: str) -> Callable[[Policy], str]:
    def say(policy: Policy) -> str:
        amount = getattr(policy, field)
        return f"at least {dollars(policy, amount)}" if amount else NONE

    return say


def longest(policy: Policy) -> str:
    limited = policy.milestone_max_days and policy.time_given == TimeGiven.DAYS
    return days(policy.milestone_max_days) if limited else NONE


def order_types(policy: Policy) -> str:
    shown = [OrderType.MILESTONES, OrderType.SINGLE, OrderType.SUBSCRIPTION]
    return listed([PAID[one] for one in shown if one in policy.order_types], "or")


def eligible(policy: Policy) -> str:
    in_steps = policy.eligible_category and policy.takes(OrderType.SINGLE)
    return "yes, where it is paid in steps" if in_steps else yes(policy.eligible_category)


PAID = {
    OrderType.MILESTONES: "in steps",
    OrderType.SINGLE: "with one payment",
    OrderType.SUBSCRIPTION: "by subscription",
}


def subscription_months(policy: Policy) -> str:
    if not policy.takes_subscriptions:
        return NONE
    return f"for {listed([str(one) for one in policy.subscription_months], 'or')} months"


def subscription_discounts(policy: Policy) -> str:
    if not policy.subscription_discounts:
        return NONE
    return listed([percent_text(one) for one in policy.subscription_discounts], "or")


def subscription_days(policy: Policy) -> str:
    return days(policy.subscription_days_max) if policy.subscription_days_max else NONE


def subscription_notice(policy: Policy) -> str:
    if not policy.takes_subscriptions:
        return NONE
    notice = policy.subscription_notice_days
    return f"until {days(notice)} before the next month" if notice else "until the next month begins"


def single_window(policy: Policy) -> str:
    window = policy.review_days_of(OrderType.SINGLE)
    if not policy.takes(OrderType.SINGLE):
        return NONE
    return days(window) if window else "none"


def answers_missing(policy: Policy) -> str:
    if not policy.asks_before_start:
        return NONE
    if policy.requirements_end == RequirementsEnd.WAITS or not policy.requirements_days:
        return policy.get_requirements_end_display()
    return f"after {days(policy.requirements_days)}, {policy.get_requirements_end_display()}"


def answers_sent_back(policy: Policy) -> str:
    if not policy.asks_before_start:
        return NONE
    return counted(policy.requirements_returns, "time", "times") if policy.requirements_returns else "never"


def contract(policy: Policy) -> str:
    return NONE if policy.contract == terms.Contract.NONE else policy.get_contract_display()


def pay_next_window(policy: Policy) -> str:
    return f"{days(policy.pay_next_days)}, then the order ends" if policy.waits_for_payment else NONE


def charge_fails(policy: Policy) -> str:
    grace = hours_of_grace(policy)
    return f"{hours(grace)} of grace, then the order ends" if grace else policy.get_charge_failure_display()


def window(policy: Policy) -> str:
    if not policy.review_days:
        return "none; a delivery may be replaced" if policy.redelivery else "none"
    return f"{days(policy.review_days)}{', restarts on each delivery' if policy.redelivery else ''}"


def silence(policy: Policy) -> str:
    if not policy.review_days:
        return NONE
    then = _ends_or_goes_on(policy, Way.LAPSED)
    paid = "accepted and paid" if policy.pays_per_milestone or "ends" in then else "accepted"
    return f"{paid}, {then}"


def _ends_or_goes_on(policy: Policy, way: Way) -> str:
    return "the order ends" if sentences.next_after(policy, way) is NextKind.END else "the order goes on"


def review_extension(policy: Policy) -> str:
    return f"once, by {days(policy.review_extension_days)}" if policy.review_extension_days else NONE


def reminders(policy: Policy) -> str:
    return (sentences.reminders(policy) or "none") if policy.has_windows else NONE


def revisions(policy: Policy) -> str:
    return NONE if policy.revisions == terms.Revisions.NONE else words(policy, "revisions")


def due_moves(policy: Policy) -> str:
    return NONE if policy.time_given == TimeGiven.DAYS else yes(policy.due_moves_with_payment)


def revision_time(policy: Policy) -> str:
    if policy.revisions == terms.Revisions.NONE:
        return NONE
    return days(policy.revision_days) if policy.revision_days else "what was left"


def extension(policy: Policy) -> str:
    words = policy.get_extension_display()
    if policy.extension_silence == Silence.WAITS:
        return words
    verb = "accept" if policy.extension_silence == Silence.ACCEPTS else "withdraw"
    return f"{words}; {hours(policy.extension_silence_hours)} of silence {verb} it"


def stop_is_final(policy: Policy) -> str:
    return f"no: both may reopen it within {days(policy.reopen_days)}" if policy.reopen_days else "yes"


def cancel_through(policy: Policy) -> str:
    return listed([way.label for way in CancelWay if way in policy.cancel_ways], "or")


def cancel_silence(policy: Policy) -> str:
    if not policy.takes_requests_to_cancel or not policy.cancel_silence_hours:
        return NONE
    return f"accepts after {hours(policy.cancel_silence_hours)}"


def cancel_fault(policy: Policy) -> str:
    return yes(policy.cancel_fault) if policy.takes_requests_to_cancel else NONE


def after_cancelling(policy: Policy) -> str:
    said = _ends_or_goes_on(policy, Way.CANCELLED)
    return f"{said}, unless a step is under way" if "ends" in said else said


def pause(policy: Policy) -> str:
    return f"up to {days(policy.pause_days_max)}, if both agree" if policy.pause_days_max else "never"


def suspended_end(policy: Policy) -> str:
    return f"after {days(policy.suspended_end_days)}" if policy.suspended_end_days else "never"


def dispute_times(policy: Policy) -> str:
    client, freelancer = policy.dispute_client_hours, policy.dispute_freelancer_hours
    if not sentences.answers_in_time(policy):
        return "support decides at once"
    weekdays = policy.dispute_business_days
    if client == freelancer:
        who = hours(client, weekdays=weekdays)
    else:
        who = ", ".join(
            f"{name} {hours(number, weekdays=weekdays) if number else 'none'}"
            for name, number in (("freelancer", freelancer), ("client", client))
        )
    return f"{who}, then {policy.get_dispute_silence_display()}"


def paid_out(policy: Policy) -> str:
    return "for each step, when it is accepted" if policy.pays_per_milestone else "when the order completes"


def client_fee(policy: Policy, currency: str = "USD") -> str:
    return ", plus ".join(sentences.fee_parts(policy, currency)) or "none"


def freelancer_fee(policy: Policy) -> str:
    return percent_text(policy.freelancer_fee) if policy.freelancer_fee else "none"


def rates(policy: Policy) -> str:
    return ", ".join(f"{policy.reference_rates[currency]} {currency}" for currency in currencies(policy))


# People read of steps; the choices of these parameters are worded in milestones.
IN_STEPS = {
    terms.FirstPayment.ON_CREATION: "when the client creates it",
    terms.Revisions.PER_MILESTONE: "an allowance for each step",
    terms.Revisions.PER_ORDER: "one allowance for the order, spent in any step",
    terms.PartialRelease.REST_ROLLS: "the rest is added to the next step",
    terms.PartialRelease.NONE: "no",
}


def words(policy: Policy, field: str) -> str:
    return IN_STEPS.get(getattr(policy, field)) or getattr(policy, f"get_{field}_display")()


def shown(field: str) -> Callable[[Policy], str]:
    """The words of a choice."""
    return lambda policy: words(policy, field)


def whether(field: str) -> Callable[[Policy], str]:
    return lambda policy: yes(getattr(policy, field))


ROWS: list[tuple[str, list[Row]]] = [
    (
        "The plan",
        [
            Row("Plan written by", ("plan_written_by",), shown("plan_written_by")),
            Row("Comes from", ("origins",), lambda p: listed([Origin(one).label for one in p.origins], "or")),
            Row("Paid", ("order_types",), order_types),
            Row(AMOUNTS["single_total_min"], ("single_total_min",), least("single_total_min")),
            Row("Subscription", ("subscription_months",), subscription_months),
            Row("Later months cost less", ("subscription_discounts",), subscription_discounts),
            Row(AMOUNTS["subscription_total_min"], ("subscription_total_min",), least("subscription_total_min")),
            Row("Longest work of a month", ("subscription_days_max",), subscription_days),
            Row("Freelancer may cancel", ("subscription_notice_days",), subscription_notice),
            Row("Steps in a gig", ("gig_milestones_min", "gig_milestones_max"), gig_milestones),
            Row("Steps in an offer", ("offer_milestones_min", "offer_milestones_max"), offer_milestones),
            Row("Steps that a freelancer proposes", ("bid_milestones_max",), bid_milestones),
            Row(AMOUNTS["offer_total_min"], ("offer_total_min", "offer_total_over"), offer_total),
            Row(AMOUNTS["gig_total_min"], ("gig_total_min",), least("gig_total_min")),
            Row(AMOUNTS["gig_milestone_min"], ("gig_milestone_min",), least("gig_milestone_min")),
            Row(AMOUNTS["milestone_min"], ("milestone_min",), least("milestone_min")),
            Row("Longest step of an offer", ("milestone_max_days",), longest),
            Row("Time given as", ("time_given",), shown("time_given")),
            Row("Due date moves with a late payment", ("due_moves_with_payment",), due_moves),
            Row("Project start date", ("project_start_date",), whether("project_start_date")),
            Row(
                "Deliverables named",
                ("deliverables_required",),
                lambda p: "required" if p.deliverables_required else "optional",
            ),
            Row("Substeps", ("substeps",), whether("substeps")),
            Row("Category must be eligible", ("eligible_category",), eligible),
            Row("Contract", ("contract",), contract),
            Row("Agreed by", ("signing",), shown("signing")),
            Row("Reference rates of its amounts", ("reference_rates",), rates),
        ],
    ),
    (
        "Questions before the work",
        [
            Row("Questions of the freelancer", ("requirements",), shown("requirements")),
            Row("If answers are missing", ("requirements_days", "requirements_end"), answers_missing),
            Row("Answers may be sent back", ("requirements_returns",), answers_sent_back),
        ],
    ),
    (
        "Paying into escrow",
        [
            Row("First step is paid", ("first_payment",), shown("first_payment")),
            Row("Next step is paid", ("next_payment",), shown("next_payment")),
            Row("Window to pay the next", ("pay_next_days",), pay_next_window),
            Row("Whole plan may be paid at once", ("whole_plan_payable",), whether("whole_plan_payable")),
            Row("Strictly in order", ("strict_order",), whether("strict_order")),
            Row("Paid from", ("paid_from",), shown("paid_from")),
            Row("If a charge fails", ("charge_failure", "charge_grace_hours"), charge_fails),
        ],
    ),
    (
        "Review and revisions",
        [
            Row("Review after a delivery", ("review_days", "redelivery"), window),
            Row("Review of an order with one payment", ("single_review_days",), single_window),
            Row("When it runs out, the work is", ("review_outcome",), silence),
            Row("Client may extend the review", ("review_extension_days",), review_extension),
            Row("Reminders", ("reminder_half_time", "reminder_hours"), reminders),
            Row("Revisions", ("revisions",), revisions),
            Row("A revision leaves at least", ("revision_days",), revision_time),
            Row("New scope as a priced step", ("change_orders",), whether("change_orders")),
            Row("Payout without a delivery", ("release_without_delivery",), whether("release_without_delivery")),
            Row("Payout in part", ("partial_release",), shown("partial_release")),
            Row("Last delivery is the full project", ("full_project_delivery",), whether("full_project_delivery")),
        ],
    ),
    (
        "Changing the plan",
        [
            Row("Later steps changed by", ("plan_changes",), shown("plan_changes")),
            Row("More time", ("extension", "extension_silence", "extension_silence_hours"), extension),
            Row("The order may rest", ("pause_days_max",), pause),
        ],
    ),
    (
        "Ending",
        [
            Row("Client may stop", ("client_stop",), shown("client_stop")),
            Row("A stop is final", ("reopen_days",), stop_is_final),
            Row("Cancelled by", ("cancel_ways",), cancel_through),
            Row("Silence on a cancel request", ("cancel_silence_hours",), cancel_silence),
            Row("Cancel request names the fault", ("cancel_fault",), cancel_fault),
            Row("After a cancelled step", ("cancel_ends_order",), after_cancelling),
            Row("Ended alone, if the other side is suspended", ("suspended_end_days",), suspended_end),
            Row(
                "Dispute answered within",
                ("dispute_client_hours", "dispute_freelancer_hours", "dispute_business_days", "dispute_silence"),
                dispute_times,
            ),
        ],
    ),
    (
        "Fees and payout",
        [
            Row("Freelancer is paid", ("freelancer_paid",), paid_out),
            Row(
                f"Clearing before it can be {USED}",
                ("clearing_days",),
                lambda p: days(p.clearing_days) if p.clearing_days else "none",
            ),
            Row(
                "Client’s fee",
                ("client_fee", "client_fee_min", "client_fee_fixed", "client_fee_small", "client_fee_small_under"),
                client_fee,
            ),
            Row("Freelancer’s fee", ("freelancer_fee",), freelancer_fee),
            Row("Refund goes to", ("refund_to",), shown("refund_to")),
        ],
    ),
]


def _next_milestone(policy: Policy) -> str:
    kind = sentences.next_after(policy, Way.ACCEPTED)
    if kind is NextKind.CHARGE:
        return "charged automatically"
    until = days_to_pay(policy, Way.ACCEPTED, kind)
    return f"paid by the client, within {days(until)}" if until else "paid by the client at any time"


def _review(policy: Policy) -> str:
    return (
        f"{days(policy.review_days)}, then {silence(policy)}" if policy.review_days else "no window; nothing by itself"
    )


def _payout(policy: Policy) -> str:
    clears = f", clears in {days(policy.clearing_days)}" if policy.clearing_days else ""
    return f"{paid_out(policy)}{clears}"
