"""What a contract text may name, and what stands there: plain values, no objects, so that nothing can be called.

Placeholders that are texts are empty where they do not apply, so that `{% if scope %}` asks whether there is one.
"""

from typing import TYPE_CHECKING, Any

from marketplace.formats import counted, long_day_text, minor_text, place_of
from marketplace.policies.decision import NextKind, Way, decide
from marketplace.policies.models import FirstPayment, FreelancerPaid, Revisions
from marketplace.policies.plan import MilestoneTerms
from marketplace.policies.quotes import MilestonePrice, quote

if TYPE_CHECKING:
    from marketplace.offers.models import Offer
    from marketplace.offers.terms import Terms

SCALARS = {
    "client": "The client’s name",
    "freelancer": "The freelancer’s name",
    "title": "What the offer is called",
    "scope": "What the work includes, as the parties wrote it; may be empty",
    "starts_on": "The day on which the project starts; may be empty",
    "total": "The price of all steps together",
    "one_payment": "Whether one payment pays for all of it",
    "revisions": "The allowance of the whole order, such as “2 revisions”; empty where the rulebook has none such",
    "client_fee": "What the client pays on top of the price, if every step is paid",
    "freelancer_fee": "What the freelancer pays out of it, if every step is paid",
    "review_days": "The days to review a delivery, a number; empty where there is no limit",
    "silence_ends_order": "Whether the order ends when the client does not answer a delivery",
    "revisions_are_unlimited": "Whether the client may ask for revisions as often as needed",
    "revisions_are_agreed": "Whether the rulebook has no allowance, so that corrections are agreed on",
    "deposit": "Whether the first step is paid together with the offer",
    "deposit_may_be_whole": "Whether every step may be paid together with the offer",
    "paid_on_completion": "Whether the freelancer is paid only when the order completes",
    "rulebook": "The name of the rulebook",
    "rulebook_version": "Its version, a number",
}
LISTS = {
    "steps": {
        "number": "1 for the first one",
        "name": "What it is called",
        "price": "Its price",
        "days": "The time for it, such as “3 days”; empty where it has a day",
        "due": "The day on which it is due, with the zone that this day ends in; empty where it has a time",
        "revisions": "Its allowance, such as “2 revisions”; empty where the rulebook has none such",
        "call": "Whether a video call belongs to it",
        "description": "What the parties wrote about it; may be empty",
        "deliverables": "What is delivered, with “; ” between; may be empty",
    }
}


def values(offer: "Offer", terms: "Terms") -> dict[str, Any]:
    """What each placeholder says for these terms of this offer."""
    policy, currency = offer.policy, offer.currency
    priced = quote(policy, terms.milestones, currency)
    per_order = policy.revisions == Revisions.PER_ORDER
    return {
        "client": str(offer.client or offer.invited_email),
        "freelancer": str(offer.freelancer or offer.invited_email),
        "title": terms.title,
        "scope": terms.scope,
        "starts_on": long_day_text(terms.starts_on) if terms.starts_on else "",
        "total": minor_text(priced.price, currency),
        "one_payment": offer.is_single,
        "revisions": counted(terms.revisions, "revision", "revisions") if per_order else "",
        "client_fee": minor_text(priced.client_fee, currency),
        "freelancer_fee": minor_text(priced.freelancer_fee, currency),
        "review_days": str(offer.review_days or ""),
        "silence_ends_order": decide(policy, Way.LAPSED, left=not offer.is_single) is NextKind.END,
        "revisions_are_unlimited": policy.revisions == Revisions.UNLIMITED,
        "revisions_are_agreed": policy.revisions == Revisions.NONE,
        "deposit": policy.first_payment == FirstPayment.WITH_OFFER,
        "deposit_may_be_whole": terms.may_be_deposited_whole(policy),
        "paid_on_completion": policy.freelancer_paid == FreelancerPaid.ON_COMPLETION,
        "rulebook": policy.name,
        "rulebook_version": str(policy.version),
        "steps": [_step(number, one, offer, terms) for number, one in enumerate(priced.milestones, start=1)],
    }


def _step(number: int, priced: MilestonePrice, offer: "Offer", terms: "Terms") -> dict[str, Any]:
    milestone, policy = priced.milestone, offer.policy
    by_days = bool(milestone.days)
    per_step = policy.revisions == Revisions.PER_MILESTONE
    return {
        "number": number,
        "name": milestone.name,
        "price": minor_text(milestone.amount, offer.currency),
        "days": counted(milestone.days, "day", "days") if by_days else "",
        "due": _due(milestone, terms.zone) if milestone.due_on and not by_days else "",
        "revisions": counted(milestone.revisions, "revision", "revisions") if per_step else "",
        "call": milestone.call,
        "description": milestone.description,
        "deliverables": "; ".join(milestone.deliverables),
    }


def _due(milestone: MilestoneTerms, zone: str) -> str:
    return f"{long_day_text(milestone.due_on)}, at the end of that day in {place_of(zone)}"
