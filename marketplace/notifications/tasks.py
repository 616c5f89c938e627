"""What Celery runs for this app. The timetable is in marketplace/celery.py."""

from celery import shared_task

from marketplace.notifications import deliver, fan_out


@shared_task
def dispatch():
    """Tell of what happened, and send the mails that are due."""
    fan_out.tell()
    return deliver.send()
