"""How an offer comes to be, for who writes one in the editor: without a gig and without a job post behind it.

It is stored when the offer is written (`Heading.origin`), goes over to its order, and nothing works it out again.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from marketplace.policies.models import Origin, Policy, Writers

# What rulebooks call such an offer. One that lists none of them can't be chosen in the editor.
DIRECT = [Origin.DIRECT, Origin.CUSTOM_OFFER, Origin.PROPOSAL]


def direct_policies():
    """The rulebooks that an offer may be written under."""
    return Policy.objects.offered().filter(origins__overlap=[str(origin) for origin in DIRECT])


def origin_under(policy: Policy | None) -> Origin:
    """What this rulebook calls an offer from the editor."""
    if policy is None:
        return Origin.DIRECT
    return next((origin for origin in DIRECT if origin in policy.origins), Origin.DIRECT)


# What such an offer is called.
WORDS = {Origin.DIRECT: "offer", Origin.CUSTOM_OFFER: "custom offer", Origin.PROPOSAL: "proposal"}


def words_of(origin: str) -> str:
    """What an offer that came to be like this is called."""
    return WORDS.get(Origin(origin), "offer")


@dataclass(frozen=True)
class Entry:
    """A button by which such an offer is begun."""

    label: str
    url: str


def entries() -> list[Entry]:
    """One for each sort of offer that some rulebook has, with the first of its rulebooks chosen."""
    found: dict[Origin, Policy] = {}
    for policy in direct_policies():
        found.setdefault(origin_under(policy), policy)
    return [_entry(origin, found[origin]) for origin in DIRECT if origin in found]


def _entry(origin: Origin, policy: Policy) -> Entry:
    chosen: dict[str, int | str] = {"policy": policy.pk}
    if policy.plan_written_by == Writers.FREELANCER:
        chosen["role"] = "freelancer"
    return Entry(f"Send {words_of(origin)}", f"{reverse('offers:new')}?{urlencode(chosen)}")
