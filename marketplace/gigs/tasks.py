"""What Celery runs for gigs. The timetable is in marketplace/celery.py."""

from celery import shared_task

from marketplace.gigs.gallery import making


@shared_task(soft_time_limit=240, time_limit=300)
def make_pictures():
    """Make the sizes of the pictures that were uploaded, or that are to be cut anew."""
    return making.make_due()
