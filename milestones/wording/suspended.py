"""That one side's account is suspended: what it means for an order that runs, and what the other side may do."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from marketplace.accounts.models import User
from marketplace.elements import exact
from marketplace.formats import capital, whose
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.reader import Reader
from milestones.wording.phrases import OTHER, Waiting


def suspensions(snapshot: OrderSnapshot) -> Iterator[Waiting]:
    """A word about each side that is suspended, in an order that runs."""
    reader = snapshot.reader
    for person in snapshot.order.suspended:
        is_other = reader.is_party and person.pk != reader.user.pk
        yield Waiting(
            on=OTHER,
            title=f"{capital(whose(reader.name(person.pk)))} account is suspended",
            text=warning(person, reader) if is_other else _own(person, reader),
            href=reverse("milestones:resolution", args=[snapshot.order.pk]) if is_other else "",
            action="See your ways out" if is_other else "",
            tone="bad",
            icon="ban",
        )


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
    return format_html(
        "Support suspended it on {}. The order goes on, and {} can deliver, answer, approve and pay in it. {}",
        exact(person.suspended_at),
        name,
        then,
    )


def _own(person: User, reader: Reader) -> SafeString:
    """To the person, with the reason; to support, whose desk has it, without."""
    since = format_html("Support suspended it on {}. This order goes on", exact(person.suspended_at))
    if person.pk != reader.user.pk:
        return format_html("{}.", since)
    return format_html("{}, and you can begin nothing new. The reason: “{}”", since, person.suspended_reason)
