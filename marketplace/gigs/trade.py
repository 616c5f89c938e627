"""What came of gigs: how many orders they brought. Offers, which know their gig, tell it from above."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from marketplace.registry import Registry


@dataclass(frozen=True)
class Trade:
    """The orders that came from one gig: all of them, those that run, and those whose first payment is under way."""

    orders: int = 0
    running: int = 0
    waiting: int = 0

    def __add__(self, other: "Trade") -> "Trade":
        return Trade(self.orders + other.orders, self.running + other.running, self.waiting + other.waiting)


# Who knows of orders from gigs: of gigs by their keys, what came of each that brought any.
sources: Registry[Callable[[Collection[int]], dict[int, Trade]]] = Registry("source of orders from gigs")


def trade_of(gigs: Collection[int]) -> dict[int, Trade]:
    """What came of each of these gigs, in one query for each source."""
    found = {key: Trade() for key in gigs}
    for source in sources.values():
        for key, trade in source(gigs).items():
            found[key] += trade
    return found
