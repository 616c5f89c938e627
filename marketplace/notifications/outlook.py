"""What happens next in an order if nobody acts: the sentences of its page, as plain text with exact times."""

import re
from html import unescape

from django.utils.html import strip_tags

from escrow.models import Payment
from marketplace.accounts.models import User
from marketplace.deadlines.models import Deadline
from milestones.models import Order
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.reader import Reader
from milestones.wording.waiting import waiting

TIME = re.compile(r'<time [^<>]{0,200}title="([^"<>]{0,100})"[^<>]{0,200}>[^<]{0,100}</time>')


def outlook(order: Order, reader: User) -> list[str]:
    """Everything that the order waits for, as this person reads it on its page; times in the active zone."""
    snapshot = OrderSnapshot(
        Reader(order, reader),
        timers=list(Deadline.objects.shown().filter(order=order)),
        payment=Payment.objects.filter(thread=order.thread, purpose="milestone.fund").order_by("-pk").first(),
    )
    return [plain(f"{one.title}. {one.text}") for one in waiting(snapshot)]


def plain(html: str) -> str:
    """A sentence without its markup, in one line. A page says "Tue 24 Nov, 10:15" and the rest on hover; a mail says
    it all.
    """
    lines = unescape(strip_tags(TIME.sub(r"\1", html))).splitlines()
    return " ".join(line.strip() for line in lines if line.strip())
