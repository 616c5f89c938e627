"""What the people of the demo write to each other, by the real actions: about gigs, offers and orders."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db.models import Max

from marketplace.accounts.models import User
from marketplace.demo.files import drawing, pdf
from marketplace.inbox import actions
from marketplace.inbox.models import Conversation, Message
from marketplace.offers.models import Offer
from milestones import uploads
from milestones.models import Case, CaseKind, CaseState, Order

if TYPE_CHECKING:
    from marketplace.demo.timeline import Stage

SITE, SCREENS, LOGO = "Marketplace website in 40 days", "Shop window screens", "logo-mark"


@dataclass(frozen=True)
class Line:
    """One message: how many days ago, from whom to whom, what, about what ("gig:…", "order:…" or "offer:…", by key or
    title), with which file, made when it is sent.
    """

    ago: float
    by: str
    to: str
    text: str
    about: str = ""
    file: Callable | None = None


LINES = [
    Line(33, "ada", "lucia", "Hello Lucía, would the mark still work as a stamp, one centimetre wide?", f"gig:{LOGO}"),
    Line(32.9, "lucia", "ada", "It has to: I try every one at 16 pixels and at one centimetre before I show it."),
    Line(32.8, "ada", "lucia", "Then I know whom to ask when we are ready. Thank you."),
    Line(8.2, "lucia", "ada", "I have four motifs for Christmas cards in mind, and put them into an offer."),
    Line(6.1, "lucia", "ada", "I must take it back, I am sorry: December is full.", "offer:Christmas cards"),
    Line(6, "ada", "lucia", "Next year, then. The list of icons is attached, there is no hurry with it.", "",
         partial(pdf, "icons-needed.pdf", "Icons we need", "Print, edition, frame, shipping, returns, and nine more.")),
    Line(1.2, "lucia", "ada", "Fourteen, if framed and unframed are two. Here is how I would draw them.", "",
         partial(drawing, "three-icons.png", "logo")),
    Line(20, "ada", "grace", "Could artists upload several prints at once? Some have two hundred.", f"order:{SITE}"),
    Line(19.9, "grace", "ada", "Yes: as a ZIP file with a table. It fits into step 3 as it is.", f"order:{SITE}"),
    Line(19.7, "ada", "grace", "Wonderful. The table is at https://example.org/prints/columns, as we have it today."),
    Line(0.5, "grace", "ada", "Step 3 is on the staging site. Two questions before I deliver it:", f"order:{SITE}"),
    Line(0.49, "grace", "ada", "May an artist have two shops? And who sees a print that is sold out?", f"order:{SITE}"),
    Line(1.3, "tomasz", "ada", "Silent is no problem. I can begin on Monday if the film may be 25 seconds.",
         f"offer:{SCREENS}"),
    Line(4.5, "noor", "tomasz", "Do you record the voices yourself, or are there two of you?"),
    Line(4.4, "tomasz", "noor", "Two: my sister speaks English, I speak Polish. You choose."),
    Line(2.1, "noor", "tomasz", "English. Arabic subtitles we make ourselves.", "offer:Teacher training videos"),
    Line(11, "kenji", "bram", "The loyalty cards: could they be printed from the same table?"),
    Line(10.9, "bram", "kenji", "They could. It would be cheaper if you paid me directly, outside of this site."),
    Line(3, "maya", "nia", "Do you also photograph things that are dirty? Ours are, mostly."),
    Line(2.9, "nia", "maya", "With pleasure. I retouch dust, not mud."),
    Line(7, "mateo", "ines", "Your site is not found. I can change that in a week."),
    Line(6.8, "mateo", "ines", "Did you read my message? In a week!"),
]  # fmt: skip

REPORTED, WHY = "outside of this site", "I want to pay here, where the money is safe."


def moments(stage: "Stage") -> Iterator[datetime]:
    """What is written, at the moments that are yielded; then what somebody does about it."""
    for line in sorted(LINES, key=lambda one: -one.ago):
        yield stage.now - timedelta(days=line.ago)
        _write(stage, line)
    yield stage.now - timedelta(hours=4)
    _argue()
    cast = stage.cast
    reported = Message.objects.get(by=cast["bram"], text__contains=REPORTED)
    actions.report(reported, by=cast["kenji"], reason=WHY)
    actions.block(_between(cast["ines"], cast["mateo"]), by=cast["ines"])
    actions.archive(_between(cast["maya"], cast["nia"]), by=cast["maya"])
    actions.mute(_between(cast["noor"], cast["tomasz"]), by=cast["tomasz"])


def _write(stage: "Stage", line: Line) -> None:
    by, other = stage.cast[line.by], stage.cast[line.to]
    files = [uploads.check(line.file())] if line.file else []
    _say(by, other, line.text, _about(stage, line, by, other), files)


def _say(by: User, other: User, text: str, about: str = "", files=()) -> None:
    """Write it, after reading what was there."""
    if found := Conversation.objects.between(by, other).first():
        actions.read(found, by=by, to=found.messages.aggregate(last=Max("pk"))["last"])
    actions.begin(other, by=by, key=uuid4(), text=text, about=about, files=files)


def _about(stage: "Stage", line: Line, by: User, other: User) -> str:
    noun, _, name = line.about.partition(":")
    match noun:
        case "gig":
            return f"gig:{stage.gigs[name].pk}"
        case "order":
            return Order.objects.get(title=name, client__in=[by, other], freelancer__in=[by, other]).thread
        case "offer":
            offer = Offer.objects.get(title=name, client__in=[by, other], freelancer__in=[by, other])
            return offer.thread
    return ""


def _argue() -> None:
    """The two sides of the open dispute write about it: support may read that."""
    disputes = Case.objects.filter(kind=CaseKind.DISPUTE, state=CaseState.OPEN).select_related("order")
    order = disputes.order_by("pk")[0].order
    _say(order.client, order.freelancer, "This is not what we agreed on, and I said so a week ago.", order.thread)
    _say(order.freelancer, order.client, "It is what the plan says, word for word. Let support look.", order.thread)


def _between(one: User, other: User) -> Conversation:
    return Conversation.objects.between(one, other).get()
