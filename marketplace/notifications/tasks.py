"""What Celery runs for this app. The timetable is in marketplace/celery.py."""

from celery import shared_task

from marketplace.notifications import mailing, telling


@shared_task
def dispatch():
    """Tell of what happened, and send the mails that are due."""
    telling.tell()
    return mailing.send()
