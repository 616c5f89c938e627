"""The card of an order: which one the policy charges next by itself, as the client chooses."""

from django.db import transaction

from escrow import sources
from escrow.models import PaymentSource
from marketplace.actors import By
from marketplace.idempotency import keys
from marketplace.transitions import authorize
from milestones.actions.parts import locking
from milestones.actions.parts.funding import remember
from milestones.models import Order
from milestones.unit_of_work import Done


@transaction.atomic(durable=True)
def choose_source(order: Order, *, by: By, source: PaymentSource, once: str = "") -> Done[Order]:
    """Charge this one from now on. Raises SourceGone where it was removed, or is not the client's."""
    work, order = locking.on_order(order, by)
    keys.use(once, by=by)
    authorize(order.choose_source, by)
    sources.hold(source, order.client_id)
    if order.payment_source_id != source.pk:
        remember(work, order, source)
        work.record("order.source_chosen", order, source=str(source))
    return Done(order, work.save())
