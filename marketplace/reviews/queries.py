"""Reviews as lists: the newest first, a page at a time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q, QuerySet

from marketplace.numbers import whole_number
from marketplace.reviews.models import Review

PAGE = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LATEST = 253_402_300_799_000_000  # microseconds of the year 9999


@dataclass(frozen=True)
class Page:
    """Some reviews. `next` is what the address of the page after says; `is_first` where none comes before."""

    reviews: list[Review]
    next: str = ""
    is_first: bool = True


def about(person: int) -> QuerySet[Review]:
    """What everybody reads about somebody."""
    return Review.objects.seen().filter(about=person)


def of_gig(gig: int) -> QuerySet[Review]:
    return Review.objects.seen().filter(gig=gig)


def page_of(found: QuerySet[Review], after: str = "", size: int = PAGE) -> Page:
    """A page of these, behind the review whose mark `after` is. One that can't be read begins at the first."""
    beyond = _after(after)
    rows = list(found.filter(beyond).order_by("-published_at", "-pk").select_related("by", "about")[: size + 1])
    more = len(rows) > size
    return Page(rows[:size], next=_mark(rows[size - 1]) if more else "", is_first=not beyond)


def _after(mark: str) -> Q:
    moment, _, pk = mark.partition(".")
    number, key = whole_number(moment), whole_number(pk)
    if number is None or key is None or number > LATEST:
        return Q()
    at = EPOCH + number * MICROSECOND
    # The first part says no more than the others, but lets PostgreSQL begin to read the index there.
    return Q(published_at__lte=at) & (Q(published_at__lt=at) | Q(pk__lt=key))


def _mark(review: Review) -> str:
    return f"{(review.published_at - EPOCH) // MICROSECOND}.{review.pk}"
