"""What a client’s yes does: the order is placed and its first milestone paid, as the policy says, all or nothing.

Steps that several verbs share: none of them locks, authorizes or is a verb. The offer is locked by the caller.
"""

from django.urls import reverse

from escrow.models import Payment, PaymentSource
from marketplace.errors import Refused
from marketplace.offers.actions.parts import paying, place_order
from marketplace.offers.actions.parts.recording import record
from marketplace.offers.models import Offer
from marketplace.policies.models import FirstPayment

PAID_FIRST = [FirstPayment.ON_ORDER, FirstPayment.WITH_OFFER]


class NoWay(Refused):
    """Neither balance nor source pays it."""


def insist_on_both(offer: Offer) -> None:
    """Nothing is agreed, and nothing paid, with somebody whose account is closed. Suspended: see `Offer.suspended`."""
    for person in (offer.client, offer.freelancer):
        if not person.is_active:
            raise Refused(f"The account of {person} is closed, so nothing can be agreed on with them.")


def agree_as_client(offer: Offer, by, source: PaymentSource | None) -> Payment | None:
    """The client says yes and pays from `source` or the balance. Returns the charge that has to come first, if any."""
    paying.check_source(offer, source)
    paying.remember(offer, source)
    if offer.policy.first_payment in PAID_FIRST:
        return pay(offer, by, source)
    if offer.policy.first_payment == FirstPayment.AT_START:
        paying.split(offer, paying.first_milestone(offer), source)  # refuses what could not be paid
    return place_unpaid(offer, by)


def place_unpaid(offer: Offer, by) -> Payment | None:
    """Place the order of an offer that pays nothing by being accepted. Returns the charge that follows, if any."""
    with place_order.placed(offer, by) as (work, order):
        place_order.begin_unpaid(work, order)
    return Payment.objects.live().filter(thread=order.thread).first()  # a new order has no other


def pay(offer: Offer, by, source) -> Payment | None:
    """Pay the first milestone: at once from the balance, or by a charge whose outcome places the order."""
    first = paying.first_milestone(offer)
    try:
        parts = from_balance, from_source = paying.split(offer, first, source)
    except Refused as refused:
        raise NoWay(refused.message, field=refused.field) from refused
    if not from_source:
        with place_order.placed(offer, by) as (work, order):
            place_order.fund_first(work, order, from_balance)
        return None
    accepted_by = offer.agreed_by or by
    offer.charge(accepted_by)
    offer.save(update_fields=["state", "awaits", "agreed_by"])
    again, words = reverse("offers:accept", args=[offer.pk]), f"{offer.title}: {first.milestone.name}"
    payment = paying.charge(offer, "offer.accept", source, parts, again=again, description=words)
    record(offer, "offer.agreed", by=accepted_by, number=offer.number)
    return payment
