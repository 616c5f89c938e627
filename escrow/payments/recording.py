"""Writing down what a gateway answered. An attempt, a webhook and the reconciler may all do so; the first one wins."""

from abc import ABC, abstractmethod

from django.db import transaction

from escrow import accounts, ledger
from escrow.gateways.base import Outcome
from escrow.models import Payment
from escrow.models.payments import Kind, State
from escrow.payments import events
from escrow.payments.settling import confirm_by, settle
from marketplace.actors import GATEWAY
from marketplace.registry import Registry


class Recorder(ABC):
    """Writes down what became of one payment, in a durable transaction of its own.

    Always in this order: what it is for is locked (order, offer), then the payment; one that was settled before is
    nobody's business any more. A charge that succeeded is used for what it was for, if that still stands, or is kept
    for the person who paid; one that failed is told. `asked` is the payment as it was before the locks.
    """

    def __init__(self, asked: Payment) -> None:
        self.asked = asked

    @abstractmethod
    def lock(self) -> None:
        """Lock the rows that the payment is for."""

    @abstractmethod
    def pays(self, payment: Payment) -> bool:
        """Whether it still pays what it was for."""

    @abstractmethod
    def use(self, payment: Payment) -> None:
        """The charge is there, and wanted."""

    @abstractmethod
    def keep(self, payment: Payment) -> None:
        """The charge is there, and came for nothing: the money belongs to whoever paid it."""

    @abstractmethod
    def fail(self, payment: Payment) -> None:
        """Nothing was charged."""

    def save(self) -> None:  # noqa: B027 - most have written everything by then
        """Write what was not written on the way."""

    @classmethod
    @transaction.atomic(durable=True)
    def record(cls, payment_id: int, outcome: Outcome) -> Payment | None:
        """Write a final outcome down. Returns None where somebody else did so before."""
        recording = cls(Payment.objects.get(pk=payment_id))
        recording.lock()
        payment = settle(payment_id, outcome)
        if payment is None:
            return None
        if payment.state != State.SUCCEEDED:
            recording.fail(payment)
        elif recording.pays(payment):
            recording.use(payment)
        else:
            recording.keep(payment)
        recording.save()
        return payment


# By purpose: `@payments.recorders.register("milestone.fund")`. A purpose without one is its payer's own.
recorders: Registry[type[Recorder]] = Registry("recorder of payments")


def record(payment: Payment, outcome: Outcome) -> None:
    """Have the recorder of its purpose write down a final outcome; one that is not final is only noted."""
    if not outcome.is_final:
        _note(payment.pk, outcome)
        return
    of_its_own = RefundRecorder if payment.kind == Kind.REFUND else TopUpRecorder
    recorders.get(payment.purpose, of_its_own).record(payment.pk, outcome)


@transaction.atomic(durable=True)
def _note(payment_id: int, outcome: Outcome) -> None:
    before = Payment.objects.select_for_update(no_key=True).get(pk=payment_id).state
    payment = settle(payment_id, outcome)
    if payment and payment.state == State.CONFIRMING != before:
        until = confirm_by(payment).isoformat()
        events.record(payment, "payment.confirmation_asked", url=payment.confirm_url, until=until)


class TopUpRecorder(Recorder):
    """A charge that nobody has a better use for belongs to the person who paid it: into the wallet."""

    def lock(self) -> None:
        """It is for nothing but the wallet, which the ledger locks."""

    def pays(self, payment: Payment) -> bool:
        return True

    def use(self, payment: Payment) -> None:
        _post(payment, {payment.gateway_address: -payment.amount, _wallet(payment): payment.amount})
        events.record(payment, "payment.succeeded")

    keep = use

    def fail(self, payment: Payment) -> None:
        events.record(payment, f"payment.{payment.state}", why=payment.failure_text)


class RefundRecorder(TopUpRecorder):
    """The money has left for where it came from; or else the person gets it into the wallet."""

    def use(self, payment: Payment) -> None:
        _post(payment, {payment.payout_address: -payment.amount, payment.gateway_address: payment.amount})
        events.record(payment, "payment.refunded")

    keep = use

    def fail(self, payment: Payment) -> None:
        _post(payment, {payment.payout_address: -payment.amount, _wallet(payment): payment.amount})
        events.record(payment, "payment.refund_failed", why=payment.failure_text)


def _wallet(payment: Payment) -> accounts.Address:
    return accounts.wallet(payment.user_id, payment.currency)


def _post(payment: Payment, moves: dict[accounts.Address, int]) -> None:
    ledger.post(
        f"payment:{payment.pk}:settle", moves, kind=f"{payment.kind}.{payment.state}", thread=payment.thread, by=GATEWAY
    )
