"""What events are about, fetched for many at once: what their references name, and its people."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.urls import reverse

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.events.models import Event
from marketplace.formats import capital
from marketplace.helpdesk.models import Message
from marketplace.inbox.models import Message as Written
from marketplace.jobs.changes import changes
from marketplace.notifications.models import Group
from marketplace.reviews import window
from marketplace.subjects import Subject, fetch, parse, subjects
from milestones.models import Case, CaseKind, Delivery
from milestones.wording import plan_differences

DESK = "desk"  # support's own work that can't wait; nobody switches that off
QUOTED = 3  # unread messages, in a mail
AT_DESK = (DESK, Group.QUESTIONS)  # what is read and done at the desk


def _named(noun: str) -> property:
    """The thing of this noun that the event names; None where it names none."""
    return property(lambda matter: matter.things.get(noun))


@dataclass
class EventContext:
    """One event with the things that it names, by their nouns. `client` and `freelancer` are None of nobody's deal."""

    event: Event
    things: dict[str, Model] = field(default_factory=dict)

    order = _named("order")
    offer = _named("offer")
    subscription = _named("subscription")
    milestone = _named("milestone")
    case = _named("case")
    payment = _named("payment")
    ticket = _named("ticket")
    gig = _named("gig")
    conversation = _named("conversation")
    report = _named("report")
    post = _named("post")
    proposal = _named("proposal")
    invitation = _named("invitation")
    review = _named("review")
    review_report = _named("review_report")
    person = _named("user")

    @property
    def data(self) -> dict:
        return self.event.data

    @property
    def deal(self) -> Any:
        """The agreement, or the offer of one, that it belongs to."""
        return self.order or self.offer or self.subscription

    @property
    def client(self) -> User | None:
        return self.deal and self.deal.client

    @property
    def freelancer(self) -> User | None:
        return self.deal and self.deal.freelancer

    @property
    def parties(self) -> list[User]:
        """Whose it is, as far as they are known: an offer may have gone to an address without an account."""
        found = self._of(self.event.thread)
        return [one for one in found[0].parties(found[1]) if one] if found else []

    @property
    def party(self) -> User | None:
        """The side that is suspended, or no longer."""
        return next((one for one in self.parties if one.pk == self.data["person"]), None)

    @property
    def by_clock(self) -> bool:
        """Whether nobody did it: a timer ran out."""
        return self.event.actor_kind == "clock"

    @property
    def actor(self) -> str:
        """Who did it, as a mail names them."""
        by_support = self.event.actor_kind == "support"
        return f"{self.event.actor} from Cairn’s support" if by_support else str(self.event.actor or "Cairn")

    @property
    def delivery(self) -> Delivery | None:
        """The delivery that was handed in."""
        return self.milestone.deliveries.filter(number=self.data["number"]).first()

    @property
    def revised(self) -> Delivery | None:
        """The delivery that changes were asked for."""
        return self.milestone.deliveries.filter(revision_at=self.event.at).first()

    @property
    def dispute(self) -> Case | None:
        """The dispute that froze the milestone."""
        return self.milestone.cases.filter(kind=CaseKind.DISPUTE, created_at=self.event.at).first()

    @property
    def clears_at(self) -> datetime:
        """From when on money that was paid out is free."""
        return self.event.at + clock.days(self.data["clears"])

    @property
    def back(self) -> int:
        """What a refund gives back in all, in minor units."""
        return self.data["amount"] + self.data["fee"]

    @property
    def refunded(self) -> int:
        """What the client gets back when a dispute is divided, its fee included, in minor units."""
        divided = self.data if "refunded" in self.data else self.case.data
        return divided["refunded"] + divided.get("fee", 0)

    @property
    def plan_changes(self) -> list[str]:
        """What was changed in the plan of an order, or is asked to be, in a line for each step."""
        if self.case:
            return plan_differences.proposed(self.case)
        return [capital(one) for one in plan_differences.done(self.data)]

    @property
    def post_changes(self) -> list[str]:
        """What the version of a job post that was opened by this event changed."""
        before, after = (self.post.versions.get(number=self.data["number"] - less).said for less in (1, 0))
        return changes(before, after)

    @property
    def said(self) -> Message | None:
        """The message of a ticket that was written with this event."""
        return self.ticket.messages.filter(at__lte=self.event.at).last()

    @property
    def reviewed_until(self) -> datetime | None:
        """Until when the order can be reviewed; None where it goes on, or where nothing of it was paid."""
        return window.closes_at(self.order) if any(one.funded_at for one in self.order.plan) else None

    @property
    def writer(self) -> User:
        """Who wrote what stayed unread."""
        return next(one for one in self.parties if one.pk != self.data["reader"])

    @property
    def unread(self) -> list[Written]:
        """The newest of what stayed unread, oldest first; what support removed is not told."""
        found = self.conversation.messages.filter(by=self.writer, removed_at=None, pk__lte=self.data["to"])
        return list(found.filter(at__lte=self.event.at).order_by("-pk")[: min(self.data["number"], QUOTED)])[::-1]

    def path_for(self, group: str) -> str:
        """Where its reader sees it: of a question or a person the desk sees another page than everybody."""
        subject, thing = self._of(self.event.about) or self._of(self.event.thread)
        if subject.worked_at_desk and group in AT_DESK:
            return reverse(f"admin:{subject.place}_change", args=[thing.pk])
        whole = self._of(self.event.thread)
        if subject.on_threads_page and whole:
            subject, thing = whole
        return subject.page(thing)

    def _of(self, reference: str) -> tuple[Subject, Model] | None:
        """What a reference of the event names, with the sort of things that it is."""
        named = parse(reference)
        return named and (subjects[named[0]], self.things[named[0]])


def load(events: list[Event]) -> list[EventContext]:
    """Fetch what these events are about, with one query for each sort of thing."""
    found = fetch(reference for event in events for reference in (event.thread, event.about))
    return [
        EventContext(event, {parse(one)[0]: found[one] for one in (event.thread, event.about) if parse(one)})
        for event in events
    ]
