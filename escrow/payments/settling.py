"""The state of a payment, moved once to where the gateway's answer says it is."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.transaction import TransactionManagementError

from escrow import gateways
from escrow.gateways.base import Gateway, Outcome, Status
from escrow.models import Payment
from escrow.payments.turning import contradict
from marketplace import clock
from marketplace.events.models import Event

LONGEST_WAIT = timedelta(hours=1)


def settle(payment_id: int, outcome: Outcome) -> Payment | None:
    """Lock the payment and put it into the state that the outcome says, in the recorder's transaction.

    Returns None when it was settled before: then there is nothing left to do, but to write down what says the opposite.
    """
    insist_on_transaction()
    payment = Payment.objects.select_for_update(no_key=True, of=("self",)).select_related("source").get(pk=payment_id)
    if not payment.is_live:
        contradict(payment, outcome)
        return None
    _transition(payment, outcome)
    payment.save(
        update_fields=[
            "state",
            "gateway_reference",
            "confirm_url",
            "failure_code",
            "failure_text",
            "next_try_at",
            "settled_at",
        ]
    )
    return payment


def was_payer_asked(payment: Payment) -> bool:
    """Whether the bank ever asked the payer to confirm it: then a no is the payer's own."""
    told = Event.objects.of(payment.thread or payment.reference)
    return told.filter(kind="payment.confirmation_asked", about=f"payment:{payment.pk}").exists()


def confirm_by(payment: Payment) -> datetime:
    """Until when its payer may confirm it, by Cairn's clock; then it is cancelled."""
    return payment.created_at + _gateway(payment).confirm_within(payment.source.token)


def _gateway(payment: Payment) -> Gateway:
    return gateways.get(payment.gateway)


def _transition(payment: Payment, outcome: Outcome) -> None:
    match outcome.status:
        case Status.SUCCEEDED:
            payment.succeed(clock.now(), outcome.reference)
        case Status.DECLINED:
            payment.fail(clock.now(), outcome.code or "declined", outcome.text or "The bank declined the payment.")
        case Status.CANCELLED:
            payment.cancel(clock.now())
        case Status.NEEDS_CONFIRMATION:
            payment.wait_for_payer(outcome.reference, outcome.confirm_url)
            payment.next_try_at = clock.real() + _gateway(payment).look_again(payment.source.token)
        case Status.UNKNOWN:
            payment.wait_for_gateway(outcome.reference)
            payment.next_try_at = clock.real() + _patience(payment.attempts)


def _patience(attempts: int) -> timedelta:
    """How long to leave a silent gateway alone: twice as long each time."""
    return min(timedelta(seconds=5) * 2 ** min(attempts, 10), LONGEST_WAIT)


def insist_on_transaction() -> None:
    """Raises TransactionManagementError outside of a transaction."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("Open a transaction first: it must be all or nothing.")
