"""Asking as somebody, and putting what came of it into the words of the table."""

from django.conf import settings
from django.test import Client
from django.urls import reverse

from marketplace import clock
from marketplace.accounts.models import User
from tests.permissions.table import Place
from tests.permissions.world import PEOPLE, World

CLOSED = len(PEOPLE)  # the last column


def words(place: Place) -> dict[str, str]:
    """What the table says of each person."""
    return dict(zip(PEOPLE, place.who.split()[:CLOSED], strict=True))


def meanwhile(place: Place) -> str:
    """What the table says of somebody whose account is closed while asking."""
    return place.who.split()[CLOSED]


def browser(world: World, person: str, url: str = "") -> Client:
    """Where this person is signed in, or a stranger's. At the desk they showed a moment ago who they are."""
    client, sessions = Client(), world.fresh if url.startswith("admin:") else world.sessions
    if person in sessions:
        client.cookies[settings.SESSION_COOKIE_NAME] = sessions[person]
    return client


def ask(world: World, place: Place, on: str, person: str, *, closed=False, suspended=False, method=""):
    """The response, and the tables that hold something else than before."""
    own = set()
    if closed or suspended:
        whom = User.objects.filter(pk=world.people[person].pk)
        suspend = {"suspended_at": clock.now(), "suspended_by": world.people["support"], "suspended_reason": "Why."}
        whom.update(**({"is_active": False} if closed else suspend))
        own = {User._meta.db_table}
    before = world.writes()
    thing = world.things[on]
    sent = {name: value(world, thing) if callable(value) else value for name, value in place.sends.items()}
    send = getattr(browser(world, person, place.url), (method or place.method).lower())
    response = send(world.url(place.url, on), sent, headers=place.headers)
    return response, world.changed(before) - own


def outcome(place: Place, response, changed) -> str:
    """One word of the table."""
    if response.status_code == 302 and response.url.partition("?")[0] in (
        reverse("account_login"),
        reverse("admin:login"),
    ):
        return "in"
    if place.changes:
        happened = changed and response.status_code in (200, 204, 302)
    else:
        happened = response.status_code in (200, 204, 422)  # a form that is shown again is one that is shown
    return "yes" if happened else str(response.status_code)
