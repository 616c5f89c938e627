"""The rest of an order in words: what stands and until when, and what going on does."""

from collections.abc import Iterator

from django.utils.html import format_html
from django.utils.safestring import SafeString

from marketplace import clock
from marketplace.elements import exact
from marketplace.formats import capital, days_text
from milestones.actions.parts import resting
from milestones.models import Case, Milestone, Order
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.reader import Reader
from milestones.wording.phrases import NOBODY, Waiting, sentences

STANDS = "No time runs until then: nothing is late, and what would have ended ends as much later."


def resting_until(snapshot: OrderSnapshot) -> Iterator[Waiting]:
    """That an order rests, where it does."""
    order, reader = snapshot.order, snapshot.reader
    if not order.paused_until:
        return
    yield Waiting(
        on=NOBODY,
        title="The order rests, as you both agreed" if reader.is_party else "The order rests, as both sides agreed",
        text=sentences(
            format_html("It goes on by itself {}.", exact(order.paused_until)),
            STANDS,
            "Either side may go on at once.",
        ),
        due=order.paused_until,
        href=f"{order.get_absolute_url()}#go_on-order",
        action="Go on now" if reader.is_party else "",
        tone="rest",
        icon="circle-pause",
    )


def rests(case: Case, reader: Reader) -> SafeString:
    """What a yes does: until when no time runs, and when work that is due is due then."""
    until = resting.until_of(case)
    said = format_html("the order rests until {}.", exact(until))
    length = until - clock.now()
    moved = [_due_then(one, length) for one in case.order.worked_on]
    return sentences(said, STANDS, *moved, "Either side may go on at once.")


def _due_then(milestone: Milestone, length) -> SafeString | str:
    due_at = milestone.due_at
    if not due_at or due_at <= clock.now() or not resting.is_moved(milestone):
        return ""
    return format_html("{} is due {} then.", capital(str(milestone)), exact(due_at + length))


def waits(case: Case, reader: Reader) -> SafeString:
    """What stands until a question of the freelancer's is answered."""
    milestone = next(one for one in case.order.plan if one.pk == case.milestone_id)
    answer = "you answer" if reader.is_client else f"{reader.client} answers"
    stands = f"The time of {milestone} stands until {answer}."
    if not milestone.due_at:
        return sentences(stands)
    longer = format_html("Its work is due {}, and later by as long as that takes.", exact(milestone.due_at))
    return sentences(stands, longer)


def ask_client(snapshot: OrderSnapshot, milestone: Milestone) -> str:
    return (
        f"{capital(snapshot.reader.client)} is told at once. The time of {milestone} stands until the answer, and the "
        "history says how long that took. One question of a step waits at a time: put all that you need into it."
    )


def ask(snapshot: OrderSnapshot, order: Order) -> str:
    most = days_text(order.policy.pause_days_max)
    return (
        f"{capital(snapshot.reader.other)} has to agree. For at most {most}: all times of the order stand until the "
        "end of that day. Money that clears goes on clearing."
    )


def go_on(snapshot: OrderSnapshot, order: Order) -> SafeString:
    """All times run again; what is due, and when."""
    left = order.paused_until - clock.now() if order.paused_until else clock.ZERO
    due = [_due_then(one, -left) for one in order.worked_on]
    return sentences(
        "All times of the order run again from now on.", *due, f"{capital(snapshot.reader.other)} is told."
    )
