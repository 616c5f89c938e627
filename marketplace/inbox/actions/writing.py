"""Writing: a message in a conversation, or the first one to somebody."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce

from marketplace import clock, storage
from marketplace.accounts.models import User
from marketplace.errors import Refused
from marketplace.inbox.about import is_shared
from marketplace.inbox.acquaintance import why_not_begin
from marketplace.inbox.actions.parts import filing
from marketplace.inbox.models import LONGEST, Conversation, Message, MessageFile, Participant
from marketplace.inbox.models.conversation import sides
from marketplace.transitions import authorize, insist_on_active, permit

MOST_BEGUN = 20  # conversations, by one person in a day
MOST_A_MINUTE = 20  # messages of one person
MOST_FILES = 10  # of one message


@dataclass(frozen=True)
class Said:
    """What somebody wrote, in the form with this key: `files` are Uploads, and `stored` those as they are stored."""

    to: User
    text: str
    about: str
    files: Sequence[Any]
    form: UUID
    stored: list[MessageFile] = field(default_factory=list)

    @property
    def key(self) -> UUID:
        """That of the message: who goes back to a form that was sent, and says something else in it, is heard."""
        return uuid5(self.form, json.dumps([self.to.pk, self.text, self.about, [one.sha256 for one in self.files]]))


def send(conversation: Conversation, *, by, key: UUID, text: str = "", about: str = "", files: Sequence[Any] = ()):
    """Write to the other one. The same twice, from the form of one key, is one message, which is returned again.

    The files are stored first, while nothing is locked. Raises Refused where one of the two is blocked or suspended.
    """
    permit(conversation.write, by)
    said = Said(conversation.other(by), text.strip(), about, files, key)
    if not files:
        return _send(conversation, by, said)
    return _with_files(_send, conversation, by, said)


def begin(other: User, *, by, key: UUID, text: str = "", about: str = "", files: Sequence[Any] = ()) -> Message:
    """Write to somebody whom one may write to first; where there is a conversation already, in that.

    Raises Refused for whom one may not, and for more new conversations than anybody needs in a day.
    """
    said = Said(other, text.strip(), about, files, key)
    if not files:
        return _begin(other, by, said)
    return _with_files(_begin, other, by, said)


def _with_files(act: Any, where, by, said: Said) -> Message:
    with storage.stored() as stored:
        filing.expect_room(said.files, by=by)
        return act(where, by, replace(said, stored=filing.store(stored, said.files)))


@transaction.atomic(durable=True)
def _send(conversation: Conversation, by, said: Said) -> Message:
    if before := _sent_before(by, said):
        return before
    return _write(Conversation.objects.lock(conversation.pk), by, said)


@transaction.atomic(durable=True)
def _begin(other: User, by, said: Said) -> Message:
    if before := _sent_before(by, said):
        return before
    if by.pk == other.pk:
        raise Refused("You can’t write to yourself.")
    found = Conversation.objects.between(by, other).first() or _start(by, other)
    return _write(Conversation.objects.lock(found.pk), by, said)


def _sent_before(by, said: Said) -> Message | None:
    """The message, where this very form sent it already. Whoever writes does so one by one, and is not suspended."""
    _lock_writer(by)
    insist_on_active(by)
    return Message.objects.filter(by=by.pk, key=said.key).first()


def _lock_writer(by) -> None:
    """By their row, under which what they write is counted; whoever suspends them waits for it, too."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)


def _start(by: User, other: User) -> Conversation:
    """A new conversation; or the one that the other began at this very moment."""
    if why := why_not_begin(by, other):
        raise Refused(why)
    began = Conversation.objects.filter(started_by=by, started_at__gt=clock.now() - clock.days(1))
    if began.count() >= MOST_BEGUN:
        raise Refused(f"You can begin {MOST_BEGUN} conversations a day. Go on in those that you have.", field="text")
    now = clock.now()
    began_by = {"started_by": by, "started_at": now}
    conversation, is_new = Conversation.objects.get_or_create(**sides(by, other), defaults=began_by)
    if is_new:
        rows = [Participant(conversation=conversation, user=one, last_at=now) for one in (by, other)]
        Participant.objects.bulk_create(rows)
    return conversation


def _write(conversation: Conversation, by, said: Said) -> Message:
    authorize(conversation.write, by)
    _check(conversation, by, said)
    now = clock.now()
    message = Message(
        conversation=conversation,
        by=by,
        text=said.text,
        has_files=bool(said.stored),
        about=said.about,
        key=said.key,
        at=now,
    )
    message.save(force_insert=True)
    filing.keep(message, said.stored)
    _tell(conversation, by, now)
    return message


def _check(conversation: Conversation, by, said: Said) -> None:
    if not said.text and not said.files:
        raise Refused("Write something, or attach a file.", field="text")
    if len(said.text) > LONGEST:
        raise Refused(f"At most {LONGEST:,} letters at once.", field="text")
    if len(said.files) > MOST_FILES:
        raise Refused(f"At most {MOST_FILES} files at once.", field="files")
    if said.about and not is_shared(said.about, by, conversation.other(by)):
        raise Refused("That is nothing that the two of you share. Choose again what it is about.", field="about")
    lately = Message.objects.filter(by=by, at__gt=clock.now() - clock.hours(1) / 60)
    if lately.count() >= MOST_A_MINUTE:
        raise Refused("That are many messages for one minute. Wait a moment, and send it again.", field="text")
    if said.files:
        filing.expect_room(said.files, by=by)


def _tell(conversation: Conversation, by, now) -> None:
    """It stands first in both lists, and waits to be read; what was archived comes back, unless it is muted."""
    both = Participant.objects.filter(conversation=conversation)
    both.filter(user=by).update(last_at=now, archived_at=None)
    both.exclude(user=by).update(
        last_at=now,
        unread=F("unread") + 1,
        waits_since=Coalesce("waits_since", Value(now)),
        archived_at=Case(When(muted_at=None, then=Value(None)), default=F("archived_at")),
    )
