"""What Celery runs for this app. The timetable is in marketplace/celery.py."""

from celery import shared_task

from marketplace import clock
from marketplace.mail.models import OutgoingMail
from marketplace.mail.sending import QUEUE

KEPT = clock.days(30)


@shared_task
def send():
    """Send the mails about accounts, and the invitations, that are due."""
    return QUEUE.send()


@shared_task
def forget():
    """Remove the traces of mails that left, or were given up, long ago."""
    over = OutgoingMail.objects.filter(next_try_at=None, planned_at__lt=clock.real() - KEPT)
    return over.delete()[0]
