"""Goal 4: asking for due timers when there are none."""

from time import perf_counter

from milestones.sweeping import BATCH, fire_batch
from tests.bench.plays import data


def stock_polls(orders: int) -> None:
    """So many orders of one step, each with a live timer that is not due."""
    data.fill(orders, data.rulebook("steps8"), each=1)


def poll(seconds: float) -> float:
    """Claim what is due, which is nothing, for so long. Polls a second."""
    done, started = 0, perf_counter()
    while perf_counter() - started < seconds:
        if fire_batch(BATCH, set()) != (0, 0):
            raise RuntimeError("something was due")
        done += 1
    return done / (perf_counter() - started)
