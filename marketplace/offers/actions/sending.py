"""Sending what was written: the first version, or a counter-offer; with its signature, contract and deposit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from escrow import accounts, ledger, payments, sources
from escrow.models import Payment, PaymentSource
from escrow.models.payments import State as PaymentState
from marketplace import clock
from marketplace.accounts.models import User
from marketplace.actors import GATEWAY
from marketplace.errors import Refused
from marketplace.offers import contracts, invitations, limits
from marketplace.offers.actions import deposits, locking
from marketplace.offers.actions.recording import record
from marketplace.offers.models import Draft, Offer, OfferState, Side, Signature, Version
from marketplace.offers.quotes import MilestonePrice, quote
from marketplace.offers.terms import ContractKind, Terms
from marketplace.policies import fees
from marketplace.policies.models import FirstPayment
from marketplace.transitions import authorize

MOST_INVITATIONS = 20  # in a day, by one person: mail goes to addresses that never asked for it
CLIENT_IS_CHARGED = [FirstPayment.ON_ORDER, FirstPayment.AT_START]


@dataclass(frozen=True)
class Sending:
    """What goes out: who sends which terms, with which words and name under it. Travels in a payment's data, too."""

    by: object
    terms: Terms
    message: str = ""
    signature: str = ""

    def as_data(self) -> dict:
        return {
            "by": self.by.pk,
            "terms": self.terms.as_data(),
            "message": self.message,
            "signature": self.signature,
        }


@transaction.atomic(durable=True)
def send(offer: Offer, *, by, source=None, signature: str = "", message: str = "", read: str = "") -> Offer:
    """Send the draft to the other side. Where the policy asks for a deposit, it is paid first: see `offer.payment`.

    `source` is the PaymentSource that the client who sends will pay with; `read` is the fingerprint of the draft that
    was read, so that nobody signs or pays for another one. Raises Refused with the field that the policy's limits, a
    missing signature or a payment that can't be made are about.
    """
    offer = locking.on_offer(offer, by)
    authorize(offer.send, by)
    _check_invitations(offer, by)
    return _send(offer, Sending(by, _draft_of(offer, by, read), message.strip(), signature.strip()), source)


@transaction.atomic(durable=True)
def counter(offer: Offer, *, by, source=None, signature: str = "", message: str = "", read: str = "") -> Offer:
    """Send the next version, drafted by `save_draft`: an answer to the other side's, or a new one of one's own."""
    offer = locking.on_offer(offer, by)
    authorize(offer.counter, by)
    return _send(offer, Sending(by, _draft_of(offer, by, read), message.strip(), signature.strip()), source)


def _send(offer: Offer, sending: Sending, source) -> Offer:
    side = offer.side_of(sending.by)
    limits.insist(limits.problems(offer, sending.terms, side=side))
    check_signature(offer, sending.signature)
    offer.payment = None
    if side == Side.FREELANCER:
        deposits.give_back(offer, at=clock.now(), by=sending.by)
        publish(offer, sending, _transition(offer))
    else:
        _send_as_client(offer, sending, source)
    return offer


def _send_as_client(offer: Offer, sending: Sending, source) -> None:
    check_source(offer, source)
    first = quote(offer.policy, sending.terms.milestones, offer.currency).first
    if offer.policy.first_payment == FirstPayment.WITH_OFFER:
        _deposit(offer, sending, first, source)
    else:
        if offer.policy.first_payment in CLIENT_IS_CHARGED:
            split(offer, first, source)  # refuses what could not be paid if it were accepted now
        remember(offer, source)
        publish(offer, sending, _transition(offer))


def _transition(offer: Offer) -> Callable[[Version, datetime], None]:
    return offer.counter if offer.version else offer.send


def _draft_of(offer: Offer, by, read: str) -> Terms:
    draft = Draft.objects.filter(offer=offer, by=by).first()
    if draft is None:
        raise Refused("There is nothing written to send yet.")
    if draft.base != offer.number:
        raise Refused("The other side sent a new version meanwhile. Read it, and write your answer to that one.")
    terms = Terms.from_data(draft.terms).under(offer.policy)
    if read and read != contracts.fingerprint(terms):
        raise Refused("The draft changed after you read it here. Read it once more before you send it.")
    return terms


def _check_invitations(offer: Offer, by) -> None:
    """Raise if this person has invited enough people today. Counted under the lock of their own row, till it is sent.

    What waits for its deposit counts as well: it goes out when that is paid, and nobody counts then.
    """
    if not offer.invited_email:
        return
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    lately = Q(sent_at__gt=clock.now() - clock.days(1)) | Q(state=OfferState.FUNDING, sent_at=None)
    today = Offer.objects.filter(lately, author=by).exclude(invited_email="").count()
    if today >= MOST_INVITATIONS:
        raise Refused(f"You can invite {MOST_INVITATIONS} people a day. Try again tomorrow.", field="invite")


NO_SIGNATURE = "Sign with your full name."


def check_signature(offer: Offer, signature: str) -> None:
    if offer.needs_signatures and not signature:
        raise Refused(NO_SIGNATURE, field="signature")


def check_source(offer: Offer, source) -> None:
    """Raise unless the client can pay with it."""
    if (
        source is not None
        and not PaymentSource.objects.filter(pk=source.pk, user=offer.client_id, removed_at=None).exists()
    ):
        raise Refused(sources.GONE, field="source")


def split(offer: Offer, first: MilestonePrice, source) -> tuple[int, int]:
    """What the client's balance and what the source pays of the first milestone. Raises Refused if nothing will do."""
    balance = ledger.balance(accounts.wallet(offer.client_id, offer.currency))
    return fees.split(offer.policy, first.client_pays, balance, source=source)


