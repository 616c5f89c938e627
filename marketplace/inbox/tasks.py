"""What Celery runs for this app. The timetable is in marketplace/celery.py."""

from celery import shared_task

from marketplace.inbox import prompt, unread


@shared_task
def tell_of_unread():
    """Have those mailed for whom something stayed unread."""
    return unread.tell()


@shared_task
def count_answers():
    """Count anew how soon everybody answers."""
    prompt.refresh()
