"""Saying no, asking for something else, and running out of time."""

from django.db import transaction

from escrow import payments
from escrow.models import Payment
from marketplace import clock, subjects
from marketplace.actors import GATEWAY
from marketplace.deadlines import sweep
from marketplace.deadlines.models import Deadline
from marketplace.errors import Refused
from marketplace.idempotency import keys
from marketplace.offers.actions.parts import locking
from marketplace.offers.actions.parts.recording import record
from marketplace.offers.models import Offer, OfferState
from marketplace.offers.timer_kinds import OFFER
from marketplace.transitions import authorize

IN_FLIGHT_WAIT = clock.hours(1)
SAY_WHY = "Say why: it helps the other side."


@transaction.atomic(durable=True)
def ask_changes(offer: Offer, *, by, message: str, once: str = "") -> Offer:
    """Ask the writer for another version. This one stays open, and may still be accepted."""
    offer = locking.on_offer(offer, by)
    keys.use(once, by=by)
    authorize(offer.ask_changes, by)
    if not message.strip():
        raise Refused("Say what should be different.", field="message")
    offer.ask_changes()
    offer.save(update_fields=["awaits", "agreed_by"])
    record(offer, "offer.changes_asked", by=by, number=offer.number, message=message.strip())
    return offer


@transaction.atomic(durable=True)
def decline(offer: Offer, *, by, reason: str) -> Offer:
    """Say no. A deposit goes back."""
    offer = locking.on_offer(offer, by)
    authorize(offer.decline, by)
    if not reason.strip():
        raise Refused(SAY_WHY, field="reason")
    now = clock.now()
    offer.decline(now)
    locking.close(offer, "offer.declined", by=by, at=now, reason=reason.strip())
    return offer


def withdraw(offer: Offer, *, by) -> Offer:
    """Take an offer back, or throw a draft away. A deposit goes back; a charge under way is called off.

    The gateway is asked after the offer is withdrawn; money that comes nevertheless goes back to the client.
    """
    offer = _withdraw(offer, by)
    for payment in Payment.objects.live().filter(reference=offer.thread, kind="charge"):
        payments.cancel(payment, by=GATEWAY)  # that it is withdrawn was for `by` to say, a moment ago
    return offer


@transaction.atomic(durable=True)
def _withdraw(offer: Offer, by) -> Offer:
    offer = locking.on_offer(offer, by)
    authorize(offer.withdraw, by)
    now = clock.now()
    offer.withdraw(now)
    locking.close(offer, "offer.withdrawn", by=by, at=now)
    offer.drafts.all().delete()
    return offer


@sweep.fires.register(OFFER)
@transaction.atomic(durable=True)
def expire(deadline: Deadline) -> None:
    """Nobody answered in time: the offer is over as of then. A payment that is under way is waited for."""
    offer = Offer.objects.lock(subjects.key_of(deadline.reference))
    if offer.state in (OfferState.FUNDING, OfferState.ACCEPTING):
        Deadline.objects.live().filter(pk=deadline.pk).update(due_at=clock.now() + IN_FLIGHT_WAIT)
    else:
        locking.lapse(offer)
