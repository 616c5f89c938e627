"""Orders with their two people, which is where the pages about them begin."""

from marketplace.accounts.models import User
from marketplace.postgresql.reading import Reading
from milestones.models import Order

PEOPLE = "id = ANY (ARRAY(SELECT unnest(ARRAY[client_id, freelancer_id]) FROM milestones_order WHERE {}))"
ACTIVE = "(client_id = %s OR freelancer_id = %s) AND state = 'active' ORDER BY id DESC LIMIT %s"


def order_with_people(pk: int) -> Order | None:
    """The order as the database has it now, with its client and freelancer, in one round trip."""
    return next(iter(_with_people("id = %s", [pk])), None)


def active_orders_of(user, most: int) -> list[Order]:
    """The newest active orders of one of their two people."""
    return _with_people(ACTIVE, [user.pk, user.pk, most])


def _with_people(condition: str, params: list) -> list[Order]:
    reading = Reading()
    orders = reading.select(Order, condition, params)
    people = reading.select(User, PEOPLE.format(condition), params)
    reading.run()
    person = {one.pk: one for one in people}
    for order in orders:
        order.client, order.freelancer = person[order.client_id], person[order.freelancer_id]
    return orders
