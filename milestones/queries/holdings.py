"""What is held in escrow for whom. Minor units."""

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse

from marketplace.postgresql.reading import Reading
from milestones.models import Milestone, Order
from milestones.models.states import HOLDING

FIELDS = ("state", "amount", "amount_currency", "released", "refunded", "carried", "order_id")
HOLDS = """order_id = ANY (ARRAY(SELECT id FROM milestones_order WHERE client_id = %s OR freelancer_id = %s))
    AND (state = ANY (%s) OR state = 'pending' AND carried > 0)"""
ORDERS = f"id = ANY (ARRAY(SELECT order_id FROM milestones_milestone WHERE {HOLDS}))"  # noqa: S608 - our own words


@dataclass(frozen=True)
class Held:
    """So much of one order is in escrow. `pays`: this person paid it, and does not wait for it."""

    order_id: int
    title: str
    currency: str
    amount: int
    pays: bool

    def get_absolute_url(self) -> str:
        return reverse("milestones:order", args=[self.order_id])


def held_for(user) -> list[Held]:
    """What each order of this person holds, the newest order first, in one round trip."""
    reading, params = Reading(), [user.pk, user.pk, [one.value for one in HOLDING]]
    milestones = reading.select(Milestone, f"{HOLDS} ORDER BY order_id DESC", params, only=FIELDS)
    orders = reading.select(Order, ORDERS, params, only=("title", "currency", "client_id"))
    reading.run()
    by_key, sums = {one.pk: one for one in orders}, Counter[int]()
    for milestone in milestones:
        sums[milestone.order_id] += milestone.held
    return [
        Held(pk, by_key[pk].title, by_key[pk].currency, amount, by_key[pk].client_id == user.pk)
        for pk, amount in sums.items()
    ]


def by_currency(held: list[Held]) -> Counter:
    """What they add up to in each currency."""
    sums: Counter = Counter()
    for one in held:
        sums[one.currency] += one.amount
    return sums
