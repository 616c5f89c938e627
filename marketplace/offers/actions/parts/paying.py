"""Paying the first milestone: with an offer, when one is accepted, or afterwards. Amounts are minor units."""

from abc import abstractmethod
from dataclasses import dataclass

from escrow import debts, payments, sources
from escrow.models import Payment, PaymentSource
from escrow.models.payments import State as PaymentState
from marketplace import subjects
from marketplace.actors import GATEWAY
from marketplace.offers.actions.parts import deposits, locking
from marketplace.offers.models import Offer, OfferState
from marketplace.policies import fees
from marketplace.policies.quotes import MilestonePrice, Quote, quote


@dataclass(frozen=True)
class Deal:
    """What a verb made of an offer: the offer as it is now, and the charge that it began.

    The gateway still has to be asked for that charge (`escrow.payments.attempt`); None where nothing has to be charged.
    """

    offer: Offer
    payment: Payment | None = None


def first_milestone(offer: Offer) -> MilestonePrice:
    """What the first milestone of the newest version costs."""
    return quote(offer.policy, offer.version.plan, offer.currency).first


def check_source(offer: Offer, source: PaymentSource | None) -> None:
    """Raise unless the client can pay with it."""
    if source is not None:
        sources.hold(source, offer.client_id)


def split(offer: Offer, paid: MilestonePrice | Quote, source: PaymentSource | None) -> tuple[int, int]:
    """What the client's balance and what the source pays of what is paid first. Raises Refused if nothing will do."""
    return fees.split(offer.policy, paid.client_pays, _balance(offer), offer.currency, source=source)


def remember(offer: Offer, source: PaymentSource | None) -> None:
    """What the client wants to pay with, when it comes to that."""
    offer.payment_source = source
    offer.save(update_fields=["payment_source"])


def usable_source(offer: Offer) -> PaymentSource | None:
    """What the client wanted to pay with, unless it was removed since."""
    source = offer.payment_source
    return source if source and source.removed_at is None else None


def charge(offer: Offer, purpose: str, source: PaymentSource, parts: tuple[int, int], **data) -> Payment:
    """An intent to charge the source; its outcome is written down by the recorder of this purpose.

    `parts` is what comes from the balance, later, and what is charged. `data` as `payments.Cause` has it.
    """
    from_balance, from_source = parts
    data = {"from_balance": from_balance, "back": offer.get_absolute_url(), **data}
    cause = payments.Cause(purpose, offer.thread, offer.thread, data)
    payment = payments.intend(cause, user=offer.client_id, source=source, amount=from_source, currency=offer.currency)
    payments.nudge(payment)
    return payment


def balance_covers(offer: Offer, payment: Payment) -> bool:
    """Whether the client still has what was to come from the balance."""
    return payment.data["from_balance"] <= _balance(offer)


def _balance(offer: Offer) -> int:
    return debts.spendable(offer.client_id, offer.currency)


class OfferRecorder(payments.Recorder):
    """What became of a charge for an offer, which waits for it: in `waits_in`, and nobody answers it meanwhile."""

    waits_in: OfferState

    def lock(self) -> None:
        self.offer = locking.on_both(subjects.key_of(self.asked.reference), GATEWAY)

    @property
    def is_waiting(self) -> bool:
        return self.offer.state == self.waits_in

    def keep(self, payment: Payment) -> None:
        deposits.return_charge(self.offer, payment, by=GATEWAY)
        self.fail(payment)

    def fail(self, payment: Payment) -> None:
        if self.is_waiting:
            self.fall_back(payment)
            locking.lapse(self.offer)

    @abstractmethod
    def fall_back(self, payment: Payment) -> None:
        """The offer is where it was before; one whose time ran out meanwhile expires then."""


def why_failed(payment: Payment) -> str:
    """The reason that the client reads."""
    if payment.state == PaymentState.SUCCEEDED:
        return "Your balance changed meanwhile, so that the rest was missing. The charge went back."
    return payment.failure_text or "The payment was cancelled, or not confirmed in time."
