"""What is held in escrow for whom. Minor units."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from milestones.models import Milestone, State
from milestones.models.states import HOLDING


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
    """What each order of this person holds, the newest order first, in one query."""
    mine = Q(order__client=user) | Q(order__freelancer=user)
    holding = Q(state__in=HOLDING) | Q(state=State.PENDING, carried__gt=0)
    sums: Counter = Counter()
    milestones = Milestone.objects.filter(mine, holding).select_related("order").order_by("-order_id")
    for milestone in milestones.only(*FIELDS, "order__title", "order__currency", "order__client"):
        order = milestone.order
        sums[order.pk, order.title, order.currency, order.client_id == user.pk] += milestone.held
    return [Held(pk, title, currency, amount, pays) for (pk, title, currency, pays), amount in sums.items()]


FIELDS = ("state", "amount", "amount_currency", "released", "refunded", "carried", "order_id")


def by_currency(held: list[Held]) -> Counter:
    """What they add up to in each currency."""
    sums: Counter = Counter()
    for one in held:
        sums[one.currency] += one.amount
    return sums
