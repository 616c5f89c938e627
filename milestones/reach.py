"""What a suspension reaches among orders: those that run, for the desk, and who hears of it."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Min, Q, QuerySet

from marketplace.accounts.models import User
from marketplace.accounts.suspension import MOST_LISTED, Reach, reaches
from marketplace.admin_base import Panel, link, listing
from marketplace.deadlines.models import Deadline
from marketplace.elements import exact
from marketplace.formats import counted, minor_text
from milestones.actions.parts import suspending
from milestones.models import Order, OrderState


def running(person: User) -> QuerySet[Order]:
    """The orders of this person that are not over, newest first."""
    return Order.objects.filter(Q(client=person) | Q(freelancer=person), state=OrderState.ACTIVE)


def threads(person: User) -> list[str]:
    """Those of them, from whose histories the other sides hear of it."""
    return [order.thread for order in running(person).only("pk")]


def panels(person: User) -> Iterator[Panel]:
    orders = running(person)
    shown = list(orders.select_related("client", "freelancer").prefetch_related("milestones")[:MOST_LISTED])
    timers = Deadline.objects.live().filter(order__in=[one.pk for one in shown])
    due = dict(timers.values_list("order").annotate(first=Min("due_at")))
    yield Panel(
        f"{counted(orders.count(), 'order that runs', 'orders that run')}, and go on",
        ["Order", "As", "Other side", "Held", "Next timer"],
        [_row(order, person, due.get(order.pk)) for order in shown],
        empty="No order of theirs runs.",
        more=listing("milestones_order", "All their orders", q=person.email),
    )


def _row(order: Order, person: User, due_at: datetime | None) -> list:
    held = sum(one.held for one in order.milestones.all())
    return [
        link("milestones_order", order.pk, f"{order.pk}, {order.title}"),
        "Client" if order.client_id == person.pk else "Freelancer",
        order.other(person),
        minor_text(held, order.currency),
        exact(due_at) if due_at else "none runs",
    ]


reaches.register("orders")(Reach(panels, threads, begin=suspending.begin, end=suspending.end))
