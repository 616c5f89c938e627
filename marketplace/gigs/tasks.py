"""What Celery runs for gigs. The timetable is in marketplace/celery.py."""

from celery import shared_task

from marketplace.gigs import standing
from marketplace.gigs.gallery import making
from marketplace.gigs.search import dictionary


@shared_task(soft_time_limit=240, time_limit=300)
def make_pictures():
    """Make the sizes of the pictures that were uploaded, or that are to be cut anew."""
    return making.make_due()


@shared_task
def refresh_standing() -> int:
    """Work out in what order results come. Returns how many gigs moved."""
    return standing.refresh()


@shared_task
def refill_dictionary() -> int:
    """Learn the words that gigs are found by. Returns how many there are."""
    return dictionary.refill()
