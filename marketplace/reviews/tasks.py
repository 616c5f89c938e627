"""What Celery runs for reviews. The timetable is in marketplace/celery.py."""

from celery import shared_task

from marketplace.reviews import reputation


@shared_task
def refresh_reputations() -> int:
    """Count anew what is known of everybody: orders finished, work on time, stars. Returns of how many."""
    return reputation.refresh_all()
