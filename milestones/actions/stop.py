"""The client stops; the freelancer gives back; both sides cancel through requests (milestones.actions.cases)."""

from django.db import transaction

from marketplace.transitions import authorize
from milestones.actions.parts import due_dates, locking
from milestones.actions.parts.closing import close_cases
from milestones.actions.parts.finishing import end_or_go_on, finish
from milestones.actions.parts.funding import PAYMENT_TIMERS
from milestones.actions.parts.refunding import cancelled, skip
from milestones.models import Ending, Milestone, Order
from milestones.unit_of_work import Done


@transaction.atomic(durable=True)
def stop(order: Order, *, by) -> Done[Order]:
    """Start no further step. What is under way is finished as agreed; with nothing under way the order ends now."""
    work, order = locking.on_order(order, by)
    authorize(order.stop, by)
    order.stop()
    work.record("order.stopped", order)
    if order.open:
        for milestone in order.pending:
            skip(work, milestone)
        close_cases(work, order, kind="change")
        work.settle(order, *PAYMENT_TIMERS)
        due_dates.take_turns(work, order)
    else:
        finish(work, order, Ending.STOPPED_BY_CLIENT)
    return Done(order, work.save())


@transaction.atomic(durable=True)
def give_back(milestone: Milestone, *, by) -> Done[Milestone]:
    """The freelancer returns what a step holds."""
    work, milestone = locking.on_milestone(milestone, by)
    authorize(milestone.give_back, by)
    cancelled(work, milestone, milestone.give_back)
    work.record("milestone.given_back", milestone)
    end_or_go_on(work, milestone.order)
    return Done(milestone, work.save())
