"""Which subscriptions go on under a rulebook, for whoever is about to withdraw it."""

from marketplace.formats import plural
from marketplace.offers.models import Subscription
from marketplace.policies import publishing
from marketplace.policies.models import Policy


@publishing.uses.register()
def subscriptions(policy: Policy) -> str:
    """ "2 subscriptions under it go on: their months begin as agreed."; "" where there is none."""
    count = Subscription.objects.active().filter(offer__policy=policy).count()
    said = plural(
        count,
        "subscription under it goes on: its months begin as agreed.",
        "subscriptions under it go on: their months begin as agreed.",
    )
    return f"{count} {said}" if count else ""
