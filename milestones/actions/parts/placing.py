"""Placing an order. The verbs are in the apps where orders come from; they call this inside their transaction."""

from marketplace.policies.models import Policy
from marketplace.policies.plan import MilestoneTerms
from milestones.actions.parts import planning
from milestones.models import Milestone, Order
from milestones.unit_of_work import UnitOfWork


def place(
    work: UnitOfWork,
    *,
    client,
    freelancer,
    policy: Policy,
    title: str,
    currency: str,
    plan: list[MilestoneTerms],
    scope: str = "",
    starts_on=None,
    zone: str = "UTC",
    revisions_allowed: int = 0,
    payment_source=None,
) -> Order:
    """Make the order and its milestones, all pending. The caller funds what the policy says, and saves."""
    order = Order.objects.create(
        client=client,
        freelancer=freelancer,
        policy=policy,
        title=title,
        scope=scope,
        currency=currency,
        starts_on=starts_on,
        zone=zone,
        revisions_allowed=revisions_allowed,
        payment_source=payment_source,
        created_at=work.now,
    )
    milestones = Milestone.objects.bulk_create(
        planning.draw(order, terms, position) for position, terms in enumerate(plan, start=1)
    )
    work.take(order, milestones, timers=[], cases=[])
    work.record("order.placed", order)
    return order
