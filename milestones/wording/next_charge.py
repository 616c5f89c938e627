"""What the policy charges by itself, and from where: told as milestones.actions.parts.funding.whence does it."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from escrow import debts
from escrow.models import PaymentSource
from escrow.sources import Use, default_without
from marketplace.errors import Refused
from marketplace.formats import capital, counted, listed
from marketplace.policies.decision import hours_of_grace
from marketplace.policies.models import NextPayment, PaidFrom
from milestones.actions.parts.funding import bill, own_source, source_of, stand_in, total, whence
from milestones.models import Milestone, Order, OrderState, State
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.reader import Reader
from milestones.wording.phrases import bold, sentences


def at_once(reader: Reader, milestone: Milestone, incoming: int = 0) -> SafeString:
    """ "Step 2 is charged at once: $1,050.00, to Visa ending in 4242." From where is the client's own business.

    `incoming` (minor units) comes back to the balance before that.
    """
    cost, name = total(bill([milestone])), capital(str(milestone))
    if not reader.is_client:
        return format_html("{} is charged at once: {}.", name, bold(reader.money(cost)))
    balance = debts.spendable(reader.order.client_id, reader.order.currency, incoming=incoming)
    source = source_of(reader.order)
    try:
        from_balance, from_source = whence(milestone, cost, balance, source)
    except Refused as refused:
        return format_html(
            "{} costs {}, which can’t be charged: {} {}", name, bold(reader.money(cost)), refused.message, _then(reader)
        )
    parts = [f"{reader.money(from_balance)} from your balance"] if from_balance and from_source else []
    parts += [f"{reader.money(from_source)} to {source}"] if parts else []
    said = listed(parts) or (f"to {source}" if from_source else "from your balance")
    charged = format_html("{} is charged at once: {}, {}.", name, bold(reader.money(cost)), said)
    return sentences(charged, _if_declined(reader, source) if from_source else "")


def _if_declined(reader: Reader, source: PaymentSource) -> str:
    """Which card is tried then (milestones.actions.parts.funding.not_charged)."""
    other = stand_in(reader.order, source)
    return f"If that is declined, we try {other}, your default." if other else ""


def _then(reader: Reader) -> str:
    if grace := hours_of_grace(reader.order.policy):
        hours = counted(grace, "hour", "hours")
        return f"You then have {hours} to pay it in another way, or the order ends."
    return "You can pay it in another way then."


def uses_of(source: PaymentSource) -> Iterator[Use]:
    """The orders that charge this source by themselves, and what they charge when it is gone (escrow.sources.uses)."""
    mine = Order.objects.filter(client=source.user_id, state=OrderState.ACTIVE, milestones__state=State.PENDING)
    automatic = mine.filter(policy__next_payment=NextPayment.AUTOMATIC).distinct().select_related("payment_source")
    default = PaymentSource.objects.default_of(source.user_id)
    for order in automatic.order_by("pk"):
        if (own_source(order) or default) == source:
            yield Use(order.title, order.get_absolute_url(), _without(source))


def _without(source: PaymentSource) -> str:
    other = default_without(source)
    if other is None:
        return "You have no other card: unless your balance pays it, the next payment fails."
    return f"The next payment is charged to {other}."


def later(reader: Reader) -> str:
    """From where the next one will be paid: ", from your balance if it covers all, else from Visa ending in 4242"."""
    if not reader.is_client:
        return ""
    source = source_of(reader.order)
    other = stand_in(reader.order, source)
    return f"{_whence(reader, source)}{f'; if that is declined, from {other}' if other else ''}"


def card(snapshot: OrderSnapshot, order: Order) -> str:
    """Which one the order charges next is seen on its page."""
    source = source_of(order)
    return f"Change the card: {source}" if source else "Choose a card"


def choosing(snapshot: OrderSnapshot, order: Order) -> SafeString:
    """What pays the next step now, and what choosing another changes."""
    step = capital(str(order.pending[0]))
    add = reverse("escrow:add_source", query={"next": order.get_absolute_url()})
    return sentences(
        f"{step} is charged next{later(snapshot.reader)}.",
        "The one that you choose pays from now on; your default stays what it is.",
        format_html('<a href="{}">Add another card</a>', add),
    )


def _whence(reader: Reader, source: PaymentSource | None) -> str:
    match reader.order.policy.paid_from:
        case PaidFrom.SOURCE:
            return f", to {source}" if source else ", but you have no card here"
        case PaidFrom.BALANCE_FIRST:
            rest = f"{source}" if source else "a card, but you have none here"
            return f", from your balance first, the rest from {rest}"
        case PaidFrom.BALANCE_IF_ALL:
            rest = f"from {source}" if source else "from a card, but you have none here"
            return f", from your balance if it covers all, else {rest}"
    return f", to {source}" if source else ", from your balance"
