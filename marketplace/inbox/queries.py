"""Rows for the pages of conversations: as many queries for a hundred as for one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db import connection
from django.db.models import OuterRef, Q, Subquery, prefetch_related_objects

from escrow.models import Payment
from marketplace.accounts.models import User
from marketplace.events.models import Event
from marketplace.inbox.about import orders_between
from marketplace.inbox.models import Conversation, Message, MessageFile, Participant
from marketplace.numbers import MOST_KEY, whole_number
from marketplace.offers.history import FOR_CLIENT, FOR_FREELANCER
from marketplace.offers.models import Deposit, Offer, OfferState
from marketplace.offers.models.queryset import OF_PERSON
from marketplace.postgresql.reading import Reading, array
from milestones.models import Order
from milestones.wording.history import NOT_FOR

MOST = 60  # offers of two people, and orders; older ones are found in their own lists
NEWEST = MOST_KEY  # beyond every key, and read from an address again

# Of each thread by itself, by its index: a table of all events has no way to the newest of some threads.
EVENTS = """
SELECT event.* FROM unnest(%s::text[]) AS own(thread)
CROSS JOIN LATERAL (
    SELECT * FROM events_event WHERE events_event.thread = own.thread AND id < %s ORDER BY id DESC LIMIT %s
) event ORDER BY event.id DESC LIMIT %s
"""


def _of_side(as_freelancer: Iterable[str], as_client: Iterable[str]) -> str:
    """The kinds of events that somebody is told of, or is not, by the side of an offer or an order that they are."""
    return (
        f"CASE WHEN freelancer_id = me.id THEN '{array(as_freelancer)}'::text[] ELSE '{array(as_client)}'::text[] END"
    )


# Of each thread the newest event that this person is told of: what is between the other one and their bank, or support,
# is no news, not even that there is any. Of the conversation's own both see what was removed.
MARK = f"""
coalesce((SELECT max(id) FROM inbox_message WHERE conversation_id = talk.id), 0),
(SELECT read_to FROM inbox_participant WHERE conversation_id = talk.id AND user_id <> me.id),
coalesce(greatest(
    (SELECT max(id) FROM events_event WHERE thread = 'conversation:' || talk.id AND kind = 'report.upheld'),
    (SELECT max(newest.id) FROM milestones_order CROSS JOIN LATERAL (
         SELECT id FROM events_event WHERE thread = 'order:' || milestones_order.id
         AND kind <> ALL ({_of_side(NOT_FOR["freelancer"], NOT_FOR["client"])}) ORDER BY id DESC LIMIT 1) newest
     WHERE (client_id, freelancer_id) IN ((talk.low_id, talk.high_id), (talk.high_id, talk.low_id))),
    (SELECT max(newest.id) FROM offers_offer CROSS JOIN LATERAL (
         SELECT id FROM events_event WHERE thread = 'offer:' || offers_offer.id
         AND kind = ANY ({_of_side(FOR_FREELANCER, FOR_CLIENT)}) ORDER BY id DESC LIMIT 1) newest
     WHERE (client_id, freelancer_id) IN ((talk.low_id, talk.high_id), (talk.high_id, talk.low_id))
     AND {OF_PERSON.replace("%s", "me.id")})
), 0)
"""  # noqa: S608 - our own words
MARK_OF = f"""SELECT {MARK} FROM inbox_conversation talk, (SELECT %s::bigint AS id) me
WHERE talk.id = %s AND me.id IN (talk.low_id, talk.high_id)"""  # noqa: S608
# With what tells whether whoever asks is signed in: the session, and their password, of which it holds a digest.
POLL = f"""SELECT {MARK}, me.password, session.session_data
FROM inbox_conversation talk JOIN accounts_user me ON me.id IN (talk.low_id, talk.high_id)
JOIN django_session session ON session.session_key = %s AND session.expire_date > now()
WHERE talk.id = %s AND me.id = %s AND me.is_active"""  # noqa: S608


@dataclass(frozen=True)
class Mark:
    """Changes with everything that a person could see in a conversation: the keys of the newest message, of the last
    one that the other has read, and of the newest event of an offer or an order.
    """

    message: int
    read: int
    event: int

    def __str__(self):
        return f"{self.message}-{self.read}-{self.event}"


def mark_of(conversation: int, user) -> Mark | None:
    """That of now; None where the conversation is not theirs. One round trip."""
    with connection.cursor() as cursor:
        cursor.execute(MARK_OF, [user.pk, conversation])
        found = cursor.fetchone()
    return Mark(*found) if found else None


def polled(conversation: int, reader: int, session: str) -> tuple[Mark, str, str] | None:
    """That of a reader, with their password and what is in this session, which may be anybody's; None where one of the
    three is not there, or the reader is not one of the two, or suspended. One round trip, planned once.
    """
    reading, found = Reading(), []
    reading.add(POLL, [session, conversation, reader], lambda cursor: found.extend(cursor.fetchall()))
    reading.run()
    return next(((Mark(*row[:3]), *row[3:]) for row in found), None)


@dataclass(frozen=True)
class Cursor:
    """Where a page of a conversation ends, and the next older one begins: the keys of a message and of an event."""

    message: int = NEWEST
    event: int = NEWEST

    def __str__(self):
        return f"{self.message}-{self.event}"

    @classmethod
    def read(cls, typed: str) -> "Cursor | None":
        """Of an address; None where it says none."""
        message, event = (whole_number(part) for part in typed.partition("-")[::2])
        return None if message is None or event is None or not typed.isascii() else cls(message, event)


class Shared:
    """The offers and orders of two people, as one of them sees them, newest first."""

    def __init__(self, user: User, other: User):
        self.user, self.other = user, other
        theirs = Offer.objects.of(user).filter(Q(client=other) | Q(freelancer=other))
        related = ("client", "freelancer", "version", "order")
        self.offers = list(theirs.select_related(*related).order_by("-pk")[:MOST])
        orders = orders_between(user, other).select_related("client", "freelancer").order_by("-pk")
        self.orders: list[Order] = list(orders[:MOST])

    @cached_property
    def by_thread(self) -> dict[str, Offer | Order]:
        return {one.thread: one for one in [*self.offers, *self.orders]}

    @property
    def by_noun(self) -> dict[str, list]:
        """As messages can be about them: an offer that is an order is none of its own any more."""
        open_offers = [one for one in self.offers if one.order_id is None and one.sent_at]
        return {"order": self.orders, "offer": open_offers}

    def events(self, threads: Iterable[str], before: int, most: int) -> list[Event]:
        """The newest events of these threads before one with this key, newest first, with who did it."""
        found = list(Event.objects.raw(EVENTS, [list(threads), before, most, most]))
        people = {one.pk: one for one in (self.user, self.other)}
        for event in found:
            if event.actor_id in people:
                event.actor = people[event.actor_id]
        prefetch_related_objects([one for one in found if one.actor_kind == "support"], "actor")
        return found

    def newest(self, threads: Iterable[str]) -> dict[str, int]:
        """The key of the newest event of each of these threads."""
        found = Event.objects.raw(EVENTS, [list(threads), NEWEST, 1, len(self.by_thread) or 1])
        return {one.thread: one.pk for one in found}

    def events_of_offers(self, offers: list[Offer]) -> dict[str, list[Event]]:
        """Everything that happened to these offers, newest first: what they say of it depends on all of it."""
        found = defaultdict(list)
        if offers:
            for event in Event.objects.filter(thread__in=[one.thread for one in offers]).order_by("-pk"):
                found[event.thread].append(event)
        return found

    def deposits(self, offers: list[Offer]) -> set[int]:
        """The keys of those for which a deposit waits."""
        if not offers:
            return set()
        return set(Deposit.objects.filter(offer__in=offers, ended_at=None).values_list("offer", flat=True))

    def payments(self, offers: list[Offer]) -> dict[str, Payment]:
        """The payments that are under way for these offers, by their threads."""
        paying = [one.thread for one in offers if one.state in (OfferState.FUNDING, OfferState.ACCEPTING)]
        if not paying:
            return {}
        return {one.reference: one for one in Payment.objects.live().filter(reference__in=paying, kind="charge")}


def messages_of(conversation: Conversation | None, *, before: int, most: int, about: str = "") -> list[Message]:
    """The newest before one with this key, newest first, with their files; none where nobody wrote yet."""
    if conversation is None:
        return []
    found = conversation.messages.filter(pk__lt=before)
    found = found.filter(about=about) if about else found
    messages = list(found.order_by("-pk").prefetch_related("files")[:most])
    people = {one.pk: one for one in conversation.people}
    for message in messages:
        message.by = people[message.by_id]
    return messages


def files_of(conversation: Conversation, most: int) -> list[MessageFile]:
    """The newest files that were sent."""
    shown = MessageFile.objects.filter(message__conversation=conversation, message__removed_at=None)
    return list(shown.select_related("message__by").order_by("-pk")[:most])


def with_last_messages(rows: list[Participant]) -> list[Participant]:
    """Give each row the newest message of its conversation, as `last`, and its conversation with both people."""
    keys = [one.conversation_id for one in rows]
    newest = Message.objects.filter(conversation=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    talks = Conversation.objects.filter(pk__in=keys).select_related("low", "high").annotate(last=Subquery(newest))
    by_key = {one.pk: one for one in talks}
    messages = Message.objects.in_bulk([one.last for one in by_key.values() if one.last])
    for row in rows:
        row.conversation = by_key[row.conversation_id]
        row.last = messages.get(row.conversation.last)
    return rows
