"""What a policy asks of a plan. Every "no" names its field, so that a form can show it there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from escrow import amounts
from escrow import limits as payable
from marketplace import clock
from marketplace.formats import counted, listed, minor_text, percent_text
from marketplace.policies import fees
from marketplace.policies.models import OrderType, Origin, Policy, TimeGiven
from marketplace.policies.plan import MOST_MILESTONES, TOO_MANY, MilestoneTerms, total

LONGEST = 10 * 365  # days from now that anything may be agreed for
TOO_FAR = "This day is more than ten years away."
PASSED = "This day has passed."
ONE_STEP = "With one payment, the plan has exactly one step."


def latest_day() -> date:
    return (clock.now() + clock.days(LONGEST)).date()


@dataclass(frozen=True)
class Problem:
    """One thing that the policy refuses. `milestone` is its index, or None where it is the whole plan."""

    field: str
    message: str
    milestone: int | None = None


def check(
    policy: Policy,
    milestones: list[MilestoneTerms],
    currency: str,
    *,
    origin: str,
    order_type: str = OrderType.MILESTONES,
    today: date | None = None,
) -> list[Problem]:
    """All that stands against this plan under this policy, and at the gateway that would charge it."""
    if currency not in policy.currencies:
        return [Problem("currency", f"This rulebook can't be used with {currency}.")]
    if wrong := payable.not_taken(currency):
        return [Problem("currency", wrong)]
    if not policy.takes(order_type):
        return [Problem("order_type", NOT_TAKEN[OrderType(order_type)])]
    single = order_type != OrderType.MILESTONES
    problems = list(WHOLE[OrderType(order_type)](policy, milestones, currency, origin))
    least = None if single else _least_of_step(policy, currency, origin)
    for index, milestone in enumerate(milestones):
        found = [
            *_amount(policy, milestone, currency, least, opening=index == 0),
            *_words(policy, milestone),
            *_time(policy, milestone, origin, today),
        ]
        problems += [Problem(field, message, index) for field, message in found]
    return problems


NOT_TAKEN = {
    OrderType.SINGLE: "Under this rulebook orders are paid in steps, and not with one payment.",
    OrderType.MILESTONES: "Under this rulebook orders have one payment, and are not paid in steps.",
    OrderType.SUBSCRIPTION: "Under this rulebook there are no subscriptions.",
}


def _single(policy: Policy, milestones: list[MilestoneTerms], currency: str, origin: str) -> Iterator[Problem]:
    """What is asked of an order with one payment: the limits of steps are none of its."""
    if len(milestones) != 1:
        yield Problem("order_type", ONE_STEP)
    least = policy.amount(policy.single_total_min, currency)
    if least and total(milestones) < least:
        yield Problem("total", f"Under this rulebook one payment must be at least {minor_text(least, currency)}.")


def _each_month(policy: Policy, milestones: list[MilestoneTerms], currency: str, origin: str) -> Iterator[Problem]:
    """What is asked of a subscription: each month is an order with one payment."""
    yield from _single(policy, milestones, currency, origin)
    least = policy.amount(policy.subscription_total_min, currency)
    if least and total(milestones) < least:
        yield Problem("total", f"Under this rulebook a month must cost at least {minor_text(least, currency)}.")
    most = policy.subscription_days_max
    if most and any((one.days or 0) > most for one in milestones):
        yield Problem("days", f"The work of a month takes at most {counted(most, 'day', 'days')}.", 0)


def _in_steps(policy: Policy, milestones: list[MilestoneTerms], currency: str, origin: str) -> Iterator[Problem]:
    yield from _number(policy, milestones, origin)
    yield from _total(policy, milestones, currency, origin)


def _number(policy: Policy, milestones: list[MilestoneTerms], origin: str) -> Iterator[Problem]:
    gig = origin == Origin.GIG
    least = (policy.gig_milestones_min if gig else policy.offer_milestones_min) or 1
    most = policy.gig_milestones_max if gig else policy.offer_milestones_max
    if len(milestones) < least:
        yield Problem("plan", f"This rulebook asks for at least {_counted(least)}.")
    if most and len(milestones) > most:
        yield Problem("plan", f"This rulebook allows at most {_counted(most)}.")
    elif len(milestones) > MOST_MILESTONES:
        yield Problem("plan", TOO_MANY)


def _counted(number: int) -> str:
    return counted(number, "step", "steps")


def _total(policy: Policy, milestones: list[MilestoneTerms], currency: str, origin: str) -> Iterator[Problem]:
    gig = origin == Origin.GIG
    least = policy.amount(policy.gig_total_min if gig else policy.offer_total_min, currency)
    if least is None:
        return
    over = policy.offer_total_over and not gig
    if total(milestones) < least or (over and total(milestones) == least):
        how = "more than" if over else "at least"
        yield Problem("total", f"Under this rulebook the total must be {how} {minor_text(least, currency)}.")


def _least_of_step(policy: Policy, currency: str, origin: str) -> int | None:
    """The smallest amount of a step, in minor units."""
    return policy.amount(policy.gig_milestone_min if origin == Origin.GIG else policy.milestone_min, currency)


def _amount(
    policy: Policy, milestone: MilestoneTerms, currency: str, least: int | None, *, opening: bool
) -> Iterator[tuple[str, str]]:
    if milestone.amount <= 0:
        yield "amount", amounts.TOO_SMALL
    elif amounts.too_large(milestone.amount, currency):
        yield "amount", amounts.TOO_LARGE
    elif least and milestone.amount < least:
        yield "amount", f"A step must be at least {minor_text(least, currency)} under this rulebook."
    elif wrong := unpayable(policy, milestone.amount, currency, opening=opening):
        yield "amount", wrong


def unpayable(policy: Policy, price: int, currency: str, *, opening: bool) -> str:
    """Why the gateway can't charge this price with the client's fee on it, or "". `opening` as in `fees.client_fee`."""
    return payable.price_problem(price, currency, partial(fees.client_fee, policy, currency, opening=opening))


def _words(policy: Policy, milestone: MilestoneTerms) -> Iterator[tuple[str, str]]:
    if not milestone.name.strip():
        yield "name", "Give the step a name."
    if policy.deliverables_required and not milestone.deliverables:
        yield "deliverables", "This rulebook asks each step to name what it will deliver."


def _time(policy: Policy, milestone: MilestoneTerms, origin: str, today: date | None) -> Iterator[tuple[str, str]]:
    longest = policy.milestone_max_days if origin != Origin.GIG else None
    match policy.time_given:
        case TimeGiven.DAYS:
            if not milestone.days:
                yield "days", "Say how many days this step takes."
            elif longest and milestone.days > longest:
                yield "days", f"A step takes at most {counted(longest, 'day', 'days')} under this rulebook."
        case TimeGiven.DUE_DATE if not milestone.due_on:
            yield "due_on", "Say when this step is due."
    if milestone.due_on and today and milestone.due_on < today:
        yield "due_on", PASSED
    if milestone.due_on and milestone.due_on > latest_day():
        yield "due_on", TOO_FAR


WHOLE = {
    OrderType.SINGLE: _single,
    OrderType.MILESTONES: _in_steps,
    OrderType.SUBSCRIPTION: _each_month,
}


def check_subscription(policy: Policy, months: int, discount: int, *, price: int, currency: str) -> list[Problem]:
    """What stands against subscribing for so many months with this discount, in basis points, from the second on.

    `price` is that of the first month, in minor units.
    """
    found = []
    if months not in policy.subscription_months:
        choice = listed([str(one) for one in policy.subscription_months], "or")
        found.append(Problem("months", f"Under this rulebook a subscription is for {choice} months."))
    if discount and discount not in policy.subscription_discounts:
        choice = listed([percent_text(one) for one in policy.subscription_discounts], "or")
        found.append(Problem("discount", f"Under this rulebook later months cost {choice} less, or the same."))
    elif discount and price > 0:
        later = fees.price_of_month(price, discount, 2)
        if wrong := unpayable(policy, later, currency, opening=True):
            found.append(Problem("discount", f"From the second month on: {wrong}"))
    return found
