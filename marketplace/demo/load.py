"""Loading the demo: the cast, and then its stories, all in one transaction, so that there is all of it or nothing."""

from datetime import date
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from escrow import sources
from escrow.gateways.sandbox import gateway
from marketplace import clock
from marketplace.accounts import support
from marketplace.accounts.avatars import portrait
from marketplace.accounts.models import User
from marketplace.demo import clock_offset, conversations, files, jobs, mailbox, reviews
from marketplace.demo.cast import CAST, PASSWORD, SUPPORT, Person
from marketplace.demo.gigs import shelf
from marketplace.demo.stories import *  # noqa: F401, F403 - they register themselves
from marketplace.demo.timeline import Stage, set_clock, stories
from marketplace.gigs import standing

LOCK = 0x64656D6F  # "demo"
EXPIRY = date(2039, 12, 1)  # of everybody's cards


def is_loaded() -> bool:
    return User.objects.filter(email=CAST[0].email).exists()


def load() -> bool:
    """Load the demo's people and stories, unless they are there. Returns whether it did.

    Whoever is killed while loading leaves nothing behind: the actions, each durable, become savepoints of one
    transaction that is managed by hand.
    """
    transaction.set_autocommit(False)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        loads = not is_loaded()
        if loads:
            _empty_mailbox()
            _play(_hire_cast())
        transaction.commit()
    except BaseException:
        transaction.rollback()
        raise
    finally:
        clock.use(clock_offset.ahead)
        transaction.set_autocommit(True)
    return loads


def _empty_mailbox() -> None:
    """Mails of a load that was killed were about things that never happened."""
    for name in mailbox.names():
        (Path(settings.MAIL_DIR) / name).unlink(missing_ok=True)


def _play(cast: dict[str, User]) -> None:
    """Play all stories until now; meanwhile the clock is the stage's."""
    now = clock.now()
    stage = Stage(now, cast)
    others = (one.moments(stage) for one in (shelf, jobs, conversations, reviews))
    stage.play(list(stories.values()), *others)
    set_clock(now)
    standing.refresh()  # as the last of the nights that passed did


def _hire_cast() -> dict[str, User]:
    """Make the people, a while before anything happens."""
    now, password = clock.now(), make_password(PASSWORD)
    cast = {}
    for number, person in enumerate(CAST):
        set_clock(now - clock.days(90 - number))
        cast[person.key] = _hire(person, password)
    set_clock(now)
    return cast


def _hire(person: Person, password: str) -> User:
    user = User(
        email=person.email,
        password=password,
        display_name=person.name,
        headline=person.headline,
        about=person.about,
        country=person.country,
        time_zone=person.time_zone,
        skills=list(person.skills),
        date_joined=clock.now(),
    )
    picture = portrait(files.portrait(person.key))
    user.avatar.save(picture.name, picture, save=False)
    user.save(force_insert=True)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    for last4 in person.cards:
        sources.attach(user, {"number": _test_number(last4), "expiry": EXPIRY})
    if person.key == SUPPORT:
        support.admit(user)
    return User.objects.get(pk=user.pk)


def _test_number(last4: str) -> str:
    """The sandbox's card number that ends so."""
    return next(number for number in gateway.CARDS if number.endswith(last4))
