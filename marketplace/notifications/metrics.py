"""What operators watch about the outbox."""

from datetime import timedelta

from marketplace import clock
from marketplace.events.models import Event
from marketplace.metrics import Gauge, probe
from marketplace.notifications.models import Notification, Stumble

LATE_AFTER = timedelta(minutes=5)
RECENT = timedelta(days=7)


@probe
def events():
    resting = Stumble.objects.values("event")
    untold = Event.objects.waiting().exclude(pk__in=resting)
    late = untold.filter(at__lt=clock.now() - LATE_AFTER).count()
    stumbles = Stumble.objects.count()
    trouble = f"Nobody was told of {late} events for 5 minutes" if late else ""
    yield Gauge("events_untold", "Events that nobody was told of yet", untold.count(), trouble=trouble)
    trouble = f"Telling of {stumbles} events failed: see the support desk" if stumbles else ""
    yield Gauge("events_failing", "Events that we failed to tell anybody of, and try again", stumbles, trouble=trouble)


@probe
def mails():
    waiting = Notification.objects.filter(next_try_at__isnull=False)
    late = waiting.filter(next_try_at__lt=clock.real() - LATE_AFTER).count()
    failing = waiting.exclude(failure="").count()
    given_up = Notification.objects.filter(failed_at__gt=clock.now() - RECENT).count()
    yield Gauge("mails_waiting", "Mails that wait to be sent", waiting.count())
    trouble = f"{late} mails should have been sent 5 minutes ago" if late else ""
    yield Gauge("mails_overdue", "Mails whose time was 5 minutes ago", late, trouble=trouble)
    trouble = f"{failing} mails could not be sent yet" if failing else ""
    yield Gauge("mails_failing", "Mails that were tried in vain, and are tried again", failing, trouble=trouble)
    yield Gauge("mails_given_up", "Mails given up in the last 7 days", given_up)
