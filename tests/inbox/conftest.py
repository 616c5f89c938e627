"""Two people who write to each other: Ada hires, Grace sells her work, Mallory is a stranger to both."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.inbox import actions
from marketplace.inbox.models import Conversation, Participant


@pytest.fixture
def sells(grace):
    """Grace says what she does, so that anybody may write to her first."""
    grace.skills = ["Logos"]
    grace.save(update_fields=["skills"])
    return grace


@pytest.fixture
def talk(ada, sells) -> Conversation:
    """Ada asked, Grace has not read it yet."""
    return begin(ada, sells, "Are you free in May?").conversation


@pytest.fixture
def as_():
    """A browser in which somebody is signed in: `as_(ada)`."""
    return Browser


class Browser(Client):
    def __init__(self, user):
        super().__init__()
        self.force_login(user)

    def open(self, name: str, *args, **query):
        return self.get(reverse(f"inbox:{name}", args=args), query)

    def do(self, name: str, *args, **sends):
        return self.post(reverse(f"inbox:{name}", args=args), sends)


def begin(writer, other, text: str = "Hello.", **terms):
    return actions.begin(other, by=writer, key=uuid4(), text=text, **terms)


def say(talk: Conversation, writer, text: str = "Hello.", **terms):
    return actions.send(talk, by=writer, key=uuid4(), text=text, **terms)


def texts(talk: Conversation) -> list[str]:
    return list(talk.messages.order_by("pk").values_list("text", flat=True))


def part(talk: Conversation, person) -> Participant:
    """What this person has of it, as the database has it now."""
    return Participant.objects.get(conversation=talk, user=person)
