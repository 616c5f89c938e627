"""How an order has ended that is reviewed, and whether what is said of it counts."""

from decimal import Decimal
from typing import Any

from marketplace.reviews.models import Outcome
from milestones.models import CaseKind, CaseState, Ending, Order
from milestones.models.order import STOPPED
from milestones.models.states import Acceptance

LEAST_DECIDED = Decimal(100)  # US dollars: what support decided below that says little about either side
BY_SUPPORT = {Acceptance.SUPPORT, Acceptance.DECISION}


def standing(order: Order) -> dict[str, Any]:
    """What a review keeps of its order, by the names of its columns."""
    done, steps = steps_of(order)
    return {"outcome": outcome_of(order), "counts": counts(order), "done": done, "steps": steps}


def outcome_of(order: Order) -> Outcome:
    """Of an order that has ended: support's word first, then how it ended."""
    if is_decided(order):
        return Outcome.DECIDED
    if order.ending == Ending.FINISHED:
        return Outcome.COMPLETED
    return Outcome.STOPPED if order.ending in STOPPED else Outcome.CANCELLED


def is_decided(order: Order) -> bool:
    """Whether support decided something of it."""
    if order.ending == Ending.CANCELLED_BY_SUPPORT or any(one.acceptance in BY_SUPPORT for one in order.plan):
        return True
    decided = order.cases.filter(kind=CaseKind.DISPUTE, state=CaseState.DECIDED)
    return decided.filter(closed_by__isnull=False).exists()


def counts(order: Order) -> bool:
    """Whether its reviews are in the averages: a small order that support decided is not."""
    total = sum(one.price for one in order.plan if not one.is_removed)
    return not is_decided(order) or total >= order.policy.amount(LEAST_DECIDED, order.currency)


def steps_of(order: Order) -> tuple[int, int]:
    """How many steps were accepted, of how many that were to be."""
    return len(order.done), sum(not one.is_removed for one in order.plan)
