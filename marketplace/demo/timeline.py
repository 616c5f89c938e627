"""Where the demo's stories are played: people who do what people do, by the real actions, at moments of the past.

A story is a generator. It yields the moment at which it goes on; the stage plays all stories together in the order of
time, fires the timers that come due in between, pays what was asked for and mails what happened, so that the histories
and the books come out as if it had been so.
"""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.deadlines.models import Deadline
from marketplace.deadlines.sweep import sweep
from marketplace.demo.actors import Scene, pay
from marketplace.demo.gigs import listings
from marketplace.events.models import Event
from marketplace.gigs.models import Category, Gig
from marketplace.inbox import unread
from marketplace.mail.tasks import send as send_mail
from marketplace.notifications import deliver, fan_out
from marketplace.notifications.models import Notification
from marketplace.policies.models import OrderType, Policy
from marketplace.registry import Registry

UNREAD = timedelta(days=2)  # what people have been told since is new to them
MAILBOX = timedelta(days=10)  # what happened before is in the histories, but nobody wants to read its mails

Play = Callable[[Scene], Iterator[datetime]]


@dataclass(frozen=True)
class Story:
    """What two people of the cast do with each other. `hint` is what a visitor may try with it, `be` as whom.

    `gig` is the key of the gig that it begins with, where it does.
    """

    title: str
    policy: str
    client: str
    freelancer: str
    play: Play
    hint: str = ""
    be: str = ""
    currency: str = "USD"
    category: str = ""
    order_type: str = OrderType.MILESTONES
    gig: str = ""


stories: Registry[Story] = Registry("story")


def story(**about) -> Callable[[Play], Play]:
    """Add a story to the demo: `@story(title="…", policy="fair", client="ada", freelancer="grace", hint="…")`."""

    def register(play: Play) -> Play:
        stories.register(about["title"])(Story(play=play, **about))
        return play

    return register


def bought(gig: str, **about) -> Callable[[Play], Play]:
    """Add the story of an order from a gig: its title, freelancer, rulebook and currency are the gig's."""
    one = listings[gig]
    return story(title=one.title, policy=one.policy, freelancer=one.owner, currency=one.currency, gig=gig, **about)


class Stage:
    """Plays stories. `now` is where they end: what is yielded as "ago" counts back from there."""

    def __init__(self, now: datetime, cast: dict[str, User]):
        self.now, self.cast = now, cast
        self.policies = {policy.key: policy for policy in Policy.objects.offered()}
        self.gigs: dict[str, Gig] = {}  # by the keys of their listings, once they are published
        self.categories = {category.slug: category for category in Category.objects.all()}

    def play(self, stories: list[Story], *others: Iterator[datetime]) -> None:
        """Play them all, in the order of time; `others` are what happens to nobody's deal."""
        coming = []
        for number, moments in enumerate([*(one.play(Scene(self, one)) for one in stories), *others]):
            coming.append((next(moments), number, moments))
        heapq.heapify(coming)
        while coming:
            moment, number, moments = heapq.heappop(coming)
            self.reach(moment)
            if (then := next(moments, None)) is not None:
                heapq.heappush(coming, (max(then, moment), number, moments))
            self.settle()
        self.reach(self.now)
        self.settle()
        Notification.objects.filter(event__at__lt=self.now - UNREAD).update(read_at=self.now - UNREAD)

    def reach(self, moment: datetime) -> None:
        """Let time pass until then, with everything that comes due on the way."""
        while due := Deadline.objects.due(moment).first():
            set_clock(max(due.due_at, clock.now()) + timedelta(seconds=1))
            if not sweep():
                raise RuntimeError(f"It does not fire: {due}")
            self.settle()
        set_clock(moment)

    def settle(self) -> None:
        """Ask the gateway about what it was not asked yet, and mail what happened, as far back as the mailbox goes."""
        pay()
        if clock.now() < self.now - MAILBOX:
            Event.objects.waiting().update(dispatched_at=clock.now())
        else:
            unread.tell()
            fan_out.tell()
            deliver.send()
            send_mail()


def set_clock(moment: datetime) -> None:
    """From now on it is this moment."""
    ahead = moment - clock.real()
    clock.use(lambda: ahead)
