"""One order with its two people, which is where the pages about an order begin."""

from marketplace.accounts.models import User
from marketplace.postgresql.reading import Reading
from milestones.models import Order

PEOPLE = "id = ANY (ARRAY(SELECT unnest(ARRAY[client_id, freelancer_id]) FROM milestones_order WHERE id = %s))"


def order_with_people(pk: int) -> Order | None:
    """The order as the database has it now, with its client and freelancer, in one round trip."""
    reading = Reading()
    found = reading.select(Order, "id = %s", [pk])
    people = reading.select(User, PEOPLE, [pk])
    reading.run()
    for order in found:
        person = {one.pk: one for one in people}
        order.client, order.freelancer = person[order.client_id], person[order.freelancer_id]
    return found[0] if found else None
