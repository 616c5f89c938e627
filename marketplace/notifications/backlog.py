"""What waits, or was given up, on the way from an event to somebody's mailbox: counts for a status page and alarms.

Each function is one cheap query or two, and knows nothing about who asks. Ages are real time, as machines know it.
"""

from datetime import timedelta

from django.db.models import Exists, F, Min, OuterRef
from django.db.models.functions import Coalesce

from marketplace import clock
from marketplace.events.models import Event
from marketplace.mail.models import OutgoingMail, RefusedAddress
from marketplace.notifications.models import FanOutFailure, Notification

LATE = timedelta(minutes=10)
DAY = timedelta(days=1)


def waiting_mails() -> int:
    """All that waits to be sent, whenever."""
    return OutgoingMail.objects.waiting().count() + Notification.objects.waiting().count()


def overdue_mails(late: timedelta = LATE) -> int:
    """Mails that should have left this long ago, and wait still. What rests because its address refuses is not one."""
    return sum(rows.filter(planned__lt=clock.real() - late).count() for rows in _able())


def failing_mails() -> int:
    """Mails that were tried in vain, and are tried again. What rests because its address refuses is not one."""
    return sum(rows.exclude(failure="").count() for rows in _able())


def oldest_overdue_mail() -> timedelta:
    """How long ago the oldest mail that waits should have left; nothing where none is late."""
    found = [rows.aggregate(at=Min("planned"))["at"] for rows in _able()]
    return max([clock.real() - at for at in found if at] + [timedelta(0)])


def _able():
    """What waits and is not kept back by its own address, with the time for which it was `planned`."""
    rests = RefusedAddress.objects.filter(next_try_at__gt=clock.real())
    mails = OutgoingMail.objects.waiting().annotate(planned=F("planned_at"))
    notes = Notification.objects.waiting().annotate(planned=Coalesce("mail_at", "next_try_at"))
    yield mails.filter(~Exists(rests.filter(address=OuterRef("to"))))
    yield notes.filter(~Exists(rests.filter(address=OuterRef("user__email"))))


def given_up_mails(within: timedelta = DAY) -> int:
    """Mails that were given up lately."""
    since = clock.now() - within
    return sum(
        rows.given_up().filter(failed_at__gt=since).count() for rows in (OutgoingMail.objects, Notification.objects)
    )


def refused_addresses() -> int:
    """Addresses that mail rests for, or is given up for, because their server does not take it."""
    return RefusedAddress.objects.filter(next_try_at__gt=clock.real()).count()


def untold_events(late: timedelta = LATE) -> int:
    """Events that nobody was told of, though a dispatcher should have come by. By Cairn's clock; see `stumbles`."""
    return _untold().filter(at__lt=clock.now() - late).count()


def waiting_events() -> int:
    """Events that nobody was told of yet."""
    return _untold().count()


def _untold():
    return Event.objects.waiting().exclude(pk__in=FanOutFailure.objects.values("event"))


def stumbles() -> int:
    """Events that we failed to tell anybody of, and try again."""
    return FanOutFailure.objects.filter(event__dispatched_at=None).count()
