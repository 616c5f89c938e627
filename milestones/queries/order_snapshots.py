"""Many orders at once, for lists: the same few queries for one as for fifty."""

from collections import defaultdict

from escrow.models import Payment
from marketplace.deadlines.models import Deadline
from milestones.models import Case, CaseState, Milestone, Order
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.reader import Reader


def snapshots_of(orders: list[Order], user) -> list[OrderSnapshot]:
    """Each order as it stands, with its plan, in four queries. The orders have their client and freelancer loaded."""
    with_plans(orders)
    timers = _by_order(Deadline.objects.shown().filter(order__in=orders))
    cases = _by_order(Case.objects.filter(order__in=orders, state=CaseState.OPEN))
    payments = {one.thread: one for one in newest_payments(orders)}
    for order in orders:
        for case in cases[order.pk]:
            case.order = order
    return [
        OrderSnapshot(Reader(order, user), timers[order.pk], cases[order.pk], payments.get(order.thread))
        for order in orders
    ]


def with_plans(orders: list[Order]) -> None:
    """Load the plans of all of them in one query."""
    milestones = _by_order(Milestone.objects.filter(order__in=orders).order_by("position"))
    for order in orders:
        order.plan = milestones[order.pk]
        for milestone in order.plan:
            milestone.order = order


def newest_payments(orders: list[Order]):
    """The newest payment for a milestone of each order."""
    threads = [order.thread for order in orders]
    found = Payment.objects.filter(thread__in=threads, purpose="milestone.fund")
    return found.order_by("thread", "-pk").distinct("thread")


def _by_order(rows) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[row.order_id].append(row)
    return found
