"""What Celery runs for this app. The timetable is in marketplace/celery.py."""

from celery import shared_task

from marketplace.deadlines import sweep as sweeping

SWEEP = "marketplace.deadlines.tasks.sweep"


@shared_task(name=SWEEP)
def sweep() -> int:
    """Fire every timer that is due."""
    return sweeping.sweep()
