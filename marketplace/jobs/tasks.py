"""What Celery runs for jobs. The timetable is in marketplace/celery.py."""

from celery import shared_task

from marketplace.jobs import mailed, rest


@shared_task
def decline_rest(post: int) -> int:
    """Decline what nobody was hired by, for a post that was just closed. Returns how many proposals ended."""
    return rest.decline(post)


@shared_task
def decline_rests() -> int:
    """The same for all posts: what a lost nudge left, and what was being paid then."""
    return rest.decline()


@shared_task
def tell_searches() -> int:
    """Mail what is new of the searches that people saved. Returns how many mails that were."""
    return mailed.tell()
