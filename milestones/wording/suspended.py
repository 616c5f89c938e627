"""That one side's account is suspended: what it means for an order that runs, and what the other side may do."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.elements import exact
from marketplace.formats import capital, whose
from marketplace.transitions import may
from milestones.models import Order
from milestones.models.conditions import nothing_handed_in_is_open
from milestones.outcomes import left_alone
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.reader import Reader
from milestones.timer_kinds import Kind
from milestones.wording.afterwards import afterwards, goes_back
from milestones.wording.case_titles import voids
from milestones.wording.confirmations import NO_WAY_BACK
from milestones.wording.phrases import OTHER, Waiting, sentences


def suspensions(snapshot: OrderSnapshot) -> Iterator[Waiting]:
    """A word about each side that is suspended, in an order that runs."""
    reader = snapshot.reader
    for person in snapshot.order.suspended:
        is_other = reader.is_party and person.pk != reader.user.pk
        href, action = _way_out(snapshot) if is_other else ("", "")
        yield Waiting(
            on=OTHER,
            title=f"{capital(whose(reader.name(person.pk)))} account is suspended",
            text=warning(person, reader) if is_other else _own(person, reader),
            due=_due(snapshot, person),
            href=href,
            action=action,
            tone="bad",
            icon="ban",
        )


def _way_out(snapshot: OrderSnapshot) -> tuple[str, str]:
    """Where the other side finds it: the button of the order, or what there is beside it."""
    order = snapshot.order
    if may(order.leave, snapshot.reader.user):
        return f"{order.get_absolute_url()}#leave-order", "End the order alone"
    return reverse("milestones:resolution", args=[order.pk]), "See your ways out"


def _due(snapshot: OrderSnapshot, person: User):
    """When the timer of this suspension is due."""
    found = (one for one in snapshot.timers if one.kind == Kind.SUSPENSION and one.data["person"] == person.pk)
    return next((one.due_at for one in found), None)


def warning(person: User, reader: Reader) -> SafeString:
    """What the other side should know before they pay, or work on: on the order's page and on that of the payment."""
    name = reader.name(person.pk)
    if reader.is_client:
        then = (
            "Nothing is charged by itself. You may still pay, or stop the order, ask to cancel or open a dispute, as "
            "the rulebook has it: in the resolution center."
        )
    else:
        then = (
            "Work only on what is held in escrow. You may go on, ask to cancel or open a dispute, as the rulebook has "
            "it: in the resolution center."
        )
    said = format_html(
        "Support suspended it on {}. The order goes on, and {} can deliver, answer, approve and pay in it. {}",
        exact(person.suspended_at),
        name,
        then,
    )
    return sentences(said, leaving(person, reader))


def leaving(person: User, reader: Reader) -> SafeString | str:
    """From when on the other side of this suspended person may end the order alone, and what that waits for."""
    order = reader.order
    since = order.may_leave_from(person)
    if since is None:
        return ""
    other = reader.name(order.freelancer_id if person.pk == order.client_id else order.client_id)
    if clock.now() < since:
        return format_html(
            "If the suspension lasts until {}, {} may end the order alone from then on.", exact(since), other
        )
    waits = "" if nothing_handed_in_is_open(order) else f" {nothing_handed_in_is_open.refusal}"
    return format_html("Since {} {} may end the order alone.{}", exact(since), other, waits)


def _own(person: User, reader: Reader) -> SafeString:
    """To the person, with the reason; to support, whose desk has it, without."""
    since = format_html("Support suspended it on {}. This order goes on", exact(person.suspended_at))
    if person.pk != reader.user.pk:
        return sentences(format_html("{}.", since), leaving(person, reader))
    said = format_html("{}, and you can begin nothing new. The reason: “{}”", since, person.suspended_reason)
    return sentences(said, leaving(person, reader))


def leave(snapshot: OrderSnapshot, order: Order) -> SafeString:
    """What ending it alone does."""
    gone = [(one, one.held) for one in order.open]
    back = format_html("{}.", goes_back(snapshot.reader, gone)) if gone else "Nothing is held."
    what = left_alone(order)
    return sentences(back, afterwards(snapshot, what, gone), voids(snapshot, what, *order.open), NO_WAY_BACK)
