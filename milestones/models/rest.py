"""The rest of an order: both sides agree that it stands until a day, and either side may go on before."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from marketplace.transitions import gate, refusal
from milestones.models.conditions import order_is_active
from milestones.permissions import is_party


@refusal("Under this rulebook an order does not rest.")
def policy_lets_rest(order):
    return bool(order.policy.pause_days_max)


@refusal("The order rests already. Go on with it first.")
def does_not_rest(about):
    return not about.parties.rests


@refusal("The order does not rest.")
def does_rest(order):
    return order.rests


class Resting(models.Model):
    """Since when an order rests, as both agreed, and until when; both or none of them.

    While it rests none of its times runs: what began before is put off by the whole rest, and what begins meanwhile
    counts from its end (`counts_from`). Whoever goes on before that brings all of it forward by what was left.
    """

    paused_at = models.DateTimeField(null=True, blank=True, help_text="Since when the order rests.")
    paused_until = models.DateTimeField(null=True, blank=True, help_text="When its times run again by themselves.")

    class Meta:
        abstract = True

    @property
    def rests(self) -> bool:
        return self.paused_until is not None

    @property
    def rest(self) -> timedelta:
        """How long it rests in all; nothing where it does not."""
        return self.paused_until - self.paused_at if self.paused_at and self.paused_until else timedelta(0)

    def counts_from(self, at: datetime) -> datetime:
        """From when time counts that begins at this instant: then, or when the rest is over."""
        return max(at, self.paused_until) if self.paused_until else at

    ask_to_pause = gate(permission=is_party, conditions=[order_is_active, policy_lets_rest, does_not_rest])
    go_on = gate(permission=is_party, conditions=[order_is_active, does_rest])


CONSTRAINTS = [
    models.CheckConstraint(
        condition=Q(paused_at__isnull=True, paused_until__isnull=True)
        # Both are asked for: compared with NULL, a CHECK is neither false nor true, and lets the row in.
        | Q(
            state="active", paused_at__isnull=False, paused_until__isnull=False, paused_until__gt=models.F("paused_at")
        ),
        name="order_rests_while_active",
    ),
]
