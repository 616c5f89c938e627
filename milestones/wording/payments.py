"""Payments that an order waits for."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from escrow.models.payments import State as PaymentState
from marketplace.deadlines.models import Deadline
from marketplace.elements import exact
from marketplace.formats import capital
from milestones.actions.parts.funding import bill, total
from milestones.models import Milestone
from milestones.outcomes import Way, after
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.reader import Reader
from milestones.timer_kinds import Kind
from milestones.wording.afterwards import never, pays_for
from milestones.wording.phrases import BANK, OTHER, YOU, Waiting, sentences


def at_the_bank(snapshot: OrderSnapshot) -> Iterator[Waiting]:
    """A payment that the bank has not decided."""
    if snapshot.is_paying:
        yield _own_payment(snapshot) if snapshot.reader.is_client else _their_payment(snapshot)


def _own_payment(snapshot: OrderSnapshot) -> Waiting:
    payment, amount = snapshot.payment, snapshot.reader.money(snapshot.payment.amount)
    if payment.state == PaymentState.CONFIRMING:
        return Waiting(
            on=YOU,
            title=f"Confirm your payment of {amount} at the bank",
            text="Nothing is charged until you do, and after a day without an answer we cancel it.",
            href=payment.get_absolute_url(),
            action="Confirm the payment",
            icon="landmark",
        )
    return Waiting(
        on=BANK,
        title=f"Your payment of {amount} is at the bank",
        text="We are waiting for its answer and keep asking. Nothing is charged twice.",
        href=payment.get_absolute_url(),
        action="See the payment",
        tone="info",
        icon="landmark",
    )


def _their_payment(snapshot: OrderSnapshot) -> Waiting:
    return Waiting(
        on=BANK,
        title=f"{capital(snapshot.reader.client)}’s payment is at the bank",
        text="Nothing is held for the next step until the bank has answered.",
        tone="info",
        icon="landmark",
    )


def next_payment(snapshot: OrderSnapshot) -> Iterator[Waiting]:
    """The next milestone to be paid, where nothing else can go on."""
    milestone = snapshot.order.next_pending
    if milestone is None or snapshot.is_paying or snapshot.order.open:
        return
    timer = snapshot.timer(Kind.PAY_NEXT, Kind.GRACE)
    if snapshot.order.closed:
        yield _closed(snapshot, milestone, timer)
        return
    yield _to_pay(snapshot, milestone, timer) if snapshot.reader.is_client else _to_be_paid(snapshot, milestone, timer)


def _closed(snapshot: OrderSnapshot, milestone: Milestone, timer: Deadline | None) -> Waiting:
    """Nothing can be paid while one side's account is closed."""
    whose = snapshot.reader.name(snapshot.order.closed[0].pk)
    return Waiting(
        on=OTHER,
        title=f"{'Your' if whose == 'you' else f'{capital(whose)}’s'} account is closed",
        text=sentences(f"{capital(str(milestone))} can’t be paid meanwhile.", _if_nobody_pays(snapshot, timer)),
        due=timer.due_at if timer else None,
        tone="bad",
        icon="ban",
    )


def _if_nobody_pays(snapshot: OrderSnapshot, timer: Deadline | None) -> SafeString | str:
    return format_html("On {} {}.", exact(timer.due_at), _unpaid(snapshot)) if timer else "Nothing happens by itself."


def _to_pay(snapshot: OrderSnapshot, milestone: Milestone, timer: Deadline | None) -> Waiting:
    failed = "" if snapshot.order.suspended else snapshot.order.charge_problem  # its warning says why
    title = f"Pay {milestone} {'to go on' if snapshot.order.done else 'to begin'}"
    return Waiting(
        on=YOU,
        title=f"The payment for {milestone} failed" if failed else title,
        text=sentences(failed, _if_you_do_not_pay(snapshot, timer)),
        due=timer.due_at if timer else None,
        href=reverse("milestones:fund", args=[milestone.pk]),
        action=f"Pay {snapshot.reader.money(total(bill([milestone])))}",
        tone="bad" if failed else "",
        icon="credit-card",
    )


def _if_you_do_not_pay(snapshot: OrderSnapshot, timer: Deadline | None) -> str:
    if timer:
        return format_html("If you do nothing, on {} {}.", exact(timer.due_at), _unpaid(snapshot))
    if snapshot.order.done:
        return "Nothing is charged until you pay, and nothing happens by itself."
    return format_html("{} starts when the payment is in escrow.", capital(snapshot.reader.freelancer))


def _to_be_paid(snapshot: OrderSnapshot, milestone: Milestone, timer: Deadline | None) -> Waiting:
    reader = snapshot.reader
    text = "Nothing happens by itself until then."
    if timer:
        text = format_html("If {} does nothing, on {} {}.", reader.client, exact(timer.due_at), _unpaid(snapshot))
    return Waiting(
        on=OTHER,
        title=f"{capital(reader.client)} has to pay {milestone} first",
        text=sentences(_held_so_far(reader, milestone) if reader.is_freelancer else "", text),
        due=timer.due_at if timer else None,
        tone="info",
        icon="hourglass",
    )


def _held_so_far(reader: Reader, milestone: Milestone) -> str:
    """What the freelancer can count on before the payment."""
    if milestone.carried:
        carried, price = reader.money(milestone.carried), reader.money(milestone.price)
        return f"Only {carried} of {price} is held for {milestone}, so don’t start."
    return f"Nothing is held for {milestone} yet, so don’t start."


def _unpaid(snapshot: OrderSnapshot) -> SafeString:
    """What the end of the time to pay does, as half a sentence."""
    what = after(snapshot.order, Way.UNPAID)
    paid = format_html(", {}", pays_for(snapshot, what.paid)) if what.paid else ""
    return format_html("the order ends{} and {}; nothing more is charged", paid, never(snapshot.reader, what.never))
