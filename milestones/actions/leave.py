"""Leaving an order whose other side support has suspended for long: alone, where its rulebook has that way."""

from django.db import transaction

from marketplace.actors import By
from marketplace.transitions import authorize
from milestones.actions.parts import locking
from milestones.actions.parts.finishing import follow
from milestones.actions.parts.refunding import cancelled
from milestones.models import Order
from milestones.outcomes import left_alone
from milestones.unit_of_work import Done


@transaction.atomic(durable=True)
def leave(order: Order, *, by: By) -> Done[Order]:
    """End it alone: what is held, and nothing was handed in for, goes back with its fee; what was accepted is paid.

    Whether the other side is suspended is asked under the lock of the order, which lifting a suspension takes, too.
    """
    work, order = locking.on_order(order, by)
    authorize(order.leave, by)
    what = left_alone(order)
    work.record("order.left", order, person=order.suspended_beside(by)[0].pk)
    for milestone in order.open:
        cancelled(work, milestone, milestone.cancel)
    follow(work, order, what)
    return Done(order, work.save())
