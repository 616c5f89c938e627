"""The client stops; the freelancer gives back; both sides cancel through requests (milestones.actions.cases)."""

from django.db import transaction

from marketplace.actors import By
from marketplace.transitions import authorize
from milestones.actions.parts import locking
from milestones.actions.parts.finishing import follow
from milestones.actions.parts.refunding import cancelled
from milestones.models import Milestone, Order
from milestones.outcomes import Way, after
from milestones.unit_of_work import Done


@transaction.atomic(durable=True)
def stop(order: Order, *, by: By) -> Done[Order]:
    """Start no further milestone. What is under way is finished as agreed; with nothing under way the order ends."""
    work, order = locking.on_order(order, by)
    authorize(order.stop, by)
    order.stop()
    work.record("order.stopped", order)
    follow(work, order, after(order, Way.STOPPED))
    return Done(order, work.save())


@transaction.atomic(durable=True)
def give_back(milestone: Milestone, *, by: By) -> Done[Milestone]:
    """The freelancer returns what a milestone holds."""
    work, milestone = locking.on_milestone(milestone, by)
    authorize(milestone.give_back, by)
    what = after(milestone.order, Way.CANCELLED, milestone)
    work.record("milestone.given_back", milestone)
    cancelled(work, milestone, milestone.give_back)
    follow(work, milestone.order, what)
    return Done(milestone, work.save())
