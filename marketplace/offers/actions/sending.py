"""Sending what was written: the first version, or a counter-offer; with its signature, contract and deposit."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from escrow import payments
from escrow.models import Payment
from marketplace import clock
from marketplace.accounts.models import User
from marketplace.actors import GATEWAY
from marketplace.errors import Refused
from marketplace.offers import contracts, limits
from marketplace.offers.actions.parts import deposits, locking, paying
from marketplace.offers.actions.parts.paying import Deal
from marketplace.offers.actions.parts.publishing import Sending, check_signature, publish, send_as_freelancer
from marketplace.offers.actions.parts.recording import record
from marketplace.offers.models import Draft, Offer, OfferState, Side
from marketplace.offers.terms import Terms
from marketplace.policies.models import FirstPayment
from marketplace.policies.quotes import Quote, quote
from marketplace.transitions import authorize

MOST_INVITATIONS = 20  # in a day, by one person: mail goes to addresses that never asked for it
CLIENT_IS_CHARGED = [FirstPayment.ON_ORDER, FirstPayment.AT_START]


@transaction.atomic(durable=True)
def send(offer: Offer, *, by, source=None, read: str = "", **words) -> Deal:
    """Send the draft to the other side. Where the policy asks for a deposit, that is paid first: it is the payment.

    `source` is the PaymentSource that the client who sends will pay with; `read` is the fingerprint of the draft that
    was read, so that nobody signs or pays for another one; `words` are the `message`, the `signature`, the network
    `address` of the request, and whether the deposit is for the `whole` project. Raises Refused with the field that the
    policy's limits, a missing signature or a payment that can't be made are about.
    """
    offer = locking.on_both(offer, by)
    authorize(offer.send, by)
    _check_invitations(offer, by)
    sending = _sending(offer, by, read, words)
    return Deal(offer, _send(offer, sending, source))


@transaction.atomic(durable=True)
def counter(offer: Offer, *, by, source=None, read: str = "", **words) -> Deal:
    """Send the next version, drafted by `save_draft`: an answer to the other side's, or a new one of one's own."""
    offer = locking.on_both(offer, by)
    authorize(offer.counter, by)
    sending = _sending(offer, by, read, words)
    return Deal(offer, _send(offer, sending, source))


def _sending(offer: Offer, by: User, read: str, words: dict) -> Sending:
    """What goes out: the draft, and the contract's text, as they were read, and what was said with it."""
    terms = _draft_of(offer, by)
    template = contracts.template_for(offer, terms)
    if read:
        contracts.insist_read(read, terms, template)
    said: dict[str, Any] = {name: word.strip() if isinstance(word, str) else word for name, word in words.items()}
    return Sending(by, terms, template=template, **said)


def _send(offer: Offer, sending: Sending, source) -> Payment | None:
    if offer.side_of(sending.by) == Side.CLIENT:
        return _send_as_client(offer, sending, source)
    send_as_freelancer(offer, sending)
    return None


def _send_as_client(offer: Offer, sending: Sending, source) -> Payment | None:
    limits.insist(limits.problems(offer, sending.terms, side=Side.CLIENT))
    check_signature(offer, sending.signature)
    paying.check_source(offer, source)
    if sending.whole and not sending.terms.may_be_deposited_whole(offer.policy):
        raise Refused("Only the first step can be deposited with this offer.")
    price = quote(offer.policy, sending.terms.milestones, offer.currency)
    if offer.policy.first_payment == FirstPayment.WITH_OFFER:
        return _deposit(offer, sending, price.to_deposit(whole=sending.whole), source)
    if offer.policy.first_payment in CLIENT_IS_CHARGED:
        paying.split(offer, price.first, source)  # refuses what could not be paid if it were accepted now
    paying.remember(offer, source)
    publish(offer, sending)
    return None


def _draft_of(offer: Offer, by) -> Terms:
    draft = Draft.objects.filter(offer=offer, by=by).first()
    if draft is None:
        raise Refused("There is nothing written to send yet.")
    if draft.base != offer.number:
        raise Refused("The other side sent a new version meanwhile. Read it, and write your answer to that one.")
    return Terms.from_data(draft.terms).under(offer.policy)


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


# The deposit


def _deposit(offer: Offer, sending: Sending, paid: Quote, source) -> Payment | None:
    """The client pays the first milestone, or all, with the offer. What is held already and costs the same stays."""
    if deposits.covers(deposits.held(offer), paid, whole=sending.whole):
        publish(offer, sending)
        return None
    parts = from_balance, from_source = paying.split(offer, paid, source)
    paying.remember(offer, source)
    if not from_source:
        deposits.keep(offer, paid, whole=sending.whole, from_balance=from_balance, payment=None, by=sending.by)
        publish(offer, sending)
        return None
    authorize(offer.fund, sending.by)
    offer.fund()
    offer.save(update_fields=["state", "awaits", "agreed_by"])
    what = "the whole project" if sending.whole else paid.first.milestone.name
    again, words = reverse("offers:send", args=[offer.pk]), f"{sending.terms.title}: {what} (deposit)"
    return paying.charge(offer, "offer.deposit", source, parts, again=again, description=words, **sending.as_data())


@payments.recorders.register("offer.deposit")
class DepositRecorder(paying.OfferRecorder):
    """The offer is sent, or it is not."""

    waits_in = OfferState.FUNDING

    def pays(self, payment: Payment) -> bool:
        return self.is_waiting and paying.balance_covers(self.offer, payment)

    def use(self, payment: Payment) -> None:
        offer, data = self.offer, payment.data
        sending = Sending.from_data(offer, data)
        whole = sending.whole
        paid = quote(offer.policy, sending.terms.milestones, offer.currency).to_deposit(whole=whole)
        deposits.keep(offer, paid, whole=whole, from_balance=data["from_balance"], payment=payment, by=GATEWAY)
        authorize(offer.publish, GATEWAY)
        publish(offer, sending)

    def fall_back(self, payment: Payment) -> None:
        authorize(self.offer.unfund, GATEWAY)
        self.offer.unfund()
        self.offer.save(update_fields=["state", "awaits"])
        record(self.offer, "offer.payment_failed", by=GATEWAY, why=paying.why_failed(payment), deposit=True)
