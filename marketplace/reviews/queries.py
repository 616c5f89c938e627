"""Reviews as lists: the newest first, a page at a time."""

from dataclasses import dataclass

from django.db.models import QuerySet

from marketplace.gigs.search.sorting import Column
from marketplace.reviews.models import Review

PAGE = 20
NEWEST = Column("published_at", falls=True)


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
    beyond = NEWEST.after(after)
    rows = list(NEWEST.ordered(found.filter(beyond)).select_related("by", "about")[: size + 1])
    more = len(rows) > size
    return Page(rows[:size], next=NEWEST.mark(rows[size - 1]) if more else "", is_first=not beyond)
