"""Goal 4: asking for due timers when there are none."""

from time import perf_counter

from marketplace import clock
from milestones.sweeping import BATCH, fire_batch
from milestones.turns import Turns
from tests.bench.plays import data


def stock_polls(orders: int) -> None:
    """So many orders of one step, each with a live timer that is not due."""
    data.fill(orders, data.rulebook("steps8"), each=1)


def poll(seconds: float) -> float:
    """Claim what is due, which is nothing, for so long. Polls a second."""
    turns, done, started = Turns(), 0, perf_counter()
    while perf_counter() - started < seconds:
        with turns.take() as turn:
            found = fire_batch(BATCH, set(), clock.now(), turn)
        if found != (0, 0):
            raise RuntimeError("something was due")
        done += 1
    return done / (perf_counter() - started)
