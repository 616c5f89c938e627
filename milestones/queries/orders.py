"""Orders with their two people, which is where the pages about them begin."""

from marketplace.accounts.models import User
from marketplace.numbers import MOST_KEY
from marketplace.postgresql.reading import Reading
from milestones.models import Milestone, Order

PEOPLE = """id = ANY (ARRAY(SELECT unnest(ARRAY[client_id, freelancer_id])
    FROM (SELECT client_id, freelancer_id FROM milestones_order WHERE {}) found))"""
ORDER_OF = "(SELECT order_id FROM milestones_milestone WHERE id = %s)"
# How many is part of the statement: a plan that does not know it reads all orders from the newest on.
ACTIVE = "(client_id = %s OR freelancer_id = %s) AND state = 'active' ORDER BY id DESC LIMIT {}"


def order_with_people(pk: int) -> Order | None:
    """The order as the database has it now, with its client and freelancer, in one round trip."""
    return next(iter(_with_people("id = %s", [pk])), None)


def active_orders_of(user, most: int) -> list[Order]:
    """The newest active orders of one of their two people."""
    return _with_people(ACTIVE.format(most), [user.pk, user.pk])


def order_of_milestone(pk: int) -> Order | None:
    """The order of a milestone, with its client, freelancer and plan."""
    reading = Reading()
    plan = reading.select(Milestone, f"order_id = {ORDER_OF} ORDER BY position", [pk])
    for order in _with_people(f"id = {ORDER_OF}", [pk], also=reading):
        order.plan = plan
        for milestone in plan:
            milestone.order = order
        return order
    return None


def _with_people(condition: str, params: list, also: Reading | None = None) -> list[Order]:
    if params[0] > MOST_KEY:
        return []  # PostgreSQL would compare each row with a number that is no key
    reading = also or Reading()
    orders = reading.select(Order, condition, params)
    people = reading.select(User, PEOPLE.format(condition), params)
    reading.run()
    person = {one.pk: one for one in people}
    for order in orders:
        order.client, order.freelancer = person[order.client_id], person[order.freelancer_id]
    return orders
