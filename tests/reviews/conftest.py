"""Orders that have ended, and what both sides say about them. Ada hires, Grace works, Mallory is a stranger to both."""

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import Reputation
from marketplace.reviews import actions
from marketplace.reviews.models import Review
from milestones.actions import stop
from milestones.models import Order
from tests.workshop import accept, again, hand_in


@pytest.fixture
def as_():
    """A browser in which somebody is signed in: `as_(ada)`."""
    return Browser


class Browser(Client):
    def __init__(self, user):
        super().__init__()
        self.force_login(user)

    def open(self, name: str, *args, **query):
        return self.get(reverse(f"reviews:{name}", args=args), query)

    def do(self, name: str, *args, **sends):
        return self.post(reverse(f"reviews:{name}", args=args), sends)


@pytest.fixture
def ended(order) -> Order:
    """One step of three was accepted, then Ada stopped."""
    return end(order("fair"))


def end(placed: Order) -> Order:
    hand_in(placed, 1)
    accept(placed, 1)
    stop.stop(placed, by=placed.client)
    return again(placed)


def review(order: Order, by, *stars: int, text: str = "As agreed.") -> Review:
    return actions.write(order, by=by, stars=stars or (5, 4, 3), text=text)


def seen(order: Order) -> list[tuple[str, str]]:
    """Who wrote what, of what everybody reads."""
    rows = Review.objects.seen().filter(order=order).order_by("pk")
    return [(str(one.by), one.text) for one in rows.select_related("by")]


def known(person) -> Reputation:
    """What is known of somebody now."""
    return Reputation.objects.get(user=person)
