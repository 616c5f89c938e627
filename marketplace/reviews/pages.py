"""What pages show of reviews: one for its reader, those of an order, of a person and of a gig."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from marketplace.accounts.models import MOST_STARS, Reputation, Stars, User
from marketplace.accounts.profile import Section
from marketplace.gigs.models import Gig
from marketplace.reviews import queries, window, wording
from marketplace.reviews.actions import writing
from marketplace.reviews.models import Review
from marketplace.transitions import may, why_not
from milestones.models import Order

FIRST = 5  # on the page of a person or a gig


@dataclass(frozen=True)
class Shown:
    """One review, for its reader."""

    review: Review
    reader: User

    @property
    def label(self) -> str:
        return wording.label(self.review)

    @property
    def mean(self) -> str:
        return f"{self.review.mean:.1f}"

    @property
    def answers(self) -> list[tuple[str, int, list[bool]]]:
        """Each question, its stars, and which of them were given."""
        return [
            (question, number, [one < number for one in range(MOST_STARS)]) for question, number in self.review.answers
        ]

    @property
    def is_about_reader(self) -> bool:
        return self.review.about_id == self.reader.pk

    @property
    def may_reply(self) -> bool:
        return may(self.review.answer, self.reader)

    @property
    def why_no_reply(self) -> str:
        return why_not(self.review.answer, self.reader)

    @property
    def may_report(self) -> bool:
        return may(self.review.report, self.reader)


@dataclass(frozen=True)
class Listed:
    """A page of reviews, for its reader."""

    page: queries.Page
    reader: User

    @property
    def rows(self) -> list[Shown]:
        return [Shown(one, self.reader) for one in self.page.reviews]


class OfOrder:
    """The reviews of an order that has ended, for somebody who sees it."""

    def __init__(self, order: Order, user: User):
        self.order, self.user = order, user

    @cached_property
    def reviews(self) -> list[Review]:
        rows = list(Review.objects.filter(order=self.order).order_by("pk"))
        people = {one.pk: one for one in (self.order.client, self.order.freelancer)}
        for one in rows:
            one.order, one.by, one.about = self.order, people[one.by_id], people[one.about_id]
        return rows

    @property
    def own(self) -> Review | None:
        """What the reader wrote."""
        return next((one for one in self.reviews if one.by_id == self.user.pk), None)

    @cached_property
    def draft(self) -> Review:
        """The reader's review, as it is or would begin."""
        return self.own or writing.begun(self.order, self.user)

    @property
    def shown(self) -> list[Shown]:
        """What both may read; of what support removed only that."""
        return [Shown(one, self.user) for one in self.reviews if one.published_at]

    @property
    def is_hidden(self) -> bool:
        """Whether the reader's own waits for the other's."""
        return self.own is not None and self.own.published_at is None

    @property
    def may_write(self) -> bool:
        return may(self.draft.write, self.user)

    @property
    def why_not(self) -> str:
        return why_not(self.draft.write, self.user)

    @property
    def other_wrote(self) -> bool:
        return any(one.by_id != self.user.pk for one in self.reviews)

    @property
    def other(self) -> User:
        return self.order.other(self.user)

    @property
    def until(self) -> datetime | None:
        return window.closes_at(self.order)


def on_order_page(order: Order, user: User) -> Section | None:
    """Below the plan of an order that has ended, while there is something to read or to write."""
    if order.is_active:
        return None
    found = OfOrder(order, user)
    return Section("reviews/on_order.html", found) if found.shown or found.own or found.may_write else None


@dataclass(frozen=True)
class AboutPerson:
    """What is known of somebody, and the newest reviews."""

    person: User
    listed: Listed

    @property
    def known(self) -> Reputation:
        return getattr(self.person, "reputation", None) or Reputation(user=self.person)


def on_page_of(person: User, reader: User) -> Section | None:
    """Numbers and the newest reviews, where there is anything."""
    listed = Listed(queries.page_of(queries.about(person.pk), size=FIRST), reader)
    section = AboutPerson(person, listed)
    has_numbers = any((section.known.finished, section.known.hired, section.known.delivered))
    return Section("reviews/on_person.html", section) if has_numbers or listed.page.reviews else None


@dataclass(frozen=True)
class AboutGig:
    """The newest reviews of those who ordered a gig."""

    gig: Gig
    listed: Listed

    @property
    def stars(self) -> Stars:
        return self.gig.stars


def on_page_of_gig(gig: Gig, reader: User) -> Section | None:
    listed = Listed(queries.page_of(queries.of_gig(gig.pk), size=FIRST), reader)
    return Section("reviews/on_gig.html", AboutGig(gig, listed)) if listed.page.reviews else None
