"""What happens if …, for somebody who is about to buy a plan: in their words, with its amounts. Pure.

Everything is a reading of the same answers that the verbs follow (`marketplace.policies.decision`, `fees`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from marketplace.policies import fees, forecast
from marketplace.policies.decision import NextKind, Way, days_to_pay, decide
from marketplace.policies.explanation.words import DAY, USED, counted, days, hours
from marketplace.policies.models import CancelWay, ClientStop, DisputeSilence, Policy, Revisions
from marketplace.policies.plan import MilestoneTerms


@dataclass(frozen=True)
class Figure:
    """An amount in minor units, and what it is."""

    label: str
    amount: int


@dataclass(frozen=True)
class Ending:
    """One thing that may happen, and what comes of it."""

    icon: str
    title: str
    text: str
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Day:
    """A day of the count after a delivery; `words` say what happens on it, if anything does."""

    number: int
    mark: str = ""
    words: str = ""


@dataclass(frozen=True)
class Case:
    """A plan under a policy, as its client reads it. `freelancer` is a name."""

    policy: Policy
    order_type: str
    plan: list[MilestoneTerms]
    currency: str
    freelancer: str

    @property
    def review_days(self) -> int:
        """The days to answer a delivery; 0 where there is no window."""
        return self.policy.review_days_of(self.order_type) or 0

    @property
    def goes_on(self) -> bool:
        """Whether there is anything after the first milestone."""
        return len(self.plan) > 1

    @property
    def prices(self) -> list[forecast.Priced]:
        return forecast.price_list(self.policy, [one.amount for one in self.plan], self.currency)

    @property
    def first_paid(self) -> int:
        """What the client pays for the first milestone, with the fee."""
        first = self.prices[0]
        return first.price + first.fee

    @property
    def rest(self) -> int:
        """What the client would pay for all the others."""
        return sum(one.price + one.fee for one in self.prices[1:])

    @property
    def first_received(self) -> int:
        """What the freelancer gets for the first milestone, after the fee."""
        price = self.plan[0].amount
        return price - fees.freelancer_fee(self.policy, 0, price)

    @property
    def step(self) -> str:
        return "step" if self.goes_on else "work"


def endings(case: Case) -> list[Ending]:
    """What may happen, from the most likely on."""
    return [ending for write in WRITERS for ending in write(case)]


def count(case: Case) -> list[Day]:
    """The days after a delivery, with what happens on which; none where there is no window."""
    last = case.review_days
    if not last:
        return []
    marks = dict.fromkeys(_reminded_on(case.policy, last), "Reminder")
    if marks:
        marks[max(marks)] = "Last reminder" if len(marks) > 1 else "Reminder"
    accepted = "Accepted, paid" if _pays_at_once(case) else "Accepted"
    first, end = Day(0, "info", f"{case.freelancer} delivers"), Day(last, "good", accepted)
    between = [Day(number, "wait" if number in marks else "", marks.get(number, "")) for number in range(1, last)]
    return [first, *between, end]


def _reminded_on(policy: Policy, last: int) -> list[int]:
    """The days on which the client is reminded, of a window of so many."""
    half = [last // 2] if policy.reminder_half_time else []
    before = [last - number // DAY for number in policy.reminder_hours]
    return sorted({day for day in [*half, *before] if 0 < day < last})


def _pays_at_once(case: Case) -> bool:
    """Whether a delivery that nobody answers is paid out when it counts as accepted."""
    return case.policy.pays_per_milestone or _lapses(case) is NextKind.END


def _lapses(case: Case) -> NextKind:
    return decide(case.policy, Way.LAPSED, left=case.goes_on)


def _silence(case: Case) -> Iterator[Ending]:
    last = case.review_days
    if not last:
        yield Ending("hourglass", "You say nothing", "Nothing happens by itself: the order waits for your answer.")
        return
    reminded = _reminded_on(case.policy, last)
    first = f"You are reminded on {_days_of_count(reminded)}. " if reminded else ""
    counts = f"On day {last} the delivered {case.step} counts as accepted"
    figures = (
        Figure("After step 1 you paid" if case.goes_on else "You paid", case.first_paid),
        Figure(f"{case.freelancer} gets", case.first_received),
    )
    yield Ending("hourglass", f"You say nothing for {days(last)}", f"{first}{counts}{_then(case)}", figures)


def _days_of_count(numbers: list[int]) -> str:
    *early, last = [f"day {number}" for number in numbers]
    return f"{', '.join(early)} and {last}" if early else last


def _then(case: Case) -> str:
    """The end of the sentence on silence."""
    if not case.goes_on:
        return " and is paid, and the order is complete."
    if _lapses(case) is NextKind.END:
        return " and is paid, and the order ends. Steps that had not begun never start."
    return " and is paid; the order goes on." if case.policy.pays_per_milestone else "; the order goes on."


def _acceptance(case: Case) -> Iterator[Ending]:
    clears = case.policy.clearing_days
    free = f" It can be {USED} after {days(clears)}." if clears else ""
    if not case.goes_on:
        yield Ending("check", "You accept the work", f"The money goes to {case.freelancer}, less the fee.{free}")
        return
    paid = f"Its money goes to {case.freelancer}, less the fee." if case.policy.pays_per_milestone else AT_THE_END
    yield Ending("check", "You accept a step", f"{paid} {_next(case)}")


AT_THE_END = "Its money goes to the freelancer when the order is complete."


def _next(case: Case) -> str:
    kind = decide(case.policy, Way.ACCEPTED, left=True)
    if kind is NextKind.CHARGE:
        return "The next step is charged automatically."
    until = days_to_pay(case.policy, Way.ACCEPTED, kind)
    within = f" within {days(until)}, or the order ends" if until else ", whenever you like"
    return f"Then you start the next step{within}."


def _change(case: Case) -> Iterator[Ending]:
    policy = case.policy
    if policy.revisions == Revisions.NONE:
        return
    again = (
        f"the count stops, and the {days(case.review_days)} begin anew with the next delivery"
        if (case.review_days)
        else "the work goes back, and is delivered again"
    )
    yield Ending("rotate-ccw", "You want a change", f"Ask for a revision: {again}. {_allowance(case)}".strip())


def _allowance(case: Case) -> str:
    where = "each step" if case.goes_on else "it"
    match case.policy.revisions:
        case Revisions.UNLIMITED:
            return "As often as you need."
        case Revisions.PER_MILESTONE:
            number = case.plan[0].revisions
            have = "No revision is" if not number else counted(number, "revision is", "revisions are")
            return f"{have} part of {where}."
    return ""


def _stop(case: Case) -> Iterator[Ending]:
    if case.policy.client_stop == ClientStop.NEVER or not case.goes_on:
        return
    final = f"Both of you may reopen it within {days(case.policy.reopen_days)}." if case.policy.reopen_days else FINAL
    figures = (Figure("You paid", case.first_paid), Figure("Never charged", case.rest))
    yield Ending("ban", "You stop after step 1", f"You pay for what you accepted. {final}", figures)


FINAL = "Stopping is final; a new order is a new plan."


def _cancellation(case: Case) -> Iterator[Ending]:
    ways, back = case.policy.cancel_ways, f"the {case.step}’s money comes back to you, with its fee"
    title = f"{case.freelancer} can’t go on"
    if CancelWay.GIVE_BACK in ways:
        yield Ending("undo-2", title, f"{case.freelancer} gives the order back, and {back}.")
    elif case.policy.takes_requests_to_cancel:
        silent = case.policy.cancel_silence_hours
        agrees = f"{hours(silent)} of silence agree to it" if silent else "The other side answers"
        yield Ending("undo-2", title, f"Either of you asks to cancel. {agrees}, and {back}.")
    else:
        yield Ending("undo-2", title, f"Turn to support, who can cancel: {back}.")


def _dispute(case: Case) -> Iterator[Ending]:
    stays = f"Open a dispute: the {case.step}’s money stays where it is."
    yield Ending("scale", "You can’t agree", f"{stays} {_decided(case.policy)}")


def _decided(policy: Policy) -> str:
    time = policy.dispute_freelancer_hours
    if not time:
        return "Support decides, in writing."
    within = hours(time, weekdays=policy.dispute_business_days)
    if policy.dispute_silence == DisputeSilence.LOSES:
        return f"The other side has {within} to answer; who stays silent loses."
    return f"The other side has {within} to answer; then support decides, in writing."


WRITERS = (_silence, _acceptance, _change, _stop, _cancellation, _dispute)
