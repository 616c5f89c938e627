"""How many mails a day people may cause to an address whose owner asked for none, as far as we know.

An address gets `to_one` of a sort, whoever asks. Beyond that whoever asks for their first of the day still gets it, up
to `firsts` in all: first of their network, or of their account. So one network, or a few, never use up the mails that
the owner of an address waits for, and no address gets more than `firsts` from strangers. The whole site sends
MOST_BEYOND of those. What an owner asks for counts apart (OWN), where nobody else can use up what goes to
one address; what one network causes counts together (`by_one`), whoever of it asks.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from marketplace import clock
from marketplace.mail.models import OutgoingMail

DAY = clock.days(1)
MOST_TO_ONE = 10  # mails in a day to one address that did not ask for them, whoever causes them
FIRSTS = 20  # the same, with those who ask for their first of the day
MOST_BY_ONE_TO_ONE = 5  # and by the same sender: who asks for many leaves some for the owner of the address
MOST_BY_ONE = 100  # and that one account, or one stranger's network, causes
MOST_BEYOND = 1000  # and the site sends beyond the first of these ceilings
KNOWN, ACCOUNT = "browser:", "account:"
# Rooms of the owner: a browser that signed in with this address, and whoever gave the password of its new account.
OWN = (KNOWN, ACCOUNT)


@dataclass(frozen=True)
class Ceiling:
    """How many mails of these kinds a day may bring to one address, one sender may cause, and one may to one.

    `pause` is how long the same sender waits for another one to the same address.
    """

    kinds: tuple[str, ...]
    to_one: int = MOST_TO_ONE
    firsts: int = FIRSTS
    by_one: int = MOST_BY_ONE
    by_one_to_one: int = MOST_BY_ONE_TO_ONE
    pause: timedelta = timedelta(0)


@dataclass(frozen=True)
class Sender:
    """Who causes a mail: `name` counts over all addresses ("user:5", "net:192.0.2.1", "browser:…").

    `room` is what they count as at one address: the wider network of "net:192.0.2.1", so that nobody is new again and
    again; or one of OWN. Empty: as their name.
    """

    name: str
    room: str = ""

    @property
    def is_owner(self) -> bool:
        return self.room.startswith(OWN)


@dataclass(frozen=True)
class Place:
    """When a mail may leave, and whether only because it is its sender's first of the day."""

    at: datetime
    is_beyond: bool = False


def place(ceiling: Ceiling, *, to: str, sender: Sender) -> Place:
    """Where the next mail to an address, in its one spelling, has its place. Whoever asks holds the count until the end
    of the transaction.
    """
    _hold(f"sender {sender.name}")
    _hold(f"to {to}")
    now = clock.real()
    counted = OutgoingMail.objects.filter(kind__in=ceiling.kinds, planned_at__gt=now - DAY).order_by("-planned_at")
    caused = counted.filter(sender=sender.name).values_list("planned_at", flat=True)[: ceiling.by_one]
    to_them = list(counted.filter(to=to))
    mine = [one.planned_at for one in to_them if _is_by(one, sender)]
    paused = [planned + ceiling.pause for planned in mine[:1]]
    at = max([now, *_full(list(caused), ceiling.by_one), *_full(mine, ceiling.by_one_to_one), *paused])
    if sender.is_owner:
        return Place(at)
    by_strangers = [one for one in to_them if not one.room.startswith(OWN)]
    full = _full([one.planned_at for one in by_strangers], ceiling.to_one)
    if full and at <= now and _is_let_in(by_strangers, ceiling, sender, now):
        return Place(now, is_beyond=True)
    return Place(max([at, *full]))


def _is_by(mail: OutgoingMail, sender: Sender) -> bool:
    return mail.room == sender.room if sender.is_owner else mail.sender == sender.name


def _full(planned: list[datetime], most: int) -> list[datetime]:
    """When there is room again, if so many are planned, the newest first."""
    return [at + DAY for at in planned[most - 1 : most]]


def _is_let_in(others: list[OutgoingMail], ceiling: Ceiling, sender: Sender, now: datetime) -> bool:
    """Whether this is the first of its sender today, and there is room for those. Mails that leave within the next day
    count as well, so that no day has more.
    """
    if any(one.sender == sender.name or one.room == sender.room for one in others):
        return False
    if sum(one.planned_at < now + DAY for one in others) >= ceiling.firsts:
        return False
    _hold("beyond")
    return OutgoingMail.objects.filter(is_beyond=True, planned_at__gt=now - DAY).count() < MOST_BEYOND


def _hold(words: str) -> None:
    """Count alone: whoever counts the same waits until this transaction is over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"mail {words}"])
