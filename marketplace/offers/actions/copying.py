"""Copying an offer: a new draft with the same terms, for the same other side, by whichever of the two wants it."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from marketplace import clock
from marketplace.idempotency import keys
from marketplace.offers import origins
from marketplace.offers.actions.parts import locking
from marketplace.offers.actions.writing import Heading, begin
from marketplace.offers.models import Offer, Version
from marketplace.offers.terms import Terms
from marketplace.policies.models import Policy
from marketplace.transitions import authorize


@transaction.atomic(durable=True)
def copy(offer: Offer, *, by, once: str = "") -> Offer:
    """Begin a draft with the terms of the newest version, under the newest version of its rulebook.

    Days of the plan move on by as many as have passed since that version was sent. An uploaded contract belongs to
    the offer that it came with, so the copy asks for it anew. Raises Repeated for a form that was sent before.
    """
    offer = locking.on_offer(offer, by)
    used = keys.use(once, by=by)
    authorize(offer.copy, by)
    return begin(_heading(offer, by), moved_on(offer.version), by, used)


def _heading(offer: Offer, by) -> Heading:
    policy = policy_today(offer.policy)
    return Heading(
        role=offer.side_of(by),
        policy=policy,
        origin=origins.origin_under(policy),
        order_type=policy.order_type_of(offer.order_type),
        currency=offer.currency,
        to=offer.other(by),
        invite=offer.invited_email,
        category=offer.category,
        valid_days=offer.valid_days if offer.gig_version_id is None else Heading.valid_days,
    )


def policy_today(policy: Policy) -> Policy:
    """The newest version of a rulebook that an offer may be written under; another one where it is offered no more."""
    offered = origins.direct_policies()
    return offered.filter(key=policy.key).first() or offered.first() or policy


def moved_on(version: Version) -> Terms:
    """Its terms, with the days of the plan as far ahead of today as they were of the day on which it was sent."""
    terms = version.terms
    passed = clock.today(terms.zone) - version.at.astimezone(ZoneInfo(terms.zone)).date()
    plan = [replace(one, due_on=_later(one.due_on, passed)) for one in terms.milestones]
    return replace(terms, milestones=plan, starts_on=_later(terms.starts_on, passed), upload=None)


def _later(day: date | None, passed: timedelta) -> date | None:
    return day + passed if day else None
