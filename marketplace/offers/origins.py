"""How an offer comes to be, for who writes one in the editor: without a gig and without a job post behind it.

It is stored when the offer is written (`Heading.origin`), goes over to its order, and nothing works it out again.
"""

from marketplace.policies.models import Origin, Policy

# What rulebooks call such an offer. One that lists none of them can't be chosen in the editor.
DIRECT = [Origin.DIRECT, Origin.CUSTOM_OFFER, Origin.PROPOSAL]


def direct_policies():
    """The rulebooks that an offer may be written under."""
    return Policy.objects.offered().filter(origins__overlap=[str(origin) for origin in DIRECT])


def origin_under(policy: Policy) -> Origin:
    """What this rulebook calls an offer from the editor."""
    return next((origin for origin in DIRECT if origin in policy.origins), Origin.DIRECT)
