"""What came of gigs, for those below who must not know offers."""

from collections.abc import Collection

from django.db.models import Count, Q

from marketplace.gigs.trade import Trade
from marketplace.offers.models import Offer, OfferState
from milestones.models.order import OrderState


def orders_from(gigs: Collection[int]) -> dict[int, Trade]:
    """The orders from these gigs, and the payments that would make one, in one query."""
    rows = (
        Offer.objects.filter(gig_version__gig__in=gigs)
        .order_by()
        .values("gig_version__gig")
        .annotate(
            orders=Count("pk", filter=Q(order__isnull=False)),
            running=Count("pk", filter=Q(order__state=OrderState.ACTIVE)),
            waiting=Count("pk", filter=Q(state=OfferState.ACCEPTING)),
        )
    )
    return {row["gig_version__gig"]: Trade(row["orders"], row["running"], row["waiting"]) for row in rows}
