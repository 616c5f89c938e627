"""How long after its end an order can be reviewed."""

from datetime import datetime, timedelta

from marketplace import clock
from milestones.models import Order

DAYS = 14
REMINDER = timedelta(days=3)  # before its end


def closes_at(order: Order) -> datetime | None:
    """When the time to review this order is over; None while it runs."""
    return order.ended_at + clock.days(DAYS) if order.ended_at else None


def is_open(order: Order) -> bool:
    """Whether it has ended, and not too long ago."""
    until = closes_at(order)
    return until is not None and clock.now() < until
