"""Finding a conversation: by the name of the other one, or by words that either of the two wrote in it."""

from django.db.models import Q, QuerySet

from marketplace.accounts.finding import NAMES
from marketplace.accounts.models import PersonWords, User
from marketplace.inbox.models import Message, Participant
from marketplace.inbox.models.message import WRITTEN
from marketplace.postgresql.full_text import names_of


def found_by(mine: QuerySet[Participant], user: User, typed: str) -> QuerySet[Participant]:
    """Those of this person's conversations, put away or not. Every word may be a beginning; without words none is."""
    words = names_of(typed)
    if not words:
        return mine.none()
    named = PersonWords.objects.filter(words=names_of(typed, weight=NAMES).literal).values("person")
    low = Q(conversation__low__in=named) & ~Q(conversation__low=user)
    high = Q(conversation__high__in=named) & ~Q(conversation__high=user)
    said = Message.objects.alias(said=WRITTEN).filter(said=words.literal, removed_at=None)
    own = said.filter(conversation__participants__user=user).values("conversation")
    return mine.filter(low | high | Q(conversation__in=own))
