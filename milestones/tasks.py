"""What Celery runs for this app. The timetable is in marketplace/celery.py."""

from celery import shared_task

from milestones import sweep as sweeping


@shared_task
def sweep():
    """Fire every timer that is due."""
    return sweeping.sweep()
