"""The client’s page of the proposals for a post: side by side, with all fees, and a plan against the suggested one."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from django.db.models import Count, Q
from django.urls import reverse

from marketplace.formats import counted, minor_text
from marketplace.jobs import contacts, plan_diff
from marketplace.jobs.models import ClosedWhy, Post, Proposal
from marketplace.jobs.rest import UNSAID
from marketplace.jobs.standing import Standing, standing_of
from marketplace.jobs.wording import against_budget
from marketplace.numbers import whole_number
from marketplace.offers.models import OfferState
from marketplace.policies.models import FirstPayment
from marketplace.policies.quotes import Quote, quote
from marketplace.transitions import may

PAGE = 12
ON_TABLE = Q(offer__state__in=[OfferState.SENT, OfferState.FUNDING, OfferState.ACCEPTING])
TABS: dict[str, tuple[str, Q]] = {
    "compare": ("To compare", ON_TABLE & Q(archived_at=None)),
    "shortlisted": ("Shortlisted", ON_TABLE & Q(shortlisted_at__isnull=False)),
    "aside": ("Put aside", ON_TABLE & Q(archived_at__isnull=False)),
    "hired": ("Hired", Q(offer__state=OfferState.ACCEPTED)),
    "ended": ("Declined and withdrawn", Q(offer__state__in=["declined", "withdrawn", "expired"])),
}
FIRST_PAYMENT = {
    FirstPayment.ON_ORDER: "when the order is placed",
    FirstPayment.WITH_OFFER: "deposited with your offer",
    FirstPayment.AT_START: "when both have agreed",
}


@dataclass
class Card:
    """One proposal, as its client compares it."""

    proposal: Proposal
    post: Post
    reader: object
    is_new: bool

    @property
    def offer(self):
        return self.proposal.offer

    @cached_property
    def standing(self) -> Standing:
        found = standing_of(self.proposal)
        return Standing.NEW if self.is_new and found == Standing.SENT else found

    @cached_property
    def quote(self) -> Quote:
        return quote(self.offer.policy, self.offer.version.plan, self.offer.currency)

    @property
    def to_budget(self) -> tuple[str, str]:
        return against_budget(self.offer.total, self.post.budget_min, self.post.budget_max, self.post.currency)

    @property
    def first_payment(self) -> tuple[str, str]:
        """What is paid first, and when."""
        if self.offer.policy.first_payment == FirstPayment.ON_CREATION:
            return "when you create a step", "in any order, at any time"
        price = minor_text(self.quote.first.client_pays, self.offer.currency)
        return price, FIRST_PAYMENT[self.offer.policy.first_payment]

    @property
    def time(self) -> str:
        """How long it takes: the days of all steps, or the last day."""
        return plan_diff.time_of(self.offer.version.plan)

    @property
    def steps(self) -> int:
        return 0 if self.offer.is_single else len(self.offer.version.plan)

    @property
    def stones(self) -> range:
        return range(min(self.steps, 8))

    @property
    def review(self) -> str:
        """The rule that matters first."""
        days = self.offer.review_days
        return f"{counted(days, 'day', 'days')} to review a delivery" if days else "nothing is accepted by itself"

    @property
    def is_by_freelancer(self) -> bool:
        """Whether the newest version is theirs, so that it can be accepted or declined."""
        return self.offer.version.by_id == self.proposal.freelancer_id

    @property
    def is_older(self) -> bool:
        return self.proposal.post_version_id != self.post.version_id

    @property
    def may(self) -> dict[str, bool]:
        names = ("write", "accept", "decline", "withdraw")
        return {name: may(getattr(self.offer, name), self.reader) for name in names}

    @property
    def write_url(self) -> str:
        return contacts.url_to_side(self.proposal.freelancer, self.offer.thread)


class ProposalsPage:
    """`asked` is what the address says: the tab, the proposal whose plan is compared, and where a page begins."""

    tabs: ClassVar = TABS

    def __init__(self, post: Post, reader, asked):
        self.post, self.reader = post, reader
        self.tab = asked.get("tab") if asked.get("tab") in TABS else "compare"
        self.plan_of, self.after = whole_number(asked.get("plan")), whole_number(asked.get("after"))
        self.terms = post.version.said

    @cached_property
    def counts(self) -> list[tuple[str, str, int]]:
        """Each tab with how many are behind it, in one query."""
        numbers = self.post.proposals.aggregate(**{key: Count("pk", filter=found) for key, (_, found) in TABS.items()})
        return [(key, title, numbers[key]) for key, (title, _) in TABS.items()]

    @cached_property
    def _rows(self) -> list[Proposal]:
        found = self.post.proposals.filter(TABS[self.tab][1])
        if self.after:
            found = found.filter(pk__gt=self.after)
        related = ["freelancer__reputation", "offer__version", "offer__order", "post_version", "offer__client"]
        rows = list(found.select_related(*related).order_by("pk")[: PAGE + 1])
        for one in rows:
            one.post, one.offer.freelancer = self.post, one.freelancer  # read already
        return rows

    @cached_property
    def cards(self) -> list[Card]:
        return [Card(one, self.post, self.reader, one.seen_at is None) for one in self._rows[:PAGE]]

    @property
    def next(self) -> str:
        return f"?tab={self.tab}&after={self._rows[PAGE - 1].pk}" if len(self._rows) > PAGE else ""

    @property
    def is_side_by_side(self) -> bool:
        return self.tab in ("compare", "shortlisted", "aside")

    @cached_property
    def compared(self) -> Card | None:
        """The one whose plan stands against the suggested one: the one that was asked for, else the first."""
        if not (self.is_side_by_side and self.terms.plan and self.cards):
            return None
        return next((one for one in self.cards if one.proposal.pk == self.plan_of), self.cards[0])

    @property
    def diff(self) -> plan_diff.Diff | None:
        one = self.compared
        return plan_diff.diff(self.terms.plan, one.offer.version.plan, self.post.currency) if one else None

    @property
    def others(self) -> list[Card]:
        return [one for one in self.cards if one is not self.compared]

    @property
    def unsaid(self) -> str:
        """What the others are told when everybody is hired, where the client has no words of their own."""
        return UNSAID[ClosedWhy.HIRED]

    @property
    def may(self) -> dict[str, bool]:
        return {name: may(getattr(self.post, name), self.reader) for name in ("write", "invite", "word", "take_terms")}

    @property
    def invite_url(self) -> str:
        return reverse("jobs:invite", args=[self.post.pk])
