import pytest

from marketplace.events.models import Event
from tests.workshop import hand_in, nth


@pytest.fixture
def delivered(order, visa):
    """Ada's order under steps8, its first step delivered by Grace; nobody was told of anything yet."""
    made = order("steps8")
    hand_in(made, 1)
    return made


@pytest.fixture
def happen(ada, grace):
    """Write down an event about the first step of an order, as an action would."""

    def record(kind, order, by=grace, **data):
        milestone = nth(order, 1)
        return Event.record(kind, thread=order.thread, about=milestone.reference, by=by, **data)

    return record
