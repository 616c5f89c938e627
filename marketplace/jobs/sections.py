"""What of jobs stands on pages of others."""

from collections.abc import Callable

from marketplace.accounts.models import User
from marketplace.accounts.profile import Section
from marketplace.jobs.models import Post, PostState, Proposal
from marketplace.offers.models import Offer
from marketplace.policies.models import Origin
from marketplace.postgresql.reading import Reading
from milestones.models import Order

OF_ORDER = """id = (SELECT proposal.post_id FROM jobs_proposal AS proposal
    JOIN offers_offer AS offer ON offer.id = proposal.offer_id WHERE offer.order_id = %s)"""


def beside_offer(offer: Offer, user: User) -> Section | None:
    """The proposal that an offer is, and the job that it is for."""
    if offer.origin != Origin.JOB_POST:
        return None
    found = Proposal.objects.filter(offer=offer).select_related("post", "freelancer").first()
    return Section("jobs/beside_offer.html", found) if found else None


def beside_order(reading: Reading, order: Order, user: User) -> Callable[[], Section | None]:
    """The job that an order came of, for the two sides alone; what support removed is its client’s to see."""
    if order.origin != Origin.JOB_POST or user.pk not in (order.client_id, order.freelancer_id):
        return lambda: None
    found = reading.select(Post, OF_ORDER, [order.pk], only=("title", "state"))

    def section() -> Section | None:
        seen = [one for one in found if one.state != PostState.REMOVED or user.pk == order.client_id]
        return Section("jobs/beside_order.html", seen[0]) if seen else None

    return section
