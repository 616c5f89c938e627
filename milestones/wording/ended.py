"""How an order ended, and what can still be done about it."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from marketplace import clock
from marketplace.elements import exact
from marketplace.formats import capital
from milestones.models import Ending, Order, OrderState
from milestones.models.order import may_reopen
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.reader import Reader
from milestones.queries.totals import Totals
from milestones.wording.phrases import NOBODY, Waiting, bold, less_the_fee, listed, sentences, went_back

ENDED: dict[str, str] = {
    Ending.FINISHED: "The order is complete",
    Ending.STOPPED_BY_CLIENT: "The order was stopped",
    Ending.STOPPED_BY_TIMER: "The order ended because time ran out",
    Ending.CANCELLED_MUTUALLY: "The order ended with a cancellation",
    Ending.CANCELLED_BY_SUPPORT: "Support ended the order",
    Ending.LAPSED: "The order ended: the next step was not paid in time",
    Ending.UNANSWERED: "The order was cancelled: its questions were not answered",
    Ending.PARTY_SUSPENDED: "The order was ended by one side, as the account of the other is suspended",
}


def ended(snapshot: OrderSnapshot) -> Waiting:
    """How it ended, what that paid to whom, and until when it can be reopened."""
    order, reader = snapshot.order, snapshot.reader
    reopens = reader.is_party and may_reopen(order)
    return Waiting(
        on=NOBODY,
        title=_title(order),
        text=sentences(_paid(reader), _returned(reader), _never_started(order), _fault(reader), _reopening(order)),
        href=f"{reverse('milestones:resolution', args=[order.pk])}#reopen" if reopens else "",
        action="Ask to reopen" if reopens else "",
        tone="good" if _is_whole(order) else "rest",
        icon="circle-check" if order.state == OrderState.COMPLETED else "ban",
    )


def standing(order: Order) -> str:
    """The word on its badge: an order is completed by finishing its plan, whatever else ended is only over."""
    if order.state == OrderState.COMPLETED and not _is_whole(order):
        return "Ended"
    return order.get_state_display()


def _is_whole(order: Order) -> bool:
    """Whether the plan was finished and nothing of it went back."""
    return order.ending == Ending.FINISHED and not any(one.refunded for one in order.plan)


def _title(order: Order) -> str:
    """An order of which something went back is over, but not complete."""
    if order.ending == Ending.FINISHED and not _is_whole(order):
        return "The order has ended: nothing is left to do"
    return ENDED[order.ending]


def _fault(reader: Reader) -> str:
    said = reader.at_fault(reader.order.fault)
    return f"{capital(said)}." if said else ""


def _paid(reader: Reader) -> SafeString | str:
    order, totals = reader.order, Totals(reader.order)
    if not order.done:
        return ""
    less = less_the_fee(reader, totals.paid, totals.net)
    received = bold(reader.money(totals.net))
    return format_html("{} received {} for {}{}.", capital(reader.freelancer), received, listed(order.done), less)


def _returned(reader: Reader) -> SafeString | str:
    totals = Totals(reader.order)
    if not totals.returned:
        return ""
    return format_html("{}.", went_back(reader, totals.returned, totals.fee_returned))


def _never_started(order: Order) -> str:
    return f"{capital(listed(order.skipped))} never started and cost nothing." if order.skipped else ""


def _reopening(order: Order) -> SafeString | str:
    if not may_reopen(order):
        return ""
    until = order.ended_at + clock.days(order.policy.reopen_days)
    return format_html("Both sides can agree to reopen it until {}.", exact(until))
