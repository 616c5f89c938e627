"""What both sides of the demo's ended orders say of each other; of those that ended lately, nobody has written yet."""

import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.offers.models import Side
from marketplace.reviews import actions, reputation, window
from marketplace.reviews.models import Review
from milestones.models import Order, OrderState

if TYPE_CHECKING:
    from marketplace.demo.timeline import Stage

LATELY = 2  # days: what has ended since is for visitors to review

OF_FREELANCERS = [
    ((5, 5, 5), "Everything as agreed, and a day early. The questions at the beginning saved us weeks."),
    ((5, 4, 5), "Clean work. I would have liked to hear a little more in between."),
    ((5, 5, 4), "Very good. One step came late, but I knew of it two days before."),
    ((4, 5, 5), ""),
    ((3, 4, 2), "The result is fine, after two rounds more than I had hoped for."),
]
OF_CANCELLED = [  # by either side: nothing of it was done
    ((4, 4, 3), "We stopped before anything was done, and parted on good terms."),
    ((3, 4, 3), ""),
]
OF_CLIENTS = [
    ((5, 5, 5), "Knew what was wanted, and said so. Each step was approved within a day."),
    ((4, 5, 5), "Friendly and quick. The brief grew a little on the way."),
    ((5, 4, 5), ""),
]
REPLY = "Thank you! The second round was worth it, I think."
REPORTED = "This is about another project of ours, and says nothing of this order."


def moments(stage: "Stage") -> Iterator[datetime]:
    """Once a day, what has ended by then is reviewed; in the end one review is reported."""
    for ago in range(40, LATELY, -1):
        yield stage.now - timedelta(days=ago) + timedelta(hours=1)
        _review()
    yield stage.now - timedelta(hours=3)
    _report(stage.cast)
    reputation.refresh_all()


def _review() -> None:
    since = clock.now() - clock.days(window.DAYS)
    ended = Order.objects.exclude(state=OrderState.ACTIVE).filter(ended_at__gt=since, reviews=None)
    for order in ended.filter(milestones__funded_at__isnull=False).distinct().order_by("pk"):
        _by(order, order.client, OF_FREELANCERS)
        if _number(order) % 3:
            _by(order, order.freelancer, OF_CLIENTS)
        for one in Review.objects.seen().filter(order=order, side=Side.FREELANCER, third=2):
            actions.answer(one, by=order.freelancer, text=REPLY)


def _number(order: Order) -> int:
    """Of a story always the same: keys depend on the hour at which the demo is loaded."""
    return zlib.crc32(order.title.encode())


def _by(order: Order, writer: User, words: list) -> None:
    words = words if order.done else OF_CANCELLED
    stars, text = words[_number(order) % len(words)]
    actions.write(order, by=writer, stars=stars, text=text)


def _report(cast: dict[str, User]) -> None:
    """Whom the oldest review with a text is about shows it to support."""
    first = Review.objects.seen().exclude(text="").order_by("pk").select_related("about", "order").first()
    if first:
        actions.report(first, by=first.about, reason=REPORTED)