def remember(offer: Offer, source) -> None:
    """What the client wants to pay with, when it comes to that."""
    offer.payment_source = source
    offer.save(update_fields=["payment_source"])


# Making it a version


def publish(offer: Offer, sending: Sending, put: Callable[[Version, datetime], None]) -> None:
    """Make it the newest version by `put`, the transition that does so, and sign it if the policy wants that.

    The other side has its days to answer from now.
    """
    now = clock.now()
    kind = _kind_of(offer, sending)
    version = _write_version(offer, sending, now)
    put(version, now)
    offer.save(update_fields=["state", "awaits", "agreed_by", "version", "title", "total", "sent_at", "expires_at"])
    if offer.needs_signatures:
        sign(version, sending.by, sending.signature)
    Draft.objects.filter(offer=offer, by=sending.by).delete()
    locking.start_timer(offer)
    record(offer, kind, by=sending.by, number=version.number, message=sending.message)
    if kind == "offer.sent" and offer.other(sending.by) is None:
        invitations.post(offer)


def _kind_of(offer: Offer, sending: Sending) -> str:
    """What sending this is called in the history."""
    if offer.version is None:
        return "offer.sent"
    return "offer.revised" if offer.version.by_id == sending.by.pk else "offer.countered"


def _write_version(offer: Offer, sending: Sending, now) -> Version:
    terms, number = sending.terms, offer.number + 1
    text = contracts.text(offer, terms) if terms.contract == ContractKind.TEMPLATE else ""
    return Version.objects.create(
        offer=offer,
        number=number,
        by=sending.by,
        title=terms.title,
        scope=terms.scope,
        milestones=[milestone.as_data() for milestone in terms.milestones],
        revisions=terms.revisions,
        starts_on=terms.starts_on,
        zone=terms.zone,
        contract=terms.contract,
        contract_text=text,
        upload_id=terms.upload,
        message=sending.message,
        digest=contracts.digest(offer, number, terms, text),
        at=now,
    )


def sign(version: Version, by, name: str) -> None:
    """Put a name under a version; a name that is there already stays."""
    Signature.objects.get_or_create(
        version=version, by=by, defaults={"name": name, "digest": version.digest, "at": clock.now()}
    )


# The deposit


def _deposit(offer: Offer, sending: Sending, first: MilestonePrice, source) -> None:
    """The client pays the first milestone with the offer. One that is held already and costs the same stays."""
    if deposits.covers(deposits.held(offer), first):
        publish(offer, sending, _transition(offer))
        return
    from_balance, from_source = split(offer, first, source)
    remember(offer, source)
    if not from_source:
        deposits.keep(offer, first, from_balance=from_balance, payment=None, by=sending.by)
        publish(offer, sending, _transition(offer))
        return
    authorize(offer.fund, sending.by)
    offer.fund()
    offer.save(update_fields=["state", "awaits", "agreed_by"])
    offer.payment = payments.intend(
        purpose="offer.deposit",
        reference=offer.thread,
        thread=offer.thread,
        user=offer.client_id,
        source=source,
        amount=from_source,
        currency=offer.currency,
        data={
            **sending.as_data(),
            "from_balance": from_balance,
            "back": offer.get_absolute_url(),
            "again": reverse("offers:send", args=[offer.pk]),
            "description": f"{sending.terms.title}: {first.milestone.name} (deposit)",
        },
    )
    payments.nudge(offer.payment)


@payments.recorder("offer.deposit")
@transaction.atomic(durable=True)
def record_deposit(payment_id: int, outcome) -> Payment | None:
    """Write down what the gateway answered: the offer is sent, or it is not. The first answer wins."""
    asked = Payment.objects.get(pk=payment_id)
    offer = locking.on_offer(int(asked.reference.removeprefix("offer:")), GATEWAY)
    payment = payments.settle(payment_id, outcome)
    if payment is None:
        return None
    waiting = offer.state == OfferState.FUNDING
    if payment.state == PaymentState.SUCCEEDED:
        if waiting and _enough_balance(offer, payment):
            _deposited(offer, payment)
            return payment
        deposits.return_charge(offer, payment, by=GATEWAY)
    if waiting:
        _not_deposited(offer, payment)
    return payment


def _enough_balance(offer: Offer, payment: Payment) -> bool:
    """Whether the client still has what was to come from the balance."""
    return payment.data["from_balance"] <= ledger.balance(accounts.wallet(offer.client_id, offer.currency))


def _deposited(offer: Offer, payment: Payment) -> None:
    data = payment.data
    terms = Terms.from_data(data["terms"])
    first = quote(offer.policy, terms.milestones, offer.currency).first
    deposits.keep(offer, first, from_balance=data["from_balance"], payment=payment, by=GATEWAY)
    authorize(offer.publish, GATEWAY)
    publish(offer, Sending(offer.client, terms, data["message"], data["signature"]), offer.publish)


def _not_deposited(offer: Offer, payment: Payment) -> None:
    authorize(offer.unfund, GATEWAY)
    offer.unfund()
    offer.save(update_fields=["state", "awaits"])
    record(offer, "offer.payment_failed", by=GATEWAY, why=why_failed(payment), deposit=True)
    locking.lapse(offer)


def why_failed(payment: Payment) -> str:
    """The reason that the client reads."""
    if payment.state == PaymentState.SUCCEEDED:
        return "Your balance changed meanwhile, so that the rest was missing. The charge went back."
    return payment.failure_text or "The payment was cancelled, or not confirmed in time."
