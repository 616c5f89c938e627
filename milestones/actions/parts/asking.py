"""Writing down what one side asks of the other."""

from typing import Any

from marketplace.actors import account_of
from milestones.models import Case, Milestone, Order
from milestones.unit_of_work import UnitOfWork


def ask(
    work: UnitOfWork, order: Order, kind: str, *, milestone: Milestone | None, reason: str, data: dict[str, Any]
) -> Case:
    """Open a case of this kind for whoever acts, and keep it with the order. The caller starts its timer and tells."""
    case = Case(
        order=order,
        milestone=milestone,
        kind=kind,
        asked_by_id=account_of(work.by),
        reason=reason.strip(),
        data=data,
        created_at=work.now,
    )
    order.open_cases.append(work.create(case))
    return case
