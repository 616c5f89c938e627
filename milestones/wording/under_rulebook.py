"""What goes on under a rulebook, for whoever is about to withdraw it."""

from marketplace.formats import plural
from marketplace.policies.models import Policy
from milestones.models import Order, OrderState


def orders(policy: Policy) -> str:
    """ "3 active orders under it go on as signed."; "" where there is none."""
    count = Order.objects.filter(policy=policy, state=OrderState.ACTIVE).count()
    said = plural(count, "active order under it goes on", "active orders under it go on")
    return f"{count} {said} as signed." if count else ""
