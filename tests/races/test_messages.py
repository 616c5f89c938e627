"""Two who write, block and begin at the same time: a key is one message, a pair has one conversation, a block holds."""

import threading
import time
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from marketplace.accounts.models import User
from marketplace.errors import Refused
from marketplace.inbox import actions, unread
from marketplace.inbox.actions import writing
from marketplace.inbox.models import Conversation, Message
from marketplace.inbox.models.conversation import ConversationQuerySet
from tests.conftest import person
from tests.inbox.conftest import begin, part, say, texts
from tests.races.conftest import PATIENCE


@pytest.fixture
def both(ada, grace):
    """Two who may write to each other first."""
    User.objects.filter(pk__in=[ada.pk, grace.pk]).update(skills=["Logos"])
    return User.objects.get(pk=ada.pk), User.objects.get(pk=grace.pk)


@pytest.fixture
def talk(both) -> Conversation:
    return begin(*both).conversation


def kinds(outcomes) -> set:
    return {type(one) for one in outcomes}


def test_the_same_key_at_once_is_one_message(together, both, talk):
    key = uuid4()
    outcomes = together(*[lambda: actions.send(talk, by=both[0], key=key, text="Once.")] * 4)

    assert kinds(outcomes) == {Message}
    assert texts(talk) == ["Hello.", "Once."]
    assert part(talk, both[1]).unread == 2


def test_two_who_begin_at_once_have_one_conversation(together, both):
    ada, grace = both
    outcomes = together(
        lambda: begin(grace, ada, "From Grace."),
        lambda: begin(ada, grace, "From Ada."),
        lambda: begin(ada, grace, "Once more."),
    )

    assert kinds(outcomes) == {Message}
    talk = Conversation.objects.get()
    assert sorted(texts(talk)) == ["From Ada.", "From Grace.", "Once more."]
    assert (part(talk, ada).unread, part(talk, grace).unread) == (1, 2)


def test_many_at_once_are_all_counted(together, both, talk):
    outcomes = together(*[lambda side=side: say(talk, side) for side in both * 3])

    assert kinds(outcomes) == {Message}
    assert (part(talk, both[0]).unread, part(talk, both[1]).unread) == (3, 4)


def test_reading_while_somebody_writes_counts_what_came_after(together, both, talk):
    ada, grace = both
    seen = talk.messages.get().pk
    for _ in range(5):
        outcomes = together(lambda: say(talk, ada), lambda: actions.read(talk, by=grace, to=seen))
        assert kinds(outcomes) == {Message, type(None)}
        left = talk.messages.filter(pk__gt=seen).count()
        assert part(talk, grace).unread == left
        assert part(talk, grace).waits_since is not None


@pytest.fixture
def allowed(monkeypatch):
    """Set when somebody may write, a moment before they do: long enough for somebody else, but for the lock."""
    check, allowed = writing._check, threading.Event()

    def check_slowly(*args):
        check(*args)
        allowed.set()
        time.sleep(PATIENCE)

    monkeypatch.setattr(writing, "_check", check_slowly)
    return allowed


@pytest.fixture
def seen_after(together, both, talk, allowed):
    """What Ada's writing becomes, and how many messages there are when what is done meanwhile is done."""

    def run(act) -> tuple:
        def act_meanwhile() -> int:
            allowed.wait(30)
            act()
            return talk.messages.count()

        return tuple(together(lambda: say(talk, both[0]), act_meanwhile))

    return run


def test_after_a_block_nothing_comes_through(both, talk, seen_after):
    ada, grace = both
    sent, seen = seen_after(lambda: actions.block(talk, by=grace))

    assert isinstance(sent, Message)
    assert seen == talk.messages.count() == 2
    with pytest.raises(Refused):
        say(talk, ada)


def test_without_the_lock_one_comes_through(both, talk, seen_after, monkeypatch):
    monkeypatch.setattr(ConversationQuerySet, "lock", lambda self, pk: self.select_related("low", "high").get(pk=pk))
    _, seen = seen_after(lambda: actions.block(talk, by=both[1]))

    assert (seen, talk.messages.count()) == (1, 2)


def suspend(user) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def test_who_is_suspended_at_the_same_time_has_written_before_or_not_at_all(both, talk, seen_after):
    ada, _ = both
    sent, seen = seen_after(lambda: suspend(ada))

    assert isinstance(sent, Message)
    assert seen == talk.messages.count() == 2
    with pytest.raises(PermissionDenied):
        say(talk, ada)


def test_without_the_lock_who_is_suspended_writes(both, talk, seen_after, monkeypatch):
    monkeypatch.setattr(writing, "_lock_writer", lambda by: None)
    _, seen = seen_after(lambda: suspend(both[0]))

    assert (seen, talk.messages.count()) == (1, 2)


def test_the_last_of_the_day_is_begun_once(together, both, monkeypatch):
    monkeypatch.setattr(writing, "MOST_BEGUN", 1)
    ada, _ = both
    others = [person(f"Seller{number}", skills=["Logos"]) for number in range(3)]
    outcomes = together(*[lambda one=one: begin(ada, one) for one in others])

    assert sum(isinstance(one, Refused) for one in outcomes) == 2
    assert Conversation.objects.count() == 1


def test_two_workers_tell_once_of_what_is_unread(together, both, talk, move):
    move(minutes=10)
    outcomes = together(unread.tell, unread.tell, unread.tell)

    assert sorted(outcomes) == [0, 0, 1]
