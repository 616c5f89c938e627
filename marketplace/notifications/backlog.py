"""What waits, or was given up, on the way from an event to somebody's mailbox: counts for a status page and alarms.

Each function is one cheap query or two, and knows nothing about who asks. Ages are real time, as machines know it.
"""

from datetime import timedelta

from django.db.models import Min
from django.db.models.functions import Coalesce

from marketplace import clock
from marketplace.events.models import Event
from marketplace.mail.models import OutgoingMail, RefusedAddress
from marketplace.notifications.models import Notification, Stumble

LATE = timedelta(minutes=10)
DAY = timedelta(days=1)


def overdue_mails(late: timedelta = LATE) -> int:
    """Mails that should have left this long ago, and wait still: the server is down, or refuses them."""
    return _overdue_mails(late).count() + _overdue_notifications(late).count()


def oldest_overdue_mail() -> timedelta:
    """How long ago the oldest mail that waits should have left; nothing where none is late."""
    found = [
        _overdue_mails(timedelta(0)).aggregate(at=Min("planned_at"))["at"],
        _overdue_notifications(timedelta(0)).aggregate(at=Min("planned_at"))["at"],
    ]
    return max((clock.real() - at for at in found if at), default=timedelta(0))


def _overdue_mails(late: timedelta):
    return OutgoingMail.objects.waiting().filter(planned_at__lt=clock.real() - late)


def _overdue_notifications(late: timedelta):
    waiting = Notification.objects.waiting().annotate(planned_at=Coalesce("mail_at", "next_try_at"))
    return waiting.filter(planned_at__lt=clock.real() - late)


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
    """Events that nobody was told of, though a dispatcher should have come by. By Cairn's clock."""
    return Event.objects.waiting().filter(at__lt=clock.now() - late).count()


def stumbles() -> int:
    """Events that we failed to tell anybody of, and try again."""
    return Stumble.objects.filter(event__dispatched_at=None).count()
