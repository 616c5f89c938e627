"""What stands against sending an offer, each "no" with its field: the policy's limits, and who may write to whom."""

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.errors import Refused
from marketplace.formats import counted
from marketplace.gigs.ground import may_sell_in_steps
from marketplace.offers.models import ContractKind, ContractUpload, Offer, Side
from marketplace.offers.models.conditions import nobody_is_suspended
from marketplace.offers.terms import Terms
from marketplace.policies import limits
from marketplace.policies.limits import Problem
from marketplace.policies.models import BIDS, OrderType, Policy
from marketplace.policies.plan import total

MOST_DAYS = 90  # that an offer waits for its answer
DAYS_OPEN = f"An offer is open for 1 to {MOST_DAYS} days."


def problems(offer: Offer, terms: Terms, *, side: str) -> list[Problem]:
    """All that stands against this side sending these terms now; empty when it is fine."""
    writer = offer.client if side == Side.CLIENT else offer.freelancer
    return [*_heading(offer, side), *terms_problems(offer, terms, writer=writer)]


def terms_problems(offer: Offer, terms: Terms, *, writer=None) -> list[Problem]:
    """What stands against the terms themselves, of the person who sends them, or of the version that is accepted."""
    policy, origin = offer.policy, offer.origin
    if origin not in policy.origins:
        return [Problem("policy", f"This rulebook can't be used for {offer.get_origin_display()}.")]
    today = clock.today(terms.zone)
    return [
        *_words(terms),
        *limits.check(
            policy, terms.milestones, offer.currency, origin=origin, order_type=offer.order_type, today=today
        ),
        *(_subscription(offer, terms) if offer.is_subscription else []),
        *_bid(offer, terms, writer),
        *_category(offer, policy),
        *_right(offer, policy),
        *_start(policy, terms, today),
        *_contract(offer, terms, writer),
    ]


def insist(found: list[Problem]) -> None:
    """Raise the first problem, for those who call without a form."""
    for problem in found:
        where = f"Step {problem.milestone + 1}: " if problem.milestone is not None else ""
        raise Refused(where + problem.message, field=problem.field)


def _heading(offer: Offer, side: str):
    other = offer.freelancer if side == Side.CLIENT else offer.client
    if other is None and not offer.invited_email:
        yield Problem("who", "Choose whom the offer goes to, or invite somebody by e-mail.")
    elif other is not None and not other.is_active:
        yield Problem("who", "This account is closed.")
    elif other is not None and other.is_suspended:
        yield Problem("who", nobody_is_suspended.refusal.format(self=offer))
    elif other is not None and not User.objects.confirmed().filter(pk=other.pk).exists():
        yield Problem("who", "This account’s address is not confirmed yet, so nobody can write to it.")
    if offer.version is None and not Policy.objects.offered().filter(pk=offer.policy_id).exists():
        yield Problem("policy", "This rulebook is no longer offered. Choose another one, or its newest version.")
    if not offer.writes(side):
        yield Problem("policy", "Under this rulebook the freelancer writes the plan. Ask them to send you an offer.")


def _words(terms: Terms):
    if not terms.title:
        yield Problem("title", "Give the work a title.")


def _subscription(offer: Offer, terms: Terms) -> list[Problem]:
    price = total(terms.milestones)
    return limits.check_subscription(offer.policy, terms.months, terms.discount, price=price, currency=offer.currency)


def _bid(offer: Offer, terms: Terms, writer):
    """How many steps a freelancer may propose. A plan of the client’s own, and what it becomes later, may have more."""
    most = offer.policy.bid_milestones_max
    if not most or offer.is_single or offer.origin not in BIDS or writer is None or writer != offer.freelancer:
        return
    if len(terms.milestones) > most:
        yield Problem("plan", f"Under this rulebook you can propose at most {counted(most, 'step', 'steps')}.")


def _category(offer: Offer, policy: Policy):
    if offer.is_single or not policy.eligible_category:
        return
    if not (offer.category and offer.category.milestone_eligible):
        instead = ", or one payment" if policy.takes(OrderType.SINGLE) else ""
        text = f"This rulebook is for categories whose work is sold in steps: choose one of those{instead}."
        yield Problem("category", text)


def _right(offer: Offer, policy: Policy):
    """Support can withdraw somebody's right to sell in steps; why is between them."""
    freelancer = offer.freelancer
    if not offer.is_single and freelancer and not may_sell_in_steps(freelancer.pk):
        instead = " Agree on one payment instead." if policy.takes(OrderType.SINGLE) else ""
        yield Problem("order_type", f"{freelancer} can’t sell in steps at the moment.{instead}")


def _start(policy: Policy, terms: Terms, today):
    if not policy.project_start_date:
        return
    if terms.starts_on is None:
        yield Problem("starts_on", "Say on which day the project starts.")
    elif terms.starts_on < today:
        yield Problem("starts_on", limits.PASSED)
    elif terms.starts_on > limits.latest_day():
        yield Problem("starts_on", limits.TOO_FAR)
    else:
        for index, milestone in enumerate(terms.milestones):
            if milestone.due_on and milestone.due_on < terms.starts_on:
                yield Problem("due_on", "This is before the project starts.", index)


def _contract(offer: Offer, terms: Terms, writer):
    if terms.contract == ContractKind.UPLOAD:
        if not terms.upload or not ContractUpload.objects.usable(offer, writer).filter(pk=terms.upload).exists():
            yield Problem("upload", "Upload the contract as a PDF, or choose Cairn’s contract.")
