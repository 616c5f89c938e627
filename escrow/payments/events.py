"""What happened to a payment, in the history of what it is for."""

from escrow.models import Payment
from marketplace.actors import GATEWAY
from marketplace.events.models import Event


def record(payment: Payment, kind: str, *, thread: str = "", **data: str | int) -> None:
    """An event about a payment, with its amount, in its own thread or `thread`; what is empty of `data` is left out."""
    Event.record(
        kind,
        thread=thread or payment.thread or payment.reference,
        about=f"payment:{payment.pk}",
        by=GATEWAY,
        **{"amount": payment.amount, "currency": payment.currency}
        | {name: value for name, value in data.items() if value},
    )
