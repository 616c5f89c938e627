"""What pages of others show of messages: a person's page, and that of an order."""

from collections.abc import Callable
from dataclasses import dataclass

from marketplace.accounts.models import User
from marketplace.accounts.profile import Section
from marketplace.inbox.acquaintance import may_write, sells
from marketplace.inbox.models import Conversation, Message
from marketplace.inbox.models.conversation import sides
from marketplace.inbox.prompt import answers_within
from marketplace.numbers import whole_number
from marketplace.postgresql.reading import Reading
from milestones.models import Order

ABOUT_ORDER = """conversation_id = (SELECT id FROM inbox_conversation WHERE low_id = %s AND high_id = %s)
    AND about = %s AND removed_at IS NULL ORDER BY id DESC LIMIT 3"""


@dataclass(frozen=True)
class OnPage:
    """How soon this person answers, and whether whoever reads can write to them."""

    person: User
    answers: str
    can_write: bool


def on_page_of(person: User, reader) -> Section | None:
    answers = answers_within(person)
    can_write = person != reader and _may_write(reader, person)
    if not (answers or can_write):
        return None
    return Section("inbox/on_person.html", OnPage(person, answers, can_write), is_at_head=True)


def _may_write(reader, person: User) -> bool:
    """Of who is not signed in, whether anybody may."""
    return may_write(reader, person) if reader.is_authenticated else sells(person)


@dataclass(frozen=True)
class BesideOrder:
    """The newest messages about an order, oldest first, and whom to write to."""

    order: Order
    other: User
    messages: list[Message]

    @property
    def mark(self) -> int:
        """The key of the newest of them."""
        return max((one.pk for one in self.messages), default=0)


def beside_order(reading: Reading, order: Order, user) -> Callable[[], Section | None]:
    """For the two sides alone. Comes in the one round trip of the page."""
    if user.pk not in (order.client_id, order.freelancer_id):
        return lambda: None
    pair = sides(order.client, order.freelancer)
    found = reading.select(Message, ABOUT_ORDER, [pair["low"].pk, pair["high"].pk, order.thread])
    return lambda: Section("inbox/beside_order.html", _beside(order, user, found))


def is_newer(order: Order, user, mark: str) -> bool:
    """Whether something was written about an order after the message with this key."""
    seen = whole_number(mark)
    if seen is None or user.pk not in (order.client_id, order.freelancer_id):
        return False
    return Message.objects.filter(
        conversation__in=Conversation.objects.between(order.client, order.freelancer),
        about=order.thread,
        removed_at=None,
        pk__gt=seen,
    ).exists()


def _beside(order: Order, user, found: list[Message]) -> BesideOrder:
    people = {one.pk: one for one in (order.client, order.freelancer)}
    for message in found:
        message.by = people[message.by_id]
    return BesideOrder(order, order.other(user), found[::-1])
