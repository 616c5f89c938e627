"""What an app above does when an offer of an origin of its own becomes an order, in the transaction that places it.

follows.register(Origin.JOB_POST)(Hiring)         a Follower, in the app above, imported by its AppConfig.ready
"""

from marketplace.errors import Refused
from marketplace.offers.models import Offer
from marketplace.registry import Registry
from milestones.models import Order


class Follower:
    """Of one locked offer. What it locks it locks after the offer, and before anything of the books."""

    def __init__(self, offer: Offer):
        self.offer = offer

    def against(self) -> str:
        """Why no order can come of the offer now, for people to read; empty where one can. Locks what it asks."""
        return ""

    def follow(self, order: Order) -> None:
        """Write down what the order means to what the offer came from. Called once, where nothing stood against it."""


follows: Registry[type[Follower]] = Registry("follower of an origin")


def follower_of(offer: Offer) -> Follower:
    return follows.get(offer.origin, Follower)(offer)


def insist(offer: Offer) -> None:
    """Raise Refused where what the offer came from makes no order any more."""
    if why := follower_of(offer).against():
        raise Refused(why)
