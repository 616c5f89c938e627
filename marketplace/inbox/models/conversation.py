"""Two people who write to each other, and what each of them has read of it."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.inbox.models.block import Block
from marketplace.inbox.permissions import is_participant, is_support
from marketplace.transitions import gate, refusal
from milestones.models import Case, CaseKind, CaseState, Order, OrderState


@refusal("You have blocked this person. Take that back, and you can write again.")
def is_not_blocking(conversation, by):
    return all(one.by_id != by.pk for one in conversation.blocks)


@refusal("You can’t write to each other here at the moment. Orders that you share go on, each on its own page.")
def is_not_blocked(conversation, by):
    return all(one.who_id != by.pk for one in conversation.blocks)


@refusal("The account of the other side is closed, so nobody would read it.")
def other_is_active(conversation, by):
    return conversation.other(by).is_active


@refusal("Your account is suspended: you can write to those with whom you have an order that runs, and to support.")
def by_may_write(conversation, by):
    """Asked of the rows that were read under the lock: `by` may be older."""
    return not conversation.other(conversation.other(by)).is_suspended or conversation.has_order


@refusal("The account of the other side is suspended. You can write to each other only while an order of yours runs.")
def other_may_answer(conversation, by):
    return not conversation.other(by).is_suspended or conversation.has_order


@refusal("There is no open report about a message of theirs, and no dispute about an order of theirs.")
def is_open_to_support(conversation):
    return type(conversation).objects.open_to_support().filter(pk=conversation.pk).exists()


WRITING = [other_is_active, by_may_write, other_may_answer, is_not_blocking, is_not_blocked]


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def of(self, user):
        """A person's own."""
        return self.filter(Q(low=user) | Q(high=user))

    def visible_to(self, user):
        """The same: support reads what it may at the desk, and each look is recorded."""
        return self.of(user)

    def between(self, one: User, other: User):
        """The one that two people have, if they wrote to each other at all."""
        return self.filter(**sides(one, other))

    def open_to_support(self):
        """Those that support may look into now: with an open report, or of an order whose dispute is open."""
        there = Q(order__client=OuterRef("low"), order__freelancer=OuterRef("high"))
        back = Q(order__client=OuterRef("high"), order__freelancer=OuterRef("low"))
        disputes = Case.objects.filter(there | back, kind=CaseKind.DISPUTE, state=CaseState.OPEN)
        reported = Exists(self.model.objects.filter(pk=OuterRef("pk"), messages__reports__state="open"))
        return self.filter(reported | Q(Exists(disputes)))

    def lock(self, pk: int) -> "Conversation":
        """The row as it is now, locked until the transaction ends, with both people."""
        return self.select_for_update(of=("self",), no_key=True).select_related("low", "high").get(pk=pk)


def sides(one: User, other: User) -> dict[str, User]:
    """The two, as the row has them: whoever has the lower key first, so that a pair has one row."""
    low, high = sorted((one, other), key=lambda person: person.pk)
    return {"low": low, "high": high}


class Conversation(models.Model):
    """All that two people wrote to each other. Its row is the lock of everything that happens to it."""

    low = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    high = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    started_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        permissions = [("support_conversation", "Can decide about reported messages")]
        indexes = [models.Index(fields=["started_by", "-started_at"], name="conversation_started_by")]
        constraints = [
            models.UniqueConstraint(fields=["low", "high"], name="conversation_once"),
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="conversation_low_is_lower"),
            models.CheckConstraint(
                condition=Q(started_by=F("low")) | Q(started_by=F("high")), name="conversation_started_by_one"
            ),
        ]

    def __str__(self):
        return f"conversation {self.pk}"

    def get_absolute_url(self):
        return reverse("inbox:conversation", args=[self.pk])

    @property
    def thread(self) -> str:
        return f"conversation:{self.pk}"

    @property
    def conversation(self) -> "Conversation":
        return self

    @property
    def people(self) -> list[User]:
        return [self.low, self.high]

    def other(self, user) -> User:
        """Whom this person writes to here."""
        return self.high if user.pk == self.low_id else self.low

    @cached_property
    def blocks(self) -> list[Block]:
        """Those that stand between the two, as they were when this was first asked."""
        return list(Block.objects.between(self.low_id, self.high_id))

    @cached_property
    def has_order(self) -> bool:
        """Whether an order runs between the two, as it was when this was first asked."""
        low, high = self.low_id, self.high_id
        between = Q(client=low, freelancer=high) | Q(client=high, freelancer=low)
        return Order.objects.filter(between, state=OrderState.ACTIVE).exists()

    write = gate(permission=is_participant, conditions=WRITING)
    read = gate(permission=is_participant)
    archive = gate(permission=is_participant)
    mute = gate(permission=is_participant)
    block = gate(permission=is_participant)
    look = gate(permission=is_support, conditions=[is_open_to_support])


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def of(self, user):
        return self.filter(user=user)

    def unread(self):
        return self.filter(unread__gt=0)


class Participant(models.Model):
    """One of the two, and what they have of the conversation.

    `read_to` is the key of the last message that they saw; `unread` counts those of the other side after it, so that
    the top bar need not. `last_at` is that of the newest message, by which their list is sorted. `waits_since` is since
    when something is unread that no mail has told of, `mailed_at` when the last mail did.
    """

    conversation = models.ForeignKey(  # the unique constraint has its index
        Conversation, on_delete=models.PROTECT, related_name="participants", db_index=False
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    read_to = models.PositiveBigIntegerField(default=0)
    unread = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=clock.now)
    archived_at = models.DateTimeField(null=True, blank=True)
    muted_at = models.DateTimeField(null=True, blank=True)
    waits_since = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    last: Any = None  # the newest message, where a list has brought it
    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["-last_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-last_at", "-id"], name="participant_list"),
            models.Index(
                fields=["user"], include=["unread"], condition=Q(unread__gt=0, muted_at=None), name="participant_unread"
            ),
            models.Index(fields=["waits_since"], condition=Q(waits_since__isnull=False), name="participant_waits"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "user"], name="participant_once"),
            models.CheckConstraint(
                condition=Q(waits_since__isnull=True) | Q(unread__gt=0), name="participant_waits_unread"
            ),
        ]

    def __str__(self):
        return f"participant {self.user_id} of {self.conversation_id}"
