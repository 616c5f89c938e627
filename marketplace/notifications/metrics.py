"""What operators watch about the outbox: see backlog.py for what is counted."""

from datetime import timedelta

from marketplace import clock
from marketplace.metrics import Gauge, probes
from marketplace.notifications import backlog

LATE_AFTER = timedelta(minutes=5)
RECENT = timedelta(days=7)


@probes.register()
def events():
    late, stumbles = backlog.untold_events(LATE_AFTER), backlog.stumbles()
    trouble = f"Nobody was told of {late} events for 5 minutes" if late else ""
    yield Gauge("events_untold", "Events that nobody was told of yet", backlog.waiting_events(), trouble=trouble)
    trouble = f"Telling of {stumbles} events failed: see the support desk" if stumbles else ""
    yield Gauge("events_failing", "Events that we failed to tell anybody of, and try again", stumbles, trouble=trouble)


@probes.register()
def mails():
    """Of notifications, about accounts, and invitations."""
    late, failing, refused = backlog.overdue_mails(LATE_AFTER), backlog.failing_mails(), backlog.refused_addresses()
    oldest = clock.real() - backlog.oldest_overdue_mail() if late else None
    yield Gauge("mails_waiting", "Mails that wait to be sent", backlog.waiting_mails())
    trouble = f"{late} mails should have been sent 5 minutes ago" if late else ""
    yield Gauge("mails_overdue", "Mails whose time was 5 minutes ago", late, {}, trouble, oldest)
    trouble = f"{failing} mails could not be sent yet" if failing else ""
    yield Gauge("mails_failing", "Mails that were tried in vain, and are tried again", failing, trouble=trouble)
    given_up = backlog.given_up_mails(RECENT)
    yield Gauge("mails_given_up", "Mails given up in the last 7 days", given_up)
    yield Gauge("mail_addresses_refused", "Addresses that mail rests or ended for, as their server refuses it", refused)
