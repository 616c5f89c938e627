"""What of jobs stands on pages of others."""

from marketplace.accounts.models import User
from marketplace.accounts.profile import Section
from marketplace.jobs.models import Proposal
from marketplace.offers.models import Offer
from marketplace.policies.models import Origin


def beside_offer(offer: Offer, user: User) -> Section | None:
    """The proposal that an offer is, and the job that it is for."""
    if offer.origin != Origin.JOB_POST:
        return None
    found = Proposal.objects.filter(offer=offer).select_related("post", "freelancer").first()
    return Section("jobs/beside_offer.html", found) if found else None
