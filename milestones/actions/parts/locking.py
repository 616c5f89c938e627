"""How every verb begins: one durable transaction, the order locked, its overdue timers fired."""

from marketplace.actors import By
from marketplace.deadlines.models import Deadline
from milestones.models import Case, Milestone, Order
from milestones.timers import catch_up
from milestones.unit_of_work import UnitOfWork


def on_order(order: Order | int, by: By) -> tuple[UnitOfWork, Order]:
    """Lock an order for a verb by this actor."""
    work = UnitOfWork(by)
    locked = work.lock(order if isinstance(order, int) else order.pk)
    catch_up(work, locked)
    return work, locked


def on_milestone(milestone: Milestone, by: By) -> tuple[UnitOfWork, Milestone]:
    """Lock the order of a milestone for a verb about the milestone."""
    work, order = on_order(milestone.order_id, by)
    return work, milestone_of(order, milestone.pk)


def on_case(case: Case, by: By) -> tuple[UnitOfWork, Case]:
    """Lock the order of a request for a verb about the request. It may have been closed meanwhile."""
    work, order = on_order(case.order_id, by)
    found = next((one for one in order.open_cases if one.pk == case.pk), None)
    if found is None:
        found = Case.objects.get(pk=case.pk)
        found.order = order
    return work, found


def on_deadline(deadline: Deadline, by: By) -> tuple[UnitOfWork, Order]:
    """Lock the order of a timer. Raises TypeError for the timer of something else."""
    if deadline.order_id is None:
        raise TypeError(f"This is a timer of {deadline.reference}, not of an order.")
    return on_order(deadline.order_id, by)


def milestone_of(order: Order, pk: int | None) -> Milestone:
    """The milestone with this key, which a timer or a case names. Raises StopIteration where that is about none."""
    return next(one for one in order.plan if one.id == pk)
