"""Goal 15: conversations that are open in somebody's browser, each of two who share orders."""

from marketplace.inbox.models import Conversation, Message, Participant
from marketplace.inbox.queries import mark_of
from milestones.models import Order
from tests.bench.plays import data
from tests.bench.plays.crowd import cookie_of

MESSAGES = 20  # in each


def stock_talks(talks: int) -> list[dict]:
    """So many, each of a client who has orders with this freelancer: who looks at it, and what their browser asks."""
    batch = data.fill(talks * data.ORDERS_EACH, data.rulebook("steps8"))
    orders = Order.objects.filter(pk__range=(batch.order, batch.order + batch.count - 1)).order_by("client_id", "pk")
    found = []
    for order in orders.distinct("client_id").select_related("client", "freelancer"):
        talk = _begin(order.client, order.freelancer)
        path = f"{talk.get_absolute_url()}since/{mark_of(talk.pk, order.client)}/?by={order.client_id}"
        found.append({"cookie": cookie_of(order.client_id), "poll": path, "order": order.get_absolute_url()})
    return found


def _begin(client, freelancer) -> Conversation:
    low, high = sorted((client, freelancer), key=lambda one: one.pk)
    talk = Conversation.objects.create(low=low, high=high, started_by=client)
    Participant.objects.bulk_create(Participant(conversation=talk, user=one) for one in (low, high))
    Message.objects.bulk_create(
        Message(conversation=talk, by=(client, freelancer)[number % 2], text=f"Message {number}.")
        for number in range(MESSAGES)
    )
    return talk
